import type { KernelMs, Recording, VirtualService } from '../model.ts';

/** Real servers of one virtual service in a director's IPVS table, name to weight. */
export type ServiceTable = ReadonlyMap<string, number>;

/** A change of one line of the table: it happened after `previousMs`, and not after `at`. */
export interface TableChange {
  realServer: string;
  /** Null: it left the table. */
  weight: number | null;
  previousMs: KernelMs;
  at: KernelMs;
  /** Of IPVS's own count, when the change was seen. */
  activeConnections: number;
  inactiveConnections: number;
  /** The same of the service's other real servers, in the same reading. */
  others?: { realServer: string; activeConnections: number; inactiveConnections: number }[];
}

/** How the recording names a virtual service: `vip:port`. */
export function serviceKey({ vip, port }: Pick<VirtualService, 'vip' | 'port'>): string {
  return `${vip}:${port}`;
}

/** What a reader calls a virtual service. */
export function serviceName(service: Pick<VirtualService, 'vip' | 'port' | 'label'>): string {
  return service.label ?? serviceKey(service);
}

/**
 * What was seen to change of a service in a director's table, in order. A director that died has lost its table with
 * all that was in it; nobody can read that then.
 */
export function tableChanges(recording: Recording, director: string, service: string): TableChange[] {
  const seen = recording
    .series('destination')
    .filter((one) => one.node === director && one.value.service === service)
    .map(({ at, value }) => ({ ...value, at }));
  const names = [...new Set(seen.map((one) => one.realServer))];
  const deaths = recording
    .series('node-state')
    .filter((one) => one.node === director && one.value.state === 'dead')
    .flatMap(({ at }) =>
      names.map((realServer) => ({
        realServer,
        weight: null,
        previousMs: at,
        at,
        activeConnections: 0,
        inactiveConnections: 0,
      })),
    );
  return [...seen, ...deaths].sort((a, b) => a.at - b.at);
}

/**
 * The table of a service after all changes that had been seen by then; null when nothing of that director's table had
 * been. With `possibly` also after those of which it is only known that they may have happened by then.
 */
export function tableAt(
  recording: Recording,
  director: string,
  service: string,
  atMs: KernelMs,
  possibly = false,
): ServiceTable | null {
  if (!recording.series('destination').some((one) => one.node === director && one.at <= atMs)) return null;
  const table = new Map<string, number>();
  for (const { realServer, weight, previousMs, at } of tableChanges(recording, director, service)) {
    if ((possibly ? previousMs : at) > atMs) continue;
    if (weight === null) table.delete(realServer);
    else table.set(realServer, weight);
  }
  return table;
}
