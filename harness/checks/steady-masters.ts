import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import { type ForeignRouter, foreignRouters } from '../measure/foreign-masters.ts';
import { dualHolderMs, holdings } from '../measure/holders.ts';
import { lastSeenMs } from '../measure/instants.ts';
import { dualMasterMs, lastingMasterships } from '../measure/masters.ts';
import { captureBoundMs } from '../measure/predictions.ts';
import { refusals } from '../measure/refusals.ts';
import { advertsOfRouters } from '../measure/routers.ts';
import { undisturbedTimes } from '../measure/undisturbed.ts';
import { factsOf } from '../measure/vrrp-faults.ts';
import type { Judgement, Recording } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import { measured } from '../stats/quantiles.ts';
import { clash } from './collision.ts';
import { capital, inSeconds } from './words.ts';

/**
 * Of the check `dual-master`: one MASTER, of the cluster's own, in all the time without a fault. A mistake in the
 * configuration that gives it two is named, as far as the wire and keepalived's log tell.
 */
export function judgeSteadyMasters(recording: Recording): Judgement {
  const { vrrp } = recording.run.topology;
  const times = undisturbedTimes(recording);
  // Of two that discard each other's adverts only one may be heard; that both hold the VIP shows.
  const dualMs = times.reduce((sum, { fromMs, toMs }) => {
    const window = { fromMs, toMs: Math.min(toMs, lastSeenMs(recording, ['advert', 'vip-holder', 'request'])) };
    return sum + Math.max(dualMasterMs(recording, window), dualHolderMs(recording, window));
  }, 0);
  const foreign = strongestOf(timesWithoutStrangers(recording).flatMap((window) => foreignRouters(recording, window)));
  // Two backups that were started together may both speak up, once; then one steps back.
  const limit = { low: 0, high: usedAdvertIntervalMs(vrrp) };
  const judgement = {
    check: 'dual-master',
    subject: 'run',
    unit: 'ms',
    measured: measured([dualMs]),
    predicted: { low: 0, high: 0 },
    bound: captureBoundMs,
    limit,
  };
  const masters = mastersIn(recording, times);
  const heard = advertsOfRouters(recording).some(({ at }) =>
    times.some(({ fromMs, toMs }) => at >= fromMs && at < toMs),
  );
  if (!heard && foreign.length === 0 && dualMs <= limit.high)
    return {
      ...judgement,
      verdict: 'unknown',
      measured: null,
      headline: 'No advert was recorded while no fault was in place.',
    };
  if (dualMs > limit.high) {
    const why = refusals(recording, times);
    const because = why.length === 0 ? '' : `: ${why.join('; ')}`;
    const headline = `${masters.join(' and ')} were MASTER at the same time for ${inSeconds(dualMs)} without any fault${because}.`;
    return { ...judgement, verdict: 'fail', headline };
  }
  if (foreign.length > 0) {
    const told = clash(recording.run, foreign);
    const loss = masters.length === 0 ? ', and no director of this one is MASTER' : '';
    const headline = `${capital(told)}${loss}: give one of them another id.`;
    return { ...judgement, verdict: 'fail', headline };
  }
  return { ...judgement, verdict: 'pass', headline: 'Never two MASTERs while no fault was in place.' };
}

/** All the time in which no fault of ours is what lets another cluster speak: it may wait until our master has died. */
function timesWithoutStrangers(recording: Recording): Interval[] {
  const { run } = recording;
  const trials = run.trials.filter((trial) => factsOf(run, trial)?.foreignCluster === true);
  return undisturbedTimes({ ...recording, run: { ...run, trials } });
}

/** Directors that were MASTER, or held the VIP, in these times. */
function mastersIn(recording: Recording, times: readonly Interval[]): string[] {
  const own = lastingMasterships(recording).filter(({ router }) => router.own);
  const all = [
    ...own.map(({ router, ...interval }) => ({ name: router.name, ...interval })),
    ...holdings(recording).map(({ director, ...interval }) => ({ name: director, ...interval })),
  ];
  const seen = all.filter((one) => times.some(({ fromMs, toMs }) => one.fromMs < toMs && one.toMs > fromMs));
  return [...new Set(seen.map(({ name }) => name))].sort();
}

function strongestOf(routers: readonly ForeignRouter[]): ForeignRouter[] {
  const byAddress = new Map<string, ForeignRouter>();
  for (const router of routers) {
    const known = byAddress.get(router.address);
    if (known === undefined || known.priority < router.priority) byAddress.set(router.address, router);
  }
  return [...byAddress.values()].sort((a, b) => b.priority - a.priority);
}
