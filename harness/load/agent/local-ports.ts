/** A range of TCP ports, both ends included. */
export interface PortRange {
  first: number;
  last: number;
}

/**
 * Ports of connections whose real server matters: 10,000 of them to each of a hundred services, from 256 sources, come
 * round once.
 */
export const trafficPorts: PortRange = { first: 1_100, last: 5_999 };
/** Ports of connections of known ages: at most a few dozen per source and trial. */
export const cohortPorts: PortRange = { first: 6_000, last: 8_999 };
/** Ports of requests of given sizes: a few dozen per source and trial. */
export const sizePorts: PortRange = { first: 9_000, last: 9_999 };
/** Ports of long-lived connections: few, each is opened once and again after a break. */
export const connectionPorts: PortRange = { first: 10_000, last: 10_999 };
/**
 * Ports of the prober's requests, and of loads with a connection for each request, which run where no prober does. From
 * 17 addresses, 21,768 ports each come round after 12 minutes at the fastest interval (2 ms) and after an hour at 10 ms.
 * All ranges lie below what the kernel gives to others (ip_local_port_range starts at 32768).
 */
export const probePorts: PortRange = { first: 11_000, last: 32_767 };

/**
 * Gives out local ports one after the other, separately for each source address, so that none is used twice soon: a
 * director keeps a connection's entry, also while it is not the master, and would treat a new connection from the same
 * address and port as the old one. It keeps that of a closed connection for 2 minutes, that of one whose end it did not
 * see for 15 (`ipvsadm --list --timeout` shows both: tcpfin 120, tcp 900). `start` moves the beginning, for
 * agents that come after another on the same addresses.
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
