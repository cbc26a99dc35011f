import type { FaultFacts, Observation, Recording, SizedRequestValue, Topology, TrialRecord } from '../model.ts';
import { blankRun, handMade, syntheticTopology } from './synthetic-run.ts';

/** A fault that keeps from clients what the path takes, as `drop-path-mtu-icmp` does. For tests. */
export const icmpDropped: FaultFacts = {
  name: 'drop-path-mtu-icmp',
  summary: 'ICMP is dropped.',
  colour: '#8a6d9b',
  aim: 'client',
  hidesPathMtu: true,
  detection: 'none',
  dataPath: 'none',
  reversion: 'reassert',
};

/** The made-up cluster with a tunnel to every real server. For tests. */
export const tunnelled: Topology = syntheticTopology({
  virtualServices: syntheticTopology().virtualServices.map((service) => ({ ...service, forwardingMethod: 'TUN' })),
});

const trial: TrialRecord = {
  index: 1,
  fault: icmpDropped.name,
  target: 'client-1',
  phase: 0.5,
  steadyAtMs: 1000,
  injectDueMs: 2000,
  effective: { earliestMs: 2000, latestMs: 2001 },
  confirmation: { confirmed: true, evidence: 'the kernel lists the filter' },
  healStartedAtMs: 8000,
  healedAtMs: 8010,
  restored: { earliestMs: 8000, latestMs: 8001 },
  endedAtMs: 12_000,
};

/** One request of the sweep. */
export type Swept = Pick<SizedRequestValue, 'stage' | 'direction' | 'bytes'>;

/** Sizes from 1300 to 1520 B in steps, in all stages and both directions. */
export function swept(
  outcomeOf: (one: Swept) => SizedRequestValue['outcome'],
  {
    topology = tunnelled,
    stepBytes = 1,
    toBytes = 1520,
  }: { topology?: Topology; stepBytes?: number; toBytes?: number } = {},
  changes: Partial<TrialRecord> = {},
): Recording {
  const { vip, port } = topology.virtualServices[0] ?? {};
  const all: Observation<'sized-request'>[] = [];
  for (const stage of ['before', 'under', 'after'] as const) {
    for (const direction of ['request', 'response'] as const) {
      for (let bytes = 1300; bytes <= toBytes; bytes += stepBytes) {
        const one = { stage, direction, bytes };
        const outcome = outcomeOf(one);
        const realServer = outcome === 'ok' ? 'real-server-1' : null;
        const value = {
          ...one,
          trial: 1,
          service: `${vip}:${port}`,
          outcome,
          latencyMs: outcome === 'ok' ? 12 : 1500,
          realServer,
        };
        all.push({ series: 'sized-request', at: 1500, node: 'client-1', value });
      }
    }
  }
  return handMade(blankRun({ topology, faults: [icmpDropped], trials: [{ ...trial, ...changes }] }), all);
}

/** Requests from that size on stall while the client hears no ICMP. */
export const stallsFrom =
  (first: number) =>
  ({ stage, direction, bytes }: Swept) =>
    stage === 'under' && direction === 'request' && bytes >= first ? 'response-timeout' : 'ok';
