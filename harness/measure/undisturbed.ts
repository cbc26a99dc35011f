import type { Recording, TrialRecord } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';

/**
 * The times in which no fault was in place or being recovered from: before the first, between the end of one trial and the
 * next fault, and after the last. A trial that did not settle leaves none behind it until the next one was proven steady.
 * The ends are open (infinite) where the recording begins and ends.
 */
export function undisturbedTimes({ run: { trials } }: Recording): Interval[] {
  const times: Interval[] = [];
  let fromMs: number | null = Number.NEGATIVE_INFINITY;
  for (const trial of trials) {
    const injectedMs = faultAtMs(trial);
    fromMs ??= trial.steadyAtMs;
    if (injectedMs === null) continue;
    if (fromMs !== null && fromMs < injectedMs) times.push({ fromMs, toMs: injectedMs });
    fromMs = trial.endedAtMs;
  }
  if (fromMs !== null) times.push({ fromMs, toMs: Number.POSITIVE_INFINITY });
  return times;
}

function faultAtMs({ effective, injectDueMs }: TrialRecord): number | null {
  return effective?.earliestMs ?? injectDueMs;
}
