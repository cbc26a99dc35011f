import type { Recording, RequestOutcome, SizedRequestValue, TrialRecord, TrialStage } from '../model.ts';

/** What became of the requests of one sweep in one direction. */
export interface SizeSweepResult {
  /** `vip:port` */
  service: string;
  tried: number;
  smallestBytes: number;
  largestBytes: number;
  /** The smallest that was never answered although the connection had been made; null: there is none. */
  firstStalledBytes: number | null;
  /** The shortest time after which one was given up, ms; null: none was. */
  givenUpAfterMs: number | null;
  /** The largest below it that was answered: from here up to it, nothing was tried. Null: nothing was. */
  lastAnsweredBytes: number | null;
  /** Answered although a smaller one stalled. */
  answeredAbove: number[];
  /** Neither answered nor stalled. */
  otherwise: { bytes: number; outcome: RequestOutcome }[];
}

/** A connection that was made, and a request on it that was not answered. */
const stalled: RequestOutcome = 'response-timeout';

/** One sweep of a trial; null when none of that stage and direction was recorded. */
export function sizeSweepOf(
  recording: Recording,
  trial: TrialRecord,
  stage: TrialStage,
  direction: SizedRequestValue['direction'],
): SizeSweepResult | null {
  const sent = recording
    .series('sized-request')
    .map(({ value }) => value)
    .filter((one) => one.trial === trial.index && one.stage === stage && one.direction === direction)
    .sort((a, b) => a.bytes - b.bytes);
  const [smallest] = sent;
  const largest = sent.at(-1);
  if (smallest === undefined || largest === undefined) return null;
  const unanswered = sent.filter(({ outcome }) => outcome === stalled);
  const firstStalledBytes = unanswered[0]?.bytes ?? null;
  const answered = sent.filter(({ outcome }) => outcome === 'ok').map(({ bytes }) => bytes);
  const edge = firstStalledBytes ?? Number.POSITIVE_INFINITY;
  return {
    service: smallest.service,
    tried: sent.length,
    smallestBytes: smallest.bytes,
    largestBytes: largest.bytes,
    firstStalledBytes,
    givenUpAfterMs: unanswered.length === 0 ? null : Math.min(...unanswered.map(({ latencyMs }) => latencyMs)),
    lastAnsweredBytes: answered.filter((bytes) => bytes < edge).at(-1) ?? null,
    answeredAbove: answered.filter((bytes) => bytes > edge),
    otherwise: sent
      .filter(({ outcome }) => outcome !== 'ok' && outcome !== stalled)
      .map(({ bytes, outcome }) => ({ bytes, outcome })),
  };
}

/** By how much the first size that stalls may be smaller than the first that was seen to, bytes: what was not tried. */
export function sweepBoundBytes({ firstStalledBytes, lastAnsweredBytes, smallestBytes }: SizeSweepResult): number {
  if (firstStalledBytes === null) return 0;
  return firstStalledBytes - (lastAnsweredBytes ?? smallestBytes - 1) - 1;
}

/** What did not get through although the client could learn what the path takes; null where all was answered. */
export function uncleanSweep(recording: Recording, trial: TrialRecord, stage: 'before' | 'after'): string | null {
  const requests = sizeSweepOf(recording, trial, stage, 'request');
  if (requests === null) return 'no request of a given size was sent';
  for (const [noun, sweep] of [
    ['request', requests],
    ['answer', sizeSweepOf(recording, trial, stage, 'response')],
  ] as const) {
    if (sweep === null) continue;
    if (sweep.firstStalledBytes !== null) return `${noun}s of ${sweep.firstStalledBytes} B and more stalled`;
    const [odd] = sweep.otherwise;
    if (odd !== undefined) return `a request for the ${noun} of ${odd.bytes} B ended otherwise (${odd.outcome})`;
  }
  return null;
}
