/** A range of TCP ports, both ends included. */
export interface PortRange {
  first: number;
  last: number;
}

/** Ports of long-lived connections. Below what the kernel gives to others (ip_local_port_range starts at 32768). */
export const connectionPorts: PortRange = { first: 10_000, last: 19_999 };
/** Ports of the prober's requests: 100 a second from 17 addresses come round after 36 minutes. */
export const probePorts: PortRange = { first: 20_000, last: 32_767 };

/**
 * Gives out local ports one after the other, separately for each source address, so that none is used twice soon: a
 * director keeps a connection's entry for up to 15 minutes, also while it is not the master, and would treat a new
 * connection from the same address and port as the old one. `start` moves the beginning, for agents that come after
 * another on the same addresses.
 */
export function localPorts({ first, last }: PortRange, start: number): (source: string) => number {
  const size = last - first + 1;
  const used = new Map<string, number>();
  return (source) => {
    const count = used.get(source) ?? 0;
    used.set(source, count + 1);
    return first + ((Math.floor(start) + count) % size);
  };
}
