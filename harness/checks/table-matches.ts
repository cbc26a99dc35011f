import { diedRunning, lastSeenMs, observedUntilMs } from '../measure/instants.ts';
import { compareTables, type TableMismatch } from '../measure/table-state.ts';
import type { Judgement, Recording, Topology } from '../model.ts';
import { type Finding, type JudgedTrial, judgeTrials, trialsOf } from './by-fault.ts';
import type { Check } from './check.ts';
import { list, serversWords } from './failure-words.ts';
import { count } from './words.ts';

/** After every trial the kernel of the master balances over what the configuration says, and nothing else. */
export const check: Check = {
  name: 'table-matches',
  summary: "At the end of each trial the master's IPVS table is the configured one.",
  judge: (input) => {
    const { recording } = input;
    const { faults, trials } = recording.run;
    if (trials.length === 0) return [judgeRunWithoutTrials(recording)];
    return faults.map((facts) =>
      judgeTrials(facts.name, trialsOf(input, facts), {
        check: 'table-matches',
        unit: 'wrong entries',
        find: (judged) => find(judged, recording),
        passHeadline: (_, judged) => {
          const { virtualServices, realServers } = recording.run.topology;
          const what = `${count(realServers.length, 'real server')} with their weights in ${count(virtualServices.length, 'virtual service')}`;
          return `The master's table was as configured after each of ${count(judged.length, 'trial')}: ${what}, nothing else.`;
        },
      }),
    );
  },
};

/**
 * Also a trial that never settled has an end, when the table should have come right; only one that was interrupted was
 * given no time to.
 */
function find({ run, trial }: JudgedTrial, recording: Recording): Finding {
  if (run.status === 'interrupted' && trial.endedAtMs === null) {
    return { verdict: 'unknown', text: 'the user interrupted it' };
  }
  if (diedRunning(recording) && trial.endedAtMs === null)
    return { verdict: 'unknown', text: 'nothing says until when it was given time to settle' };
  const endMs = trial.endedAtMs ?? observedUntilMs(recording, trial);
  const compared = compare(recording, endMs);
  const because = trial.error === undefined ? '' : ` (${trial.error})`;
  if (compared.verdict === 'pass' && trial.endedAtMs === null) {
    return {
      ...compared,
      verdict: 'unknown',
      text: `the table was as configured, but the trial did not settle${because}`,
    };
  }
  return compared;
}

/** A cluster that never got as far as a trial: its table may be why, if it was given the time to come right. */
function judgeRunWithoutTrials(recording: Recording): Judgement {
  const lastMs = lastSeenMs(recording, ['destination']);
  const found: Finding =
    diedRunning(recording) || recording.run.status === 'interrupted'
      ? { verdict: 'unknown', text: 'the run did not come to its end' }
      : lastMs === Number.NEGATIVE_INFINITY
        ? { verdict: 'unknown', text: 'no table was read' }
        : compare(recording, lastMs);
  return {
    check: 'table-matches',
    subject: 'run',
    verdict: found.verdict === 'fail' ? 'fail' : 'unknown',
    headline: `No trial was run; ${found.text}.`,
    unit: 'wrong entries',
    measured: null,
    predicted: null,
    bound: null,
    limit: null,
  };
}

function compare(recording: Recording, atMs: number): Finding {
  const { directors, mismatches } = compareTables(recording, atMs);
  const exact = { predicted: { low: 0, high: 0 }, limit: { low: 0, high: 0 } };
  if (directors.length === 0) return { verdict: 'unknown', text: 'nobody held a VIP whose table was read' };
  const [first] = mismatches;
  if (first === undefined) {
    return { verdict: 'pass', text: `the table of ${list(directors)} is as configured`, value: 0, bound: 0, ...exact };
  }
  const wrong = mismatches.reduce(
    (sum, one) => sum + one.missing.length + one.extra.length + one.wrongWeight.length,
    0,
  );
  const more = mismatches.length === 1 ? '' : `; ${count(mismatches.length - 1, 'further service')} wrong`;
  const text = `${mismatchWords(recording.run.topology, first)}${more}`;
  return { verdict: 'fail', text, value: wrong, bound: 0, ...exact };
}

function mismatchWords(topology: Topology, mismatch: TableMismatch): string {
  const { director, service, missing, extra, wrongWeight } = mismatch;
  const said = [
    missing.length === 0 ? '' : `lacks ${serversWords(topology, missing)}${checkedElsewhere(mismatch)}`,
    extra.length === 0 ? '' : `has ${list(extra)}, which ${extra.length === 1 ? 'is' : 'are'} not configured`,
    ...wrongWeight.map((one) => `has ${one.realServer} with weight ${one.weight} instead of ${one.configured}`),
  ].filter((text) => text !== '');
  return `${director}'s table of ${service} ${said.join(', ')}`;
}

/** The cause that an operator looks for last. */
function checkedElsewhere({ known }: TableMismatch): string {
  const { healthCheck } = known ?? {};
  if (known === undefined || healthCheck?.port === undefined || healthCheck.port === known.port) return '';
  return ` (its ${healthCheck.type} asks port ${healthCheck.port}, the service is on port ${known.port})`;
}
