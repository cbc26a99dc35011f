import { holdings } from '../measure/holders.ts';
import { trialEndMs } from '../measure/instants.ts';
import { advertsOfRouters, masterBefore } from '../measure/routers.ts';
import { faultWindow } from '../measure/trial.ts';
import type { Recording } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
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
  const heard = advertsOfRouters(recording).filter(({ at }) => isInside(at, whole));
  if (!heard.some(({ value }) => value.source === master.address))
    return { verdict: 'unknown', text: `no advert of ${master.name} was recorded after the fault` };
  const changes = [...advertChanges(recording, whole, master.address), ...moves(recording, whole)].sort(
    (a, b) => a.at - b.at,
  );
  const [first] = changes;
  const numbers = { value: changes.length, predicted: none, limit: none };
  if (first === undefined) return { verdict: 'pass', text: `${master.name} stayed MASTER`, ...numbers };
  const when = `${inSeconds(first.at - window.fromMs)} after the fault`;
  return { verdict: 'fail', text: `${first.text} ${when}, while nothing should have changed`, ...numbers };
}

interface Change {
  at: number;
  text: string;
}

/** The first advert of each other director, and every advert of priority 0. */
function advertChanges(recording: Recording, window: Interval, masterAddress: string): Change[] {
  const adverts = advertsOfRouters(recording).filter(({ at }) => isInside(at, window));
  return recording.run.topology.directors.flatMap(({ name, address }) => {
    const own = adverts.filter(({ value }) => value.source === address);
    const left = own.filter(({ value }) => value.priority === 0);
    const first = address === masterAddress ? undefined : own.find(({ value }) => value.priority > 0);
    return [
      ...left.map(({ at }) => ({ at, text: `${name} said that it leaves (advert of priority 0)` })),
      ...(first === undefined ? [] : [{ at: first.at, text: `${name} sent adverts as MASTER` }]),
    ];
  });
}

function moves(recording: Recording, window: Interval): Change[] {
  return holdings(recording).flatMap(({ director, address, fromMs, toMs }) => [
    ...(isInside(fromMs, window) ? [{ at: fromMs, text: `${director} got the VIP ${address}` }] : []),
    ...(isInside(toMs, window) ? [{ at: toMs, text: `${director} lost the VIP ${address}` }] : []),
  ]);
}

function isInside(at: number, window: Interval): boolean {
  return at >= window.fromMs && at < window.toMs;
}
