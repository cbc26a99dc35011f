import { measureRun } from '../measure/trial.ts';
import type { Judgement, Recording } from '../model.ts';
import type { Check } from './check.ts';

/** Test support: what a check says of a recording, by subject. */
export function judged(check: Check, recording: Recording): { [subject: string]: Judgement } {
  const judgements = check.judge({ recording, measurements: measureRun(recording) });
  return Object.fromEntries(judgements.map((one) => [one.subject, one]));
}

/** Test support: the verdicts alone, by subject. */
export function verdicts(check: Check, recording: Recording): { [subject: string]: string } {
  return Object.fromEntries(Object.entries(judged(check, recording)).map(([subject, one]) => [subject, one.verdict]));
}
