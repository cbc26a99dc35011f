import { type Draining, drainingOf, predictedEnd } from '../measure/draining.ts';
import type { FaultFacts, Recording, Retirement } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { concerning } from './concerning.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count, inMs } from './words.ts';

/**
 * Taking a real server out of service: it gets no new connections once the table shows it, nobody else's requests are
 * lost, and its established connections end as the kernel's settings say (harness/measure/draining.ts).
 */
export const check: Check = {
  name: 'draining',
  summary:
    'A real server that is drained or removed gets no new connections, and its established ones end as predicted.',
  concerns: ({ faults }) => faults.some(({ retirement }) => retirement !== undefined),
  judge: (input) =>
    judgeByFault(
      concerning(input, ({ retirement }) => retirement !== undefined),
      {
        check: 'draining',
        unit: 'requests',
        find: (judged) => find(input.recording, judged),
        passHeadline: (_, judged) => passHeadline(input.recording, judged),
      },
    ),
};

const none = { low: 0, high: 0 };

function find(recording: Recording, judged: JudgedTrial): Finding {
  const { run, facts, trial } = judged;
  const { target } = trial;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const retirement = kindOf(facts);
  const draining = drainingOf(recording, trial, retirement);
  if (draining === null) {
    return { verdict: 'unknown', text: 'nobody read the IPVS table of the director that held the VIP' };
  }
  const { director, unchanged, strays, lost, askedAfter, bound, caught } = draining;
  const [still] = unchanged;
  const state = retirement === 'drain' ? 'with its weight' : 'in it';
  if (still !== undefined) {
    const text = `the table of ${director} still had ${target} ${state} on ${still} when healing began`;
    const finding: Finding = { verdict: 'fail', text: `the reload changed nothing: ${text}` };
    return unlessMachineStalled(finding, recording, trial.effective?.earliestMs ?? 0, trial.healStartedAtMs ?? 0);
  }
  const numbers = { value: strays.length + lost.length, predicted: none, limit: none, bound: 0 };
  const [stray] = strays;
  if (stray !== undefined) {
    const shownMs = draining.shown.find(({ service }) => service === stray.value.service)?.atMs ?? stray.at;
    const text = `${target} answered ${strays.length} of ${count(askedAfter, 'new connection')} after it was ${doneWords(retirement)}`;
    return { verdict: 'fail', text: `${text}, the first ${inMs(stray.at - shownMs)} later`, ...numbers };
  }
  const [loss] = lost;
  if (loss !== undefined) {
    const text = `${count(lost.length, 'request')} lost (first: ${loss.value.outcome}) while ${target} was ${doneWords(retirement)}`;
    const told = caught === 0 ? text : `${text}, besides ${caught} under way to it`;
    const [firstMs, lastMs] = [loss.at, lost.at(-1)?.at ?? loss.at];
    const finding: Finding = { verdict: 'fail', text: told, ...numbers };
    return unlessMachineStalled(finding, recording, firstMs, lastMs + run.probe.deadlineMs);
  }
  if (bound.gone > 0) {
    const text = `${bound.gone} of ${count(bound.clients, 'persistent client')} of ${target} went elsewhere`;
    return { verdict: 'fail', text: `${text}, though expire_quiescent_template is 0`, ...numbers };
  }
  const wrong = endedOtherwise(draining, predictedEnd(retirement, run));
  if (wrong !== null)
    return { verdict: 'fail', text: `${wrong} when ${target} was ${doneWords(retirement)}`, ...numbers };
  const unproven = doubtAbout(judged, draining);
  if (unproven !== null) return { verdict: 'unknown', text: unproven, ...numbers };
  return { verdict: 'pass', text: 'as predicted', ...numbers };
}

/** What would have to be in the recording for the absence of trouble to mean something. */
function doubtAbout(
  { run, trial }: JudgedTrial,
  { answeredBefore, askedAfter, established, silenceWouldShow }: Draining,
): string | null {
  if (answeredBefore === 0) return `${trial.target} had answered no request before, so that it got none proves nothing`;
  if (askedAfter === 0) return 'no request was answered after the table had changed';
  const { alive, open, reset, timeout } = established;
  const wanted = run.probe.connections > 0 || (run.probe.cohorts ?? []).length > 0;
  if (wanted && alive + open + reset + timeout === 0) {
    return `no connection was established to ${trial.target}, so what becomes of those was not seen`;
  }
  if (wanted && alive + reset + timeout === 0 && !silenceWouldShow) {
    return `the ${count(open, 'connection')} to ${trial.target} had not been watched for long enough to tell whether packets still pass`;
  }
  return null;
}

/** Null when nothing that is known of the established connections contradicts the prediction. */
function endedOtherwise(
  { established, silenceWouldShow }: Draining,
  predicted: 'alive' | 'timeout' | 'reset',
): string | null {
  const { alive, open, reset, timeout } = established;
  const wrong = {
    alive: reset + timeout,
    timeout: alive + reset + (silenceWouldShow ? open : 0),
    reset: alive + open + timeout,
  }[predicted];
  if (wrong === 0) return null;
  const words = { alive: 'live on', timeout: 'hang without an answer', reset: 'get a reset' }[predicted];
  const fates = [`${alive + open} alive`, `${reset} reset`, `${timeout} without an answer`].join(', ');
  const all = alive + open + reset + timeout;
  return `${wrong} of ${count(all, 'established connection')} did not ${words}, as predicted (${fates}),`;
}

function passHeadline(recording: Recording, judged: JudgedTrial[]): string {
  const seen = judged.flatMap(({ facts, trial }) => {
    const draining = drainingOf(recording, trial, kindOf(facts));
    return draining === null ? [] : [{ ...draining, retirement: kindOf(facts) }];
  });
  const retirement = seen[0]?.retirement ?? 'drain';
  const total = (of: (one: Draining) => number) => seen.reduce((sum, one) => sum + of(one), 0);
  const bound = total((one) => one.bound.clients);
  const caught = total((one) => one.caught);
  const targets = [...new Set(judged.map(({ trial }) => trial.target))].join(', ');
  const stayed = bound === 0 ? '' : ` besides its ${bound} persistent clients, which it keeps`;
  const lost = caught === 0 ? 'no request was lost' : `${count(caught, 'request')} under way to it lost`;
  const fate = fateWords(seen, predictedEnd(retirement, recording.run));
  return (
    `${targets} got none of ${count(
      total((one) => one.askedAfter),
      'new connection',
    )} once ${doneWords(retirement)}${stayed}; ` + `${lost}; ${fate}; ${count(judged.length, 'trial')}.`
  );
}

function fateWords(seen: readonly Draining[], predicted: 'alive' | 'timeout' | 'reset'): string {
  const total = (of: (one: Draining['established']) => number) =>
    seen.reduce((sum, { established }) => sum + of(established), 0);
  const all = total(({ alive, open, reset, timeout }) => alive + open + reset + timeout);
  if (all === 0) return 'no connections were held open';
  const connections = count(all, 'established connection');
  if (predicted === 'alive') return `${all} of ${connections} lived on`;
  if (predicted === 'reset') return `${all} of ${connections} reset, as expire_nodest_conn has it`;
  const hung = total(({ timeout }) => timeout);
  const rest = hung < all ? ', the others for too short a time to tell' : '';
  return `${hung} of ${connections} hung without an answer${rest} (expire_nodest_conn is 0)`;
}

function kindOf(facts: FaultFacts): Retirement {
  return facts.retirement ?? 'drain';
}

function doneWords(retirement: Retirement): string {
  return retirement === 'drain' ? 'drained' : 'removed';
}
