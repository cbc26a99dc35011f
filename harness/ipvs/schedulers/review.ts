import { DrillError } from '../../errors.ts';
import type { ListedServer } from '../../model.ts';
import { follow, history } from './history.ts';
import { possibleByCounts, possibleByLocality } from './possible.ts';
import { seenCounts, type Uncertainty } from './seen-counts.ts';
import {
  type ImpossibleDecision,
  inactiveTimeoutMs,
  type ObservedConnection,
  type Past,
  type Review,
  type ScheduledService,
} from './service.ts';
import { simulate } from './simulate.ts';

/**
 * Holds each decision against all that its scheduler can have seen, given the real servers of the connections before:
 * what was under way at the same time may have begun and ended in any order. Of `rr` and `wrr`, whose counts go by the
 * order of SYNs, each connection may have had any of the places in their sequence that it can have come in. Throws a
 * `DrillError` for a persistent service.
 */
export function review(
  service: ScheduledService,
  list: readonly ListedServer[],
  connections: readonly ObservedConnection[],
  { uncertaintyMs, inactiveMs = inactiveTimeoutMs }: Pick<Uncertainty, 'uncertaintyMs'> & Partial<Uncertainty>,
  past: Past = {},
): Review {
  if (typeof service.persistencePrefixLength === 'number')
    throw new DrillError('The decisions of a persistent service are not its scheduler’s alone.');
  const inOrder = [...connections].sort((a, b) => a.beginMs - b.beginMs);
  const possible = possibilities(service, list, inOrder, { uncertaintyMs, inactiveMs }, past);
  const names = list.map(({ realServer }) => realServer);
  const bounds = Object.fromEntries(names.map((name) => [name, { low: 0, high: 0 }]));
  const refused = { low: 0, high: 0 };
  const impossible: ImpossibleDecision[] = [];
  let decided = 0;
  let decisions = 0;
  inOrder.forEach((one, connection) => {
    const outcomes = possible(one);
    for (const outcome of outcomes) {
      const bound = outcome === null ? refused : bounds[outcome];
      if (bound === undefined) continue;
      bound.high += 1;
      if (outcomes.length === 1) bound.low += 1;
    }
    if (one.realServer === 'unknown') return;
    decisions += 1;
    if (outcomes.length === 1) decided += 1;
    if (!outcomes.includes(one.realServer))
      impossible.push({ connection, realServer: one.realServer, possible: outcomes });
  });
  return { decisions, impossible, decided, bounds, refused };
}

type Possibilities = (decision: ObservedConnection) => (string | null)[];

function possibilities(
  service: ScheduledService,
  list: readonly ListedServer[],
  inOrder: readonly ObservedConnection[],
  uncertainty: Uncertainty,
  past: Past,
): Possibilities {
  const { scheduler } = service;
  switch (scheduler) {
    case 'rr':
    case 'wrr':
      return bySequence(service, list, inOrder, uncertainty.uncertaintyMs, past);
    case 'dh':
    case 'sh':
    case 'mh': {
      const { next } = simulate(service, list, past);
      return (decision) => [next(decision)];
    }
    case 'lc':
    case 'wlc':
    case 'sed':
    case 'nq':
    case 'fo':
    case 'ovf': {
      const counts = seenCounts(list, inOrder, uncertainty);
      return (decision) => possibleByCounts(scheduler, counts(decision));
    }
    case 'lblc':
    case 'lblcr': {
      const counts = seenCounts(list, inOrder, uncertainty);
      const had = history(scheduler, list, inOrder, uncertainty.uncertaintyMs, past);
      return (decision) => possibleByLocality(scheduler, counts(decision), had(decision));
    }
    case 'twos': {
      const open = list.filter(({ weight }) => weight > 0).map(({ realServer }) => realServer);
      return () => (open.length === 0 ? [null] : open);
    }
  }
}

function bySequence(
  service: ScheduledService,
  list: readonly ListedServer[],
  inOrder: readonly ObservedConnection[],
  uncertaintyMs: number,
  past: Past,
): Possibilities {
  const { next } = simulate(service, list, past);
  const sequence = inOrder.map(next);
  const neighbours = follow(inOrder, uncertaintyMs);
  let unseen = 0;
  return (decision) => {
    const { passed, before, until } = neighbours(decision);
    // Of the places before this one, those that are surely taken; whose fate was not seen may have taken none.
    unseen += passed.filter(({ realServer }) => realServer === 'unknown').length;
    return [...new Set(sequence.slice(before - unseen, until))];
  };
}
