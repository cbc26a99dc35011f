import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import type { KernelMs, Recording, TrialMeasurement, TrialRecord } from '../model.ts';
import { isImpaired, requestsDecidedIn } from '../stats/outage-window.ts';
import { trialEndMs, undisturbedUntilMs } from './instants.ts';
import { masterships } from './masters.ts';
import { partedMs } from './parted-vips.ts';
import { untouchedIntervals } from './predictions.ts';
import { hiccupShare } from './request-share.ts';

/** A director that speaks up as MASTER for less than this has been sent back at once, ms. */
const leastMastershipMs = 500;

/**
 * From the earliest instant at which the target can have come back to life to its first advert of being MASTER again, ms;
 * null when it was not seen to become it, or only until the other one, which goes before it, spoke.
 */
export function reversionDelayMs(recording: Recording, trial: TrialRecord): TrialMeasurement['reversionDelayMs'] {
  const { healStartedAtMs, restored, target } = trial;
  if (healStartedAtMs === null || restored === null) return null;
  const leastMs = Math.min(leastMastershipMs, usedAdvertIntervalMs(recording.run.topology.vrrp) / 2);
  const untilMs = undisturbedUntilMs(recording, trial);
  const back = masterships(recording).find(
    ({ router, fromMs, toMs }) =>
      router.name === target && fromMs >= healStartedAtMs && fromMs <= untilMs && toMs - fromMs >= leastMs,
  );
  return back === undefined ? null : back.fromMs - restored.earliestMs;
}

/** What clients felt of the switch back itself. */
export interface SwitchToll {
  requests: number;
  impaired: number;
  lost: number;
  /**
   * So many may be impaired: those under way at the switch, and the engine's hiccups; with a sync group also those that were
   * sent while its VIPs were on different directors. No other is predicted to be.
   */
  allowed: number;
}

/** The switch is looked at from so long before the first advert of the returned director, ms: before that a node starts. */
const switchLeadMs = 1000;

/** Requests around the switch back, to the end of the trial; those before it meet a machine that starts a container. */
export function switchTollIn(recording: Recording, trial: TrialRecord, switchMs: KernelMs): SwitchToll {
  const { probe } = recording.run;
  const window = {
    fromMs: Math.max(switchMs - switchLeadMs, trial.healStartedAtMs ?? Number.NEGATIVE_INFINITY),
    toMs: trialEndMs(recording, trial),
  };
  const requests = requestsDecidedIn(recording.series('request'), window, probe);
  const impaired = requests.filter(({ value }) => isImpaired(value, probe));
  return {
    requests: requests.length,
    impaired: impaired.length,
    lost: impaired.filter(({ value }) => value.outcome !== 'ok').length,
    allowed:
      untouchedIntervals +
      Math.floor(hiccupShare * requests.length) +
      Math.ceil(partedMs(recording, window) / probe.intervalMs),
  };
}
