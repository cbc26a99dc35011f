import type { ListedServer } from '../../model.ts';
import type { Had } from './possible.ts';
import type { ObservedConnection, Past } from './service.ts';

/** Where a decision stands among the others, by their begin. */
interface Place {
  /** Connections that were surely before it, and not yet surely before the one that was asked for before. */
  passed: readonly ObservedConnection[];
  /** Those, and all before them. */
  near: readonly ObservedConnection[];
  /** How many were surely before it. */
  before: number;
  /** How many can have been before it, itself included. */
  until: number;
}

/** Goes through connections, which must be in the order of their begin and asked for in it. */
export function follow(
  inOrder: readonly ObservedConnection[],
  uncertaintyMs: number,
): (decision: ObservedConnection) => Place {
  let before = 0;
  let until = 0;
  return (decision) => {
    const from = before;
    while (begin(inOrder[before]) + uncertaintyMs < decision.beginMs) before += 1;
    while (begin(inOrder[until]) <= decision.beginMs + uncertaintyMs) until += 1;
    return {
      passed: inOrder.slice(from, before),
      near: inOrder.slice(before, until).filter((one) => one !== decision),
      before,
      until,
    };
  };
}

/** What the VIP of each decision of `lblc` or `lblcr` can have had; decisions in the order of their begin. */
export function history(
  scheduler: 'lblc' | 'lblcr',
  list: readonly ListedServer[],
  inOrder: readonly ObservedConnection[],
  uncertaintyMs: number,
  past: Past,
): (decision: ObservedConnection) => Had {
  const perVip = new Map<string, (decision: ObservedConnection) => Had>();
  return (decision) => {
    const { destination } = decision;
    const known =
      perVip.get(destination) ??
      historyOf(
        scheduler,
        list.map(({ realServer }) => realServer),
        inOrder.filter((one) => one.destination === destination),
        uncertaintyMs,
        (past.earlier ?? []).filter((one) => one.destination === destination).map(({ realServer }) => realServer),
      );
    perVip.set(destination, known);
    return known(decision);
  };
}

function historyOf(
  scheduler: 'lblc' | 'lblcr',
  names: readonly string[],
  inOrder: readonly ObservedConnection[],
  uncertaintyMs: number,
  earlier: readonly string[],
): (decision: ObservedConnection) => Had {
  const place = follow(inOrder, uncertaintyMs);
  const surely = new Set<string>(earlier);
  let certain = true;
  let joinedMs = Number.NEGATIVE_INFINITY;
  const maybe = new Set<string>();
  let last: ObservedConnection[] = [];
  const serversOf = ({ realServer }: ObservedConnection): readonly string[] =>
    realServer === 'unknown' ? names : realServer === null ? [] : [realServer];
  return (decision) => {
    const { passed, near } = place(decision);
    for (const one of passed) {
      if (one.realServer === 'unknown') certain = false;
      else if (one.realServer !== null && !surely.has(one.realServer)) {
        // Two that joined the set at about the same time may have done so in either order.
        if (one.beginMs <= joinedMs + uncertaintyMs) certain = false;
        joinedMs = one.beginMs;
      }
      for (const server of serversOf(one)) (one.realServer === 'unknown' ? maybe : surely).add(server);
      // A connection that was refused, or perhaps was, has left the VIP with what it had.
      if (serversOf(one).length !== 1) last.push(one);
      else last = [...last.filter(({ beginMs }) => beginMs + uncertaintyMs >= one.beginMs), one];
    }
    const perhapsNone = surely.size === 0;
    const inOrder = certain && near.length === 0 ? [...surely].reverse() : null;
    if (scheduler === 'lblcr')
      return { surely, maybe: new Set([...maybe, ...near.flatMap(serversOf)]), perhapsNone, inOrder };
    const recent = last.some(({ realServer }) => realServer !== null && realServer !== 'unknown');
    const had = [...last, ...near].flatMap(serversOf);
    return { surely: new Set(), maybe: new Set(recent ? had : [...had, ...earlier.slice(-1)]), perhapsNone, inOrder };
  };
}

function begin(connection: ObservedConnection | undefined): number {
  return connection?.beginMs ?? Number.POSITIVE_INFINITY;
}
