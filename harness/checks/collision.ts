import {
  type ForeignRouter,
  foreignRouters,
  predictCollision,
  takesForeignVips,
  timeFrom,
  unheldMs,
  versionNumber,
} from '../measure/foreign-masters.ts';
import { dualMasterMs } from '../measure/masters.ts';
import { captureBoundMs, earlyToleranceMs, lateToleranceMs } from '../measure/predictions.ts';
import { masterBefore } from '../measure/routers.ts';
import type { Range, Recording, Run, TrialRecord } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import type { Finding } from './by-fault.ts';
import { inSeconds, rangeInSeconds } from './words.ts';

/**
 * What another cluster with the same virtual router id did to this one, against what its priorities, passwords and the
 * version of keepalived predict (MEASURING 2.3f): the time with two MASTERs, and without a holder of the VIP.
 */
export function collisionFinding(recording: Recording, trial: TrialRecord, window: Interval): Finding {
  const { run } = recording;
  const master = masterBefore(recording, window.fromMs);
  if (master === null || trial.effective === null)
    return { verdict: 'unknown', text: 'no advert of a master was recorded before the fault' };
  const prediction = predictCollision(run, master, trial.effective);
  const withoutHolderMs = unheldMs(recording, window);
  if (prediction === null)
    return { verdict: 'unknown', text: `nothing is known of keepalived ${run.versions.keepalived} and foreign VIPs` };
  if (withoutHolderMs === null) return { verdict: 'unknown', text: 'nobody watched who holds the VIP' };

  const { kind, stranger, firstAdvert } = prediction;
  const routers = foreignRouters(recording, window);
  const value = dualMasterMs(recording, window, 'all');
  const foreign =
    stranger === null ? 'no other cluster has this virtual router id' : clash(run, routers, stranger.address);
  if (firstAdvert !== null && window.toMs <= firstAdvert.latestMs)
    return { verdict: 'unknown', text: `${foreign}; healing began before it could take over`, value };

  const advertising: Range = firstAdvert === null ? { low: 0, high: 0 } : timeFrom(firstAdvert, window);
  const predicted = kind === 'side-by-side' ? advertising : { low: 0, high: 0 };
  const limit = {
    low: Math.max(0, predicted.low - lateToleranceMs),
    high: predicted.high + (kind === 'side-by-side' ? earlyToleranceMs : lateToleranceMs),
  };
  const lost: Range = kind === 'takes-over' ? advertising : { low: 0, high: 0 };
  const text =
    `${foreign}; ${expectation(run, kind)}; two MASTERs for ${inSeconds(value)} (${rangeInSeconds(predicted)} predicted), ` +
    `nobody held the VIP for ${inSeconds(withoutHolderMs)} (${rangeInSeconds(lost)} predicted)`;
  const asPredicted =
    value >= limit.low &&
    value <= limit.high &&
    withoutHolderMs >= lost.low - lateToleranceMs &&
    withoutHolderMs <= lost.high + lateToleranceMs;
  return { verdict: asPredicted ? 'pass' : 'fail', text, value, predicted, limit, bound: captureBoundMs };
}

/**
 * When another cluster's MASTER spoke up first, from its start on, against its own timer; that none did where it should
 * stay BACKUP.
 */
export function intrusionFinding(recording: Recording, trial: TrialRecord, window: Interval): Finding {
  const { run } = recording;
  const master = masterBefore(recording, window.fromMs);
  const prediction =
    master === null || trial.effective === null ? null : predictCollision(run, master, trial.effective);
  if (prediction === null) return { verdict: 'unknown', text: 'there is nothing to predict the other cluster from' };
  const [router] = foreignRouters(recording, window);
  const value = router === undefined ? null : router.firstMs - window.fromMs;
  const { firstAdvert } = prediction;
  if (firstAdvert === null) {
    return router === undefined
      ? { verdict: 'pass', text: 'no other cluster took over' }
      : { verdict: 'fail', text: `${clash(run, [router])} although it should stay BACKUP`, value };
  }
  const predicted = {
    low: firstAdvert.earliestMs - window.fromMs,
    high: firstAdvert.latestMs - window.fromMs,
  };
  const limit = { low: predicted.low - earlyToleranceMs, high: predicted.high + lateToleranceMs };
  const band = `${rangeInSeconds(predicted)} predicted, ${rangeInSeconds(limit)} allowed`;
  if (router === undefined || value === null) {
    const early = window.toMs < window.fromMs + limit.high;
    const text = `no other cluster became MASTER, ${band}`;
    return { verdict: early ? 'unknown' : 'fail', text, predicted, limit };
  }
  const text = `${clash(run, [router])}, ${inSeconds(value)} after it was started, ${band}`;
  return {
    verdict: value >= limit.low && value <= limit.high ? 'pass' : 'fail',
    text,
    value,
    predicted,
    limit,
    bound: captureBoundMs,
  };
}

/** "another cluster advertises virtual router id 51 from 198.18.0.13 (priority 110)", or that it is there and silent. */
export function clash({ topology }: Run, routers: readonly ForeignRouter[], silentAddress?: string): string {
  const id = topology.vrrp.virtualRouterId;
  if (routers.length === 0)
    return `another cluster (${silentAddress ?? 'unknown'}) is configured with virtual router id ${id} and sends no adverts`;
  const from = routers.map(({ address, priority }) => `${address} (priority ${priority})`).join(' and ');
  return `another cluster advertises virtual router id ${id} from ${from}`;
}

function expectation(run: Run, kind: NonNullable<ReturnType<typeof predictCollision>>['kind']): string {
  const keepalived = versionNumber(run.versions.keepalived) ?? run.versions.keepalived;
  switch (kind) {
    case 'apart':
      return 'nothing should happen';
    case 'stands-aside':
      return 'the own master goes before it, and it should stay BACKUP';
    case 'takes-over':
      return `keepalived ${keepalived} takes its adverts for those of its own cluster and should give up the VIP`;
    case 'side-by-side':
      return takesForeignVips(keepalived) === true
        ? 'authentication differs, so both should discard each other’s adverts'
        : `keepalived ${keepalived} should discard adverts with other VIPs`;
  }
}
