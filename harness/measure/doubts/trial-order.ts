import type { KernelMs, Recording, Run, TrialRecord } from '../../model.ts';
import { isClosed, isServed } from '../run-stage.ts';

/** What run.json says of its trials: all that were planned, one after the other, each from its beginning to its end. */
export function trialOrder({ run }: Recording): string[] {
  const trials = [...run.trials, ...(run.balanceTrials ?? []), ...(run.loadTrials ?? [])];
  return [
    ...numbering(trials),
    ...tally(run, trials.length),
    // One that never settled says so by its missing end, and the checks say what they make of it.
    ...run.trials.flatMap(({ index, error, endedAtMs }) =>
      error === undefined || endedAtMs === null ? [] : [`trial ${index} could not be completed: ${error}`],
    ),
    ...run.trials.flatMap(beyondConfirmation),
    ...sequence(run),
  ];
}

function numbering(trials: readonly { index: number }[]): string[] {
  const first = trials[0]?.index ?? 0;
  const wrong = trials.find(({ index }, place) => index !== first + place);
  return wrong === undefined ? [] : [`trial ${wrong.index} is not where its number says`];
}

function tally(run: Run, trials: number): string[] {
  if (!isClosed(run) || !isServed(run) || trials === run.plannedTrials) return [];
  return [`${trials} trials are recorded, ${run.plannedTrials} were planned`];
}

function beyondConfirmation({ index, confirmation, effective, steadyAtMs }: TrialRecord): string[] {
  if (confirmation?.confirmed !== true) return [];
  if (effective === null) return [`the fault of trial ${index} was confirmed, and nobody knows when it struck`];
  return steadyAtMs === null ? [`the fault of trial ${index} struck a cluster that was never steady`] : [];
}

/** Instants go up, from one to the next of a trial and from one trial to the next. */
function sequence(run: Run): string[] {
  const steps = [
    ...run.trials.flatMap(instantsOf),
    ...(run.balanceTrials ?? []).flatMap(({ index, startedAtMs, endedAtMs }) => [
      { what: `the beginning of trial ${index}`, atMs: startedAtMs },
      { what: `the end of trial ${index}`, atMs: endedAtMs },
    ]),
  ].flatMap(({ what, atMs }) => (atMs === null ? [] : [{ what, atMs }]));
  const wrong = steps.findIndex(({ atMs }, place) => atMs < (steps[place - 1]?.atMs ?? atMs));
  const [before, after] = [steps[wrong - 1], steps[wrong]];
  return before === undefined || after === undefined ? [] : [`${after.what} lies before ${before.what}`];
}

function instantsOf(trial: TrialRecord): { what: string; atMs: KernelMs | null }[] {
  const { index, steadyAtMs, effective, ended, healStartedAtMs, healedAtMs, endedAtMs } = trial;
  return [
    { what: `the steady state before trial ${index}`, atMs: steadyAtMs },
    { what: `the fault of trial ${index}`, atMs: effective?.earliestMs ?? null },
    // One that lasted no time may have ended before it is known to have struck.
    {
      what: `the fault of trial ${index} at the latest`,
      atMs: ended === undefined ? (effective?.latestMs ?? null) : null,
    },
    { what: `the end of the fault of trial ${index}`, atMs: ended?.earliestMs ?? null },
    { what: `the end of the fault of trial ${index} at the latest`, atMs: ended?.latestMs ?? null },
    { what: `healing in trial ${index}`, atMs: healStartedAtMs },
    { what: `what was healed in trial ${index}`, atMs: healedAtMs },
    { what: `the end of trial ${index}`, atMs: endedAtMs },
  ];
}
