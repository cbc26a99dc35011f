import { syntheticRecording } from '../measure/synthetic-run.ts';
import { openRecorder, saveRun } from '../store/recorder.ts';
import { createRunFolder, type RunFolder } from '../store/run-folder.ts';
import { allObservations } from '../store/stored-run.ts';

/** What is to be made up. */
export interface LargeRunOptions {
  seed: number;
  /** Of each of the four faults of the suite `failover`. */
  trialsPerFault: number;
  /** Between requests, ms. */
  intervalMs: number;
  /** Those of the suite whose run it pretends to be. */
  checks: string[];
}

/** So many lines wait for the disk at most. */
const linesAtATime = 20_000;

/**
 * Writes a made-up run of the suite `failover` below `out`, the same for the same seed: what a run records with four faults
 * on a director pair, instants to a microsecond, requests in the order in which they ended.
 */
export async function storeLargeRun(
  out: string,
  { seed, trialsPerFault, intervalMs, checks }: LargeRunOptions,
): Promise<{ folder: RunFolder; observations: number; trials: number }> {
  const recording = syntheticRecording({ seed, trialsPerFault, probe: { intervalMs }, run: { checks } });
  const folder = await createRunFolder(out, recording.run.suite, new Date(recording.run.startedAt));
  const recorder = await openRecorder(folder);
  const all = allObservations(recording);
  for (const [index, observation] of all.entries()) {
    recorder.record(toMicroseconds(observation));
    if (index % linesAtATime === 0) await recorder.flush();
  }
  await recorder.close();
  await saveRun(folder, recording.run);
  return { folder, observations: all.length, trials: recording.run.trials.length };
}

/** As the agent writes numbers: a run on disk is half as large for it. */
function toMicroseconds<T>(value: T): T {
  if (typeof value === 'number') return (Math.round(value * 1000) / 1000) as T;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toMicroseconds(one)])) as T;
}
