import type { Observation } from '../../model.ts';
import { once } from '../../stats/once.ts';

/** What is told of all requests together. */
export interface Survey {
  nodes: ReadonlySet<string>;
  services: ReadonlySet<string>;
  realServers: ReadonlySet<string>;
  /** Sent before they were due, or answered before they were sent. */
  early: number;
  /** Answered well, nobody says by whom. */
  nameless: number;
}

/** One look at each request: there may be millions, and each look makes an object. */
export const surveyOf = once((requests: readonly Observation<'request'>[]): Survey => {
  const nodes = new Set<string>();
  const services = new Set<string>();
  const realServers = new Set<string>();
  let early = 0;
  let nameless = 0;
  const { length } = requests;
  for (let place = 0; place < length; place += 1) {
    const one = requests[place];
    if (one === undefined) break;
    const { outcome, service, realServer, lateMs, latencyMs } = one.value;
    nodes.add(one.node);
    services.add(service);
    if (realServer !== null) realServers.add(realServer);
    else if (outcome === 'ok') nameless += 1;
    if (lateMs < 0 || latencyMs < lateMs) early += 1;
  }
  return { nodes, services, realServers, early, nameless };
});
