import type { KernelMs, Recording, VirtualService } from '../model.ts';
import { type ServiceTable, serviceKey, serviceName, tableAt } from './destinations.ts';
import { configuredTable, differences } from './expected-table.ts';
import { holdings } from './holders.ts';

/** What one director's IPVS table has that the topology has not, and the other way round. */
export interface TableMismatch {
  director: string;
  /** As a reader calls it; one that the topology does not know goes by its address. */
  service: string;
  /** The topology's service; absent: it has none such. */
  known?: VirtualService;
  missing: string[];
  /** Real servers, or others, that should not be there. */
  extra: string[];
  wrongWeight: { realServer: string; weight: number; configured: number }[];
}

/** The tables of all who held a VIP at that instant. */
export interface TableComparison {
  /** Whose tables were compared; none: nobody's is known. */
  directors: string[];
  services: number;
  mismatches: TableMismatch[];
}

/**
 * Compares the tables of the VIP's holders at that instant with the topology: every virtual service with its real servers
 * and their weights, nothing else. A change that may have happened by then, or a little later, is given the benefit.
 */
export function compareTables(recording: Recording, atMs: KernelMs): TableComparison {
  const { topology } = recording.run;
  const holding = holdings(recording).filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  const directors = [...new Set(holding.map(({ director }) => director))].sort();
  const known = new Map(topology.virtualServices.map((service) => [serviceKey(service), service]));
  const seen = recording.series('destination');
  const mismatches: TableMismatch[] = [];
  const read: string[] = [];
  for (const director of directors) {
    if (tableAt(recording, director, '', atMs) === null) continue;
    read.push(director);
    const keys = new Set([
      ...known.keys(),
      ...seen.filter(({ node }) => node === director).map(({ value }) => value.service),
    ]);
    for (const key of keys) {
      const service = known.get(key);
      const wanted: ServiceTable = service === undefined ? new Map() : configuredTable(topology, service);
      const readings = [false, true].map((possibly) => tableAt(recording, director, key, atMs, possibly) ?? new Map());
      if (readings.some((table) => differences(table, wanted).size === 0)) continue;
      const table = readings[0] ?? new Map();
      mismatches.push({
        director,
        service: service === undefined ? key : serviceName(service),
        ...(service === undefined ? {} : { known: service }),
        missing: [...wanted.keys()].filter((name) => !table.has(name)),
        extra: [...table.keys()].filter((name) => !wanted.has(name)),
        wrongWeight: [...table].flatMap(([realServer, weight]) => {
          const right = wanted.get(realServer);
          return right === undefined || right === weight ? [] : [{ realServer, weight, configured: right }];
        }),
      });
    }
  }
  return { directors: read, services: known.size, mismatches };
}
