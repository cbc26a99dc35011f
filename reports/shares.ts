import type { Recording } from '../harness/model.ts';
import { trialNumber } from './format.ts';

/** How often each real server answered, in the order of the topology. */
export interface Shares {
  /** `run`, or the trial's number. */
  label: string;
  answers: number[];
}

/** Answers per real server: first of the whole run, then of each trial from steady to its end. */
export function sharesOf(recording: Recording): Shares[] {
  const { topology, trials } = recording.run;
  const indexOf = new Map(topology.realServers.map((one, index) => [one.name, index]));
  const whole = topology.realServers.map(() => 0);
  const spans = trials.map((trial) => ({
    label: trialNumber(trial),
    fromMs: trial.steadyAtMs ?? trial.injectDueMs ?? Number.POSITIVE_INFINITY,
    toMs: trial.endedAtMs ?? trial.healedAtMs ?? trial.healStartedAtMs ?? Number.NEGATIVE_INFINITY,
    answers: topology.realServers.map(() => 0),
  }));
  for (const { at, value } of recording.series('request')) {
    const index = value.realServer === null ? undefined : indexOf.get(value.realServer);
    if (index === undefined) continue;
    whole[index] = (whole[index] ?? 0) + 1;
    for (const span of spans)
      if (at >= span.fromMs && at <= span.toMs) span.answers[index] = (span.answers[index] ?? 0) + 1;
  }
  return [{ label: 'run', answers: whole }, ...spans.map(({ label, answers }) => ({ label, answers }))];
}
