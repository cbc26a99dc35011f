import type { RequestOutcome } from '../harness/model.ts';
import { grouped } from './grouped.ts';
import {
  fold,
  fromTicks,
  packLatencies,
  packTimes,
  toTicks,
  unfold,
  unpackLatencies,
  unpackTimes,
} from './pack-numbers.ts';
import type { RequestPoint, Timeline } from './timeline-nouns.ts';

/**
 * A timeline as small as JSON may be: instants to 0.1 ms, latencies to half a percent, points of one kind together.
 * -1 stands for a director or a real server that the topology does not know.
 */
export interface PackedTimeline {
  trial: Timeline['trial'];
  subtitle: string;
  origin: string;
  /** From, to. */
  span: [number, number];
  fault: [number, number] | null;
  healing: [number, number] | null;
  marks: [letter: string, at: number, what: string][];
  holdings: [director: number, from: number, to: number][];
  adverts: [director: number, priority: number, times: number[]][];
  garps: [director: number, times: number[]][];
  requests: [
    kind: RequestPoint['kind'],
    outcome: RequestOutcome,
    realServer: number,
    times: number[],
    latencies: number[],
  ][];
  answers: { stepS: number; byServer: number[][]; late: number[]; lost: number[] };
  weights: {
    rows: string[];
    bars: [row: number, director: number, service: number, weight: number, from: number, to: number][];
  };
  totals: Timeline['totals'];
}

/** Packs a timeline whose requests are in the order of their instants. Latencies of lost requests are left out: they are in no lane. */
export function packTimeline(timeline: Timeline, subtitle: string): PackedTimeline {
  const { trial, origin, fromS, toS, faultS, healingS, marks, answers, weights, totals } = timeline;
  const span = (one: { from: number; to: number } | null): [number, number] | null =>
    one === null ? null : [toTicks(one.from), toTicks(one.to)];
  const times = (events: readonly { atS: number }[]) =>
    packTimes(
      events.map((one) => one.atS),
      fromS,
    );
  const adverts = grouped(timeline.adverts, ({ director, priority }) => `${director} ${priority}`);
  const garps = grouped(timeline.garps, ({ director }) => director);
  const requests = grouped(timeline.requests, (one) => `${one.kind} ${one.outcome} ${one.realServer}`);
  return {
    ...{ trial, subtitle, origin },
    span: [toTicks(fromS), toTicks(toS)],
    fault: span(faultS),
    healing: span(healingS),
    marks: marks.map(({ letter, atS, what }) => [letter, toTicks(atS), what]),
    holdings: timeline.holdings.map((one) => [one.director, toTicks(one.fromS), toTicks(one.toS)]),
    adverts: adverts.map((group) => [group[0].director ?? -1, group[0].priority, times(group)]),
    garps: garps.map((group) => [group[0].director ?? -1, times(group)]),
    requests: requests.map((group) => {
      const { kind, outcome, realServer } = group[0];
      const latencies = kind === 'lost' ? [] : packLatencies(group.map((one) => one.latencyMs));
      return [kind, outcome, realServer ?? -1, times(group), latencies];
    }),
    answers: {
      stepS: answers.stepS,
      byServer: answers.byServer.map(fold),
      late: fold(answers.late),
      lost: fold(answers.lost),
    },
    weights: {
      rows: weights.rows,
      bars: weights.bars.map((bar) => [
        bar.row,
        bar.director,
        bar.service,
        bar.weight,
        toTicks(bar.fromS),
        toTicks(bar.toS),
      ]),
    },
    totals,
  };
}

/** The timeline that was packed, requests, adverts and GARPs in the order of their instants. */
export function unpackTimeline(packed: PackedTimeline): Timeline {
  const [fromS, toS] = packed.span.map(fromTicks) as [number, number];
  const span = (one: [number, number] | null) =>
    one === null ? null : { from: fromTicks(one[0]), to: fromTicks(one[1]) };
  const known = (index: number) => (index < 0 ? null : index);
  const byTime = <E extends { atS: number }>(events: E[]) => events.sort((a, b) => a.atS - b.atS);
  return {
    trial: packed.trial,
    origin: packed.origin,
    ...{ fromS, toS },
    faultS: span(packed.fault),
    healingS: span(packed.healing),
    marks: packed.marks.map(([letter, at, what]) => ({ letter, atS: fromTicks(at), what })),
    holdings: packed.holdings.map(([director, from, to]) => ({ director, fromS: fromTicks(from), toS: fromTicks(to) })),
    adverts: byTime(
      packed.adverts.flatMap(([director, priority, times]) =>
        unpackTimes(times, fromS).map((atS) => ({ director: known(director), priority, atS })),
      ),
    ),
    garps: byTime(
      packed.garps.flatMap(([director, times]) =>
        unpackTimes(times, fromS).map((atS) => ({ director: known(director), atS })),
      ),
    ),
    requests: byTime(
      packed.requests.flatMap(([kind, outcome, server, times, latencies]) => {
        const latenciesMs = unpackLatencies(latencies);
        const realServer = known(server);
        return unpackTimes(times, fromS).map((atS, index) => ({
          ...{ kind, outcome, realServer, atS },
          latencyMs: latenciesMs[index] ?? 0,
        }));
      }),
    ),
    answers: {
      stepS: packed.answers.stepS,
      byServer: packed.answers.byServer.map(unfold),
      late: unfold(packed.answers.late),
      lost: unfold(packed.answers.lost),
    },
    weights: {
      rows: packed.weights.rows,
      bars: packed.weights.bars.map(([row, director, service, weight, from, to]) => ({
        ...{ row, director, service, weight },
        fromS: fromTicks(from),
        toS: fromTicks(to),
      })),
    },
    totals: packed.totals,
  };
}
