import { trialEndMs } from '../measure/instants.ts';
import { roleChanges } from '../measure/role-changes.ts';
import { advertsOfRouters, masterBefore } from '../measure/routers.ts';
import { faultWindow } from '../measure/trial.ts';
import type { Recording } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { count, inSeconds } from './words.ts';

/**
 * For what must not touch the roles of the directors, such as a reload: from the fault to the end of the trial, healing
 * included, nobody but the master advertises, it never says that it leaves, and the VIP stays where it is.
 */
export const check: Check = {
  name: 'no-role-change',
  summary: 'The master stays MASTER, says so all the time, and keeps the VIP.',
  judge: (input) =>
    judgeByFault(input, {
      check: 'no-role-change',
      unit: 'changes',
      find: (judged) => find(input.recording, judged),
      passHeadline: (_, judged) => `No role changed and the VIP did not move, ${count(judged.length, 'trial')}.`,
    }),
};

const none = { low: 0, high: 0 };

function find(recording: Recording, judged: JudgedTrial): Finding {
  const { trial } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const window = faultWindow(trial);
  const master = window === null ? null : masterBefore(recording, window.fromMs);
  if (window === null || master === null)
    return { verdict: 'unknown', text: 'no advert of a master was recorded before the fault' };
  if (recording.series('vip-holder').length === 0)
    return { verdict: 'unknown', text: 'nobody watched who holds the VIP' };

  const whole = { fromMs: window.fromMs, toMs: Math.max(window.toMs, trialEndMs(recording, trial)) };
  const heard = advertsOfRouters(recording).filter(({ at }) => at >= whole.fromMs && at < whole.toMs);
  if (!heard.some(({ value }) => value.source === master.address))
    return { verdict: 'unknown', text: `no advert of ${master.name} was recorded after the fault` };
  const changes = roleChanges(recording, whole, master.address);
  const [first] = changes;
  const numbers = { value: changes.length, predicted: none, limit: none };
  if (first === undefined) return { verdict: 'pass', text: `${master.name} stayed MASTER`, ...numbers };
  const when = `${inSeconds(first.at - window.fromMs)} after the fault`;
  return { verdict: 'fail', text: `${first.text} ${when}, while nothing should have changed`, ...numbers };
}
