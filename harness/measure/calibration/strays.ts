import type { Observation, Recording, SeriesName, TrialRecord } from '../../model.ts';
import { isImpaired } from '../../stats/outage-window.ts';
import { measureRun } from '../trial.ts';
import { type OutageError, outageErrors } from './outage-errors.ts';

/** What would have been measured of an outage, had nothing else been late meanwhile. */
export interface WithoutStrays {
  /** Requests of the trial that were answered, late, and that no outage can have made late. */
  strays: number;
  /** Null where there is nothing to say of it. */
  error: OutageError | null;
}

/**
 * The trial's outage without the answers that were late for another reason: an outage of known length makes none late that
 * was sent after its end, nor one that came before its end, and of those before it only the ones under way. On a machine
 * that is busy with other things there are some, and to the time-stamp based method the last of them ends the outage.
 */
export function withoutStrays(recording: Recording, trial: TrialRecord): WithoutStrays {
  const { run } = recording;
  const { effective, ended } = trial;
  if (effective === null) return { strays: 0, error: null };
  const fromMs = effective.earliestMs - run.probe.delayThresholdMs;
  const toMs = ended?.latestMs ?? effective.earliestMs;
  // Where none was made, none was under way.
  const none = ended === undefined;
  const [beginsMs, endsMs] = [trial.steadyAtMs ?? fromMs, trial.healStartedAtMs ?? Number.POSITIVE_INFINITY];
  const isStray = ({ at, value }: Observation<'request'>) => {
    if (at < beginsMs || at >= endsMs || value.outcome !== 'ok' || !isImpaired(value, run.probe)) return false;
    const sentMs = at + value.lateMs;
    const cameMs = at + value.latencyMs;
    return none || sentMs < fromMs || sentMs > toMs || cameMs < ended.earliestMs;
  };
  const requests = [...recording.series('request')];
  const onTime = requests.map((one) =>
    isStray(one) ? { ...one, value: { ...one.value, latencyMs: one.value.lateMs } } : one,
  );
  const alone: Recording = {
    run: { ...run, trials: [trial] },
    series: <S extends SeriesName>(name: S) =>
      (name as SeriesName) === 'request' ? (onTime as unknown as readonly Observation<S>[]) : recording.series(name),
  };
  const [error = null] = outageErrors(alone, measureRun(alone));
  return { strays: requests.filter(isStray).length, error };
}
