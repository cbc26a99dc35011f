import { trialDoubt } from '../measure/trial-doubt.ts';
import type { FaultFacts, Judgement, Range, Run, TrialMeasurement, TrialRecord, Verdict } from '../model.ts';
import { hull } from '../stats/hull.ts';
import { measured } from '../stats/quantiles.ts';
import type { JudgeInput } from './check.ts';
import { verdictOf } from './verdict.ts';
import { count } from './words.ts';

/** A trial together with what was measured of it. */
export interface JudgedTrial {
  run: Run;
  facts: FaultFacts;
  trial: TrialRecord;
  measurement: TrialMeasurement;
}

/** What one trial says on a question. */
export interface Finding {
  verdict: Verdict;
  /** A sentence without its subject's number: "director-2 took over after 4.149 s, 3.648 s predicted". */
  text: string;
  /** Contributes to the spread that is told; left out where nothing was measured. */
  value?: number | null;
  predicted?: Range | null;
  limit?: Range | null;
  bound?: number | null;
  /** With `unknown`: the harness is why the trial says nothing, not the cluster, and the other trials may speak for it. */
  leftOut?: boolean;
}

/**
 * Share of a fault's trials that may be left out: one of five. A machine that stalls now and then loses a trial, one that
 * stalls more often proves nothing.
 */
export const leftOutShareLimit = 0.2;

/** How the findings on one subject become one judgement. */
export interface FaultQuestion<J extends JudgedTrial = JudgedTrial> {
  check: string;
  unit: string;
  find(judged: J): Finding;
  /** The headline when all trials passed. */
  passHeadline(judgement: Omit<Judgement, 'headline'>, judged: J[]): string;
}

/** One judgement for each fault of the run, by `judgeTrials`. */
export function judgeByFault(input: JudgeInput, question: FaultQuestion): Judgement[] {
  return input.recording.run.faults.map((facts) => judgeTrials(facts.name, trialsOf(input, facts), question));
}

/** The trials of a fault, each with what was measured of it. */
export function trialsOf({ recording: { run }, measurements }: JudgeInput, facts: FaultFacts): JudgedTrial[] {
  return run.trials.flatMap((trial) => {
    const measurement = measurements.find((one) => one.index === trial.index);
    return trial.fault === facts.name && measurement !== undefined ? [{ run, facts, trial, measurement }] : [];
  });
}

/**
 * One judgement of one subject: the worst of its trials decides, and the headline tells that one. Trials that are left
 * out do not decide as long as they are few. A subject without trials is unknown.
 */
export function judgeTrials<J extends JudgedTrial>(
  subject: string,
  judged: readonly J[],
  question: FaultQuestion<J>,
): Judgement {
  const findings = judged.map((one) => ({ judged: one, index: one.trial.index, ...question.find(one) }));
  return judgeFindings({ check: question.check, subject, unit: question.unit }, findings, (judgement, kept) =>
    question.passHeadline(
      judgement,
      kept.map((one) => one.judged),
    ),
  );
}

/** A finding with the number of the trial that it is about. */
export type TrialFinding = Finding & { index: number };

/** The same of findings, whatever their trials were trials of. `passHeadline` gets those that decided. */
export function judgeFindings<F extends TrialFinding>(
  about: Pick<Judgement, 'check' | 'subject' | 'unit'>,
  all: readonly F[],
  passHeadline: (judgement: Omit<Judgement, 'headline'>, kept: F[]) => string,
): Judgement {
  const leftOut = all.filter((one) => one.leftOut === true);
  const few = leftOut.length <= leftOutShareLimit * all.length;
  const findings = few ? all.filter((one) => one.leftOut !== true) : [...all];
  const verdict = verdictOf(findings);
  const judgement = {
    ...about,
    verdict,
    measured: measured(present(findings.map((one) => one.value))),
    predicted: hull(present(findings.map((one) => one.predicted))),
    bound: highest(present(findings.map((one) => one.bound))),
    limit: hull(present(findings.map((one) => one.limit))),
  };
  const headline =
    verdict === 'pass'
      ? `${passHeadline(judgement, findings)}${aside(leftOut, all.length)}`
      : worstOf(findings, verdict);
  return { ...judgement, headline };
}

/** Why a trial says nothing of its fault; null when it does. */
export function doubtOf({ run, trial }: JudgedTrial): string | null {
  return trialDoubt(run, trial);
}

function aside(leftOut: readonly TrialFinding[], trials: number): string {
  const [first] = leftOut;
  if (first === undefined) return '';
  return ` Left out, ${leftOut.length} of ${count(trials, 'trial')}: trial ${first.index}, ${first.text}.`;
}

function worstOf(findings: readonly TrialFinding[], verdict: Verdict): string {
  const concerned = findings.filter((one) => one.verdict === verdict);
  const [first] = concerned;
  if (first === undefined) return 'No trial of it was run.';
  const such = verdict === 'fail' ? 'failed' : concerned.length === 1 ? 'proves nothing' : 'prove nothing';
  const tally = findings.length === 1 ? '' : ` ${concerned.length} of ${count(findings.length, 'trial')} ${such}.`;
  return `Trial ${first.index}: ${first.text}.${tally}`;
}

function highest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

function present<T>(values: readonly (T | null | undefined)[]): T[] {
  return values.filter((value) => value !== null && value !== undefined);
}
