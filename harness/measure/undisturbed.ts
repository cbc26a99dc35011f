import type { Recording } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import { diedRunning, struckAtMs } from './instants.ts';

/**
 * The times in which no fault was in place or being recovered from: before the first, between the end of one trial and the
 * next fault, and after the last. A trial that did not settle leaves none behind it until the next one was proven steady.
 * The ends are open (infinite) where the recording begins and ends. A harness that died may have been in a trial that
 * nobody wrote down, so that nothing is known of the time after the last one that it saved.
 */
export function undisturbedTimes(recording: Recording): Interval[] {
  const { trials } = recording.run;
  const times: Interval[] = [];
  let fromMs: number | null = Number.NEGATIVE_INFINITY;
  for (const trial of trials) {
    const injectedMs = struckAtMs(trial);
    fromMs ??= trial.steadyAtMs;
    if (injectedMs === null) continue;
    if (fromMs !== null && fromMs < injectedMs) times.push({ fromMs, toMs: injectedMs });
    fromMs = trial.endedAtMs;
  }
  if (fromMs !== null && !diedRunning(recording)) times.push({ fromMs, toMs: Number.POSITIVE_INFINITY });
  return times;
}
