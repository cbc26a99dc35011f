import { serversOf, untouchedServices } from '../ipvs/services.ts';
import type { Balancing } from '../measure/balance.ts';
import type { Run, Topology, Traffic, VirtualService } from '../model.ts';
import type { Finding } from './by-fault.ts';
import { judgeByService } from './by-service.ts';
import type { Check } from './check.ts';
import {
  asByTurns,
  type Finder,
  keptConnections,
  lateServer,
  losesProportion,
  oneServer,
  refusesZero,
} from './scheduler-findings.ts';
import { sum } from './share-words.ts';

/**
 * What schedulers do that their names and weights do not say, each shown by the numbers of the run or contradicted by them:
 * sed and nq send what comes one at a time to one real server, short connections make of lc and wlc a round robin, a real
 * server that answers late is spared by those that count connections alone, sh does not keep to large weights and refuses
 * the clients of a weight 0, and kept connections leave a scheduler next to nothing to decide.
 */
export const check: Check = {
  name: 'balance-findings',
  summary: 'What an operator should know of schedulers is seen in this run as predicted.',
  concerns,
  judge: ({ recording }) => judgeByService(recording, { check: 'balance-findings', unit: '%', ofEvery: false, find }),
};

/** What there is to find of a scheduler with these weights under a traffic; null: nothing that is not plain. */
function finderFor({ scheduler }: VirtualService, weights: readonly number[], traffic: Traffic): Finder | null {
  if (weights.filter((weight) => weight > 0).length < 2) return null;
  if (traffic === 'keep-alive') return keptConnections;
  if (traffic === 'slow-server' && isOneOf(scheduler, ['rr', 'wrr', 'lc', 'wlc', 'sed', 'nq'])) return lateServer;
  if (traffic === 'sequential' && isOneOf(scheduler, ['sed', 'nq'])) return oneServer;
  if (isOneOf(traffic, ['sequential', 'concurrent']) && isOneOf(scheduler, ['lc', 'wlc'])) return asByTurns;
  if (scheduler !== 'sh') return null;
  if (weights.includes(0)) return refusesZero;
  return sum(weights) > fittingWeights ? losesProportion : null;
}

/** The 256 slots of sh go round so many weights often enough to keep about to their proportion (MEASURING 4.1). */
const fittingWeights = 25;

function concerns({ balanceTrials, topology }: Run): boolean {
  if (balanceTrials === undefined) return false;
  const traffics = new Set(balanceTrials.map(({ balance }) => balance.traffic));
  const anything = untouchedServices(topology).some((service) => {
    const weights = serversOf(service, topology).map(({ weight }) => weight);
    return [...traffics].some((traffic) => finderFor(service, weights, traffic) !== null);
  });
  return anything || traffics.size === 0;
}

function find(balancing: Balancing, topology: Topology): Finding | null {
  const { service, trial, servers } = balancing;
  const weights = servers.map(({ weight }) => weight);
  return finderFor(service, weights, trial.balance.traffic)?.(balancing, topology) ?? null;
}

function isOneOf<T extends string>(one: T, of: readonly T[]): boolean {
  return of.includes(one);
}
