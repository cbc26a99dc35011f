import type { Recording, SeriesName, Topology } from '../../model.ts';
import { seriesNames } from '../../series-names.ts';
import { serviceKey } from '../destinations.ts';

/** Of these a real server names itself in its answer. */
const answered = ['request', 'connection', 'cohort', 'assignment', 'sized-request'] as const;

/** The container that sees all processes of the engine: it watches where no node of the topology can. */
const handNode = 'hand';

/** Who saw something, who answered, and what was asked are of this cluster. */
export function unknownNames({ run, series }: Recording): string[] {
  const servers = namesOf(run.topology.realServers, run.topology.sorryServer);
  const nodes = new Set([...nodesOf(run.topology), handNode]);
  const services = new Set(run.topology.virtualServices.map(serviceKey));
  const strange = new Map<string, string>();
  const look = (name: SeriesName, known: ReadonlySet<string>, given: string | null, words: string): void => {
    if (given !== null && !known.has(given)) strange.set(`${words} ${given}`, name);
  };
  for (const name of seriesNames) for (const { node } of series(name)) look(name, nodes, node, 'the node');
  for (const name of answered)
    for (const { value } of series(name)) look(name, servers, value.realServer, 'the real server');
  for (const name of ['request', 'assignment', 'sized-request'] as const)
    for (const { value } of series(name)) look(name, services, value.service, 'the virtual service');
  return [...strange].map(([what, name]) => `the series ${name} tells of ${what}, which this cluster does not have`);
}

function nodesOf({ directors, realServers, clients, strangers = [], sorryServer }: Topology): ReadonlySet<string> {
  return namesOf([...directors, ...realServers, ...clients, ...strangers], sorryServer);
}

function namesOf(some: readonly { name: string }[], another?: { name: string }): Set<string> {
  return new Set([...some, ...(another === undefined ? [] : [another])].map(({ name }) => name));
}
