import type { Measured, Run } from '../model.ts';
import { measured } from '../stats/quantiles.ts';
import { evidenceOf } from './link-evidence.ts';
import type { LinkLoad } from './link-model.ts';
import { type LoadKind, trialsOfKind } from './loads.ts';
import type { ShapedLoad } from './shaped-load.ts';

/** One load through limited links over its trials: medians with the smallest and the largest. */
export interface ShapedSummary {
  kind: LoadKind;
  /** Trials of it, and how many of them are evidence of what links carry. */
  trials: number;
  evidence: number;
  /** Of the trials that are evidence; of all that were measured where none is. */
  requestsPerSecond: Measured;
  predictedPerSecond: Measured;
  /** Of the link that is predicted to be full first. */
  utilisation: Measured;
  /** Bytes and packets of one request on the client's link. */
  cost: { requestBytes: Measured; answerBytes: Measured; requestPackets: Measured };
  /** The links that are predicted to be full first, in the first of these trials. */
  bottleneck: LinkLoad[];
  uses: LinkUseSummary[];
}

/** One direction of the links at a place: bytes of one request, predicted and counted there, and how much of the rate was used. */
export interface LinkUseSummary extends Pick<LinkLoad, 'place' | 'direction'> {
  predictedBytes: Measured;
  countedBytes: Measured;
  utilisation: Measured;
}

/** Null where no trial gave numbers. */
export function shapedSummaryOf(run: Run, kind: LoadKind): ShapedSummary | null {
  const all = trialsOfKind(run, kind).map((trial) => evidenceOf(run, trial));
  const good = all.flatMap(({ load, doubt }) => (load !== null && doubt === null ? [load] : []));
  const loads = good.length > 0 ? good : all.flatMap(({ load }) => load ?? []);
  const [first] = loads;
  if (first === undefined) return null;
  const over = (of: (load: ShapedLoad) => number): Measured =>
    measured(loads.map(of)) ?? { median: of(first), min: of(first), max: of(first), trials: 1 };
  return {
    kind,
    trials: all.length,
    evidence: good.length,
    requestsPerSecond: over((load) => load.requestsPerSecond),
    predictedPerSecond: over((load) => load.predicted.requestsPerSecond),
    utilisation: over((load) => load.utilisation),
    cost: {
      requestBytes: over(({ cost }) => cost.requestBytes),
      answerBytes: over(({ cost }) => cost.answerBytes),
      requestPackets: over(({ cost }) => cost.requestPackets),
    },
    bottleneck: first.predicted.links,
    uses: first.uses.map(({ place, direction }, index) => ({
      place,
      direction,
      predictedBytes: over(({ uses }) => uses[index]?.bytesPerRequest ?? 0),
      countedBytes: over(({ uses }) => uses[index]?.countedBytesPerRequest ?? 0),
      utilisation: over(({ uses }) => uses[index]?.utilisation ?? 0),
    })),
  };
}
