import { masterDownIntervalMs } from '../keepalived/timing.ts';
import { dualHolderMs, holdersAt } from '../measure/holders.ts';
import { diedRunning, lastSeenMs, struckAtMs, trialEndMs } from '../measure/instants.ts';
import { advertisersAt } from '../measure/masters.ts';
import { refusals } from '../measure/refusals.ts';
import type { Judgement, KernelMs, Recording, TrialRecord } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import { measured } from '../stats/quantiles.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check, JudgeInput } from './check.ts';
import { verdictOf } from './verdict.ts';
import { count, inSeconds } from './words.ts';

/**
 * Two directors with the VIP are a split brain. Allowed while a fault lasts (a frozen director cannot give it up), never
 * once the cluster has settled; a trial that did not settle because of it has failed, it is not unknown.
 */
export const check: Check = {
  name: 'single-holder',
  summary: 'Exactly one director holds the VIP whenever the cluster is settled.',
  judge: (input) => [beforeFaults(input), ...afterFaults(input)],
};

const one = { low: 1, high: 1 };

function afterFaults(input: JudgeInput): Judgement[] {
  return judgeByFault(input, {
    check: 'single-holder',
    unit: 'holders',
    find: (judged) => afterFault(input.recording, judged),
    passHeadline: (_, judged) => {
      const dualMs = Math.max(0, ...judged.map(({ measurement }) => measurement.dualHolderMs));
      const meanwhile = dualMs > 0 ? `; while the fault lasted two held it for up to ${inSeconds(dualMs)}` : '';
      return `Exactly one director held the VIP once settled${meanwhile}, ${count(judged.length, 'trial')}.`;
    },
  });
}

function afterFault(recording: Recording, judged: JudgedTrial): Finding {
  const { trial, run, measurement } = judged;
  if (trial.healStartedAtMs === null) return { verdict: 'unknown', text: doubtOf(judged) ?? 'it was not healed' };
  if (trial.endedAtMs !== null) {
    const { healStartedAtMs: fromMs } = trial;
    return settled(recording, measurement.settledHolders, fromMs, [trial.endedAtMs], 'after healing');
  }
  if (run.status === 'interrupted' || diedRunning(recording))
    return { verdict: 'unknown', text: 'the run was interrupted before it settled' };
  const fromMs = trial.healedAtMs ?? trial.healStartedAtMs;
  return unsettled(recording, { fromMs, toMs: trialEndMs(recording, trial) }, trial);
}

/** The steady state before each fault, and the end of a run that never got to one. */
function beforeFaults({ recording }: JudgeInput): Judgement {
  const { trials, status } = recording.run;
  const findings = trials.map((trial, index): Finding => {
    const injectedMs = struckAtMs(trial);
    if (trial.steadyAtMs !== null) {
      const fromMs = trials[index - 1]?.healStartedAtMs ?? Number.NEGATIVE_INFINITY;
      const instants = [trial.steadyAtMs, ...(injectedMs === null ? [] : [injectedMs])];
      return settled(recording, holdersAt(recording, trial.steadyAtMs), fromMs, instants, 'before the fault');
    }
    if (status === 'interrupted' || diedRunning(recording))
      return { verdict: 'unknown', text: 'the run was interrupted' };
    const previous = trials[index - 1];
    const fromMs = previous?.endedAtMs ?? previous?.healedAtMs ?? Number.NEGATIVE_INFINITY;
    return unsettled(recording, { fromMs, toMs: trialEndMs(recording, trial) }, trial);
  });
  if (trials.length === 0) {
    const always = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };
    findings.push(unsettled(recording, always, null));
  }
  const verdict = verdictOf(findings);
  const index = findings.findIndex((finding) => finding.verdict === verdict);
  const where = trials.length === 0 ? 'No trial was run' : `Before trial ${trials[index]?.index}`;
  return {
    check: 'single-holder',
    subject: 'run',
    verdict,
    headline:
      verdict === 'pass'
        ? `Exactly one director held the VIP before each fault, ${count(trials.length, 'trial')}.`
        : `${where}: ${findings[index]?.text}.`,
    unit: 'holders',
    measured: measured(findings.flatMap(({ value }) => value ?? [])),
    predicted: one,
    bound: 0,
    limit: one,
  };
}

/** One holder when the cluster was said to be settled, and no two streams of adverts at any of the instants. */
function settled(
  recording: Recording,
  holders: string[] | null,
  fromMs: KernelMs,
  instants: KernelMs[],
  when: string,
): Finding {
  const because = causes(recording, { fromMs, toMs: Math.max(...instants) });
  const finding = byHolders(holders, when, because);
  const masters = instants.map((at) => advertisersAt(recording, at)).find((names) => names.length > 1);
  if (finding.verdict === 'fail' || masters === undefined) return finding;
  return {
    ...finding,
    verdict: 'fail',
    text: `${masters.join(' and ')} both sent adverts as MASTER ${when}${because}`,
  };
}

/** Where a settled state never came: is a split brain the reason? Anything else leaves the question open. */
function unsettled(recording: Recording, segment: Interval, trial: TrialRecord | null): Finding {
  const { directors, vrrp } = recording.run.topology;
  const endMs = Math.min(segment.toMs, lastSeenMs(recording, ['vip-holder', 'advert', 'node-state']));
  const when = 'and the cluster never settled';
  const holders = holdersAt(recording, endMs);
  const why = causes(recording, { fromMs: segment.fromMs, toMs: endMs });
  if (holders !== null && holders.length > 1) return byHolders(holders, when, why);
  const masters = advertisersAt(recording, endMs);
  if (masters.length > 1)
    return { verdict: 'fail', text: `${masters.join(' and ')} both sent adverts as MASTER ${when}${why}` };
  // Also when the directors were stopped before the recording ended. No hand-over takes longer than this.
  const handOverMs = Math.max(0, ...directors.map(({ priority }) => masterDownIntervalMs(vrrp, priority)));
  const dualMs = dualHolderMs(recording, { fromMs: segment.fromMs, toMs: endMs });
  if (dualMs > handOverMs + vrrp.advertIntervalMs) {
    return { verdict: 'fail', text: `two directors held the VIP for ${inSeconds(dualMs)} ${when}${why}` };
  }
  const because = trial?.error === undefined ? '' : `: ${trial.error}`;
  return { verdict: 'unknown', text: `the cluster was never seen settled${because}` };
}

/** Why there are two, where keepalived says so; with its colon. */
function causes(recording: Recording, window: Interval): string {
  const why = refusals(recording, [window]);
  return why.length === 0 ? '' : `: ${why.join('; ')}`;
}

function byHolders(holders: string[] | null, when: string, because: string): Finding {
  if (holders === null) return { verdict: 'unknown', text: 'nobody watched who holds the VIP' };
  const numbers = { value: holders.length, predicted: one, limit: one, bound: 0 };
  if (holders.length === 1) return { verdict: 'pass', text: `${holders[0]} held the VIP`, ...numbers };
  const who = holders.length === 0 ? 'no director held' : `${holders.join(' and ')} both held`;
  const text = `${who} the VIP ${when}${holders.length === 0 ? '' : because}`;
  return { verdict: 'fail', text, ...numbers };
}
