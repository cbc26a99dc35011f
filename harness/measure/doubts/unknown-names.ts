import { inProcessServer } from '../../in-process-server.ts';
import type { Observation, Recording, SeriesName, Topology } from '../../model.ts';
import { seriesNames } from '../../series-names.ts';
import { serviceKey } from '../destinations.ts';
import { surveyOf } from './survey.ts';

/** Besides requests, of these a real server names itself in its answer. */
const answered = ['connection', 'cohort', 'assignment', 'sized-request'] as const;

/** The container that sees all processes of the engine: it watches where no node of the topology can. */
const handNode = 'hand';

/** Who saw something, who answered, and what was asked are of this cluster. */
export function unknownNames({ run, series }: Recording): string[] {
  const { topology } = run;
  const servers = namesOf(topology.realServers, topology.sorryServer);
  if (run.probe.inProcess === true) servers.add(inProcessServer);
  const nodes = new Set([...nodesOf(topology), handNode]);
  const services = new Set(topology.virtualServices.map(serviceKey));
  const asked = surveyOf(series('request'));
  const strange = new Map<string, string>();
  const look = (name: SeriesName, what: string, known: ReadonlySet<string>, given: Iterable<string | null>): void => {
    for (const one of given) if (one !== null && !known.has(one)) strange.set(`${what} ${one}`, name);
  };
  look('request', 'the node', nodes, asked.nodes);
  look('request', 'the real server', servers, asked.realServers);
  look('request', 'the virtual service', services, asked.services);
  for (const name of seriesNames.filter((one) => one !== 'request')) {
    const seen: readonly Observation[] = series(name);
    look(name, 'the node', nodes, new Set(seen.map(({ node }) => node)));
  }
  for (const name of answered)
    look(name, 'the real server', servers, new Set(series(name).map(({ value }) => value.realServer)));
  for (const name of ['assignment', 'sized-request'] as const)
    look(name, 'the virtual service', services, new Set(series(name).map(({ value }) => value.service)));
  return [...strange].map(([what, name]) => `the series ${name} tells of ${what}, which this cluster does not have`);
}

function nodesOf({ directors, realServers, clients, strangers = [], sorryServer }: Topology): ReadonlySet<string> {
  return namesOf([...directors, ...realServers, ...clients, ...strangers], sorryServer);
}

function namesOf(some: readonly { name: string }[], another?: { name: string }): Set<string> {
  return new Set([...some, ...(another === undefined ? [] : [another])].map(({ name }) => name));
}
