import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import type { KernelMs, Observation, Recording, TrialMeasurement, TrialRecord } from '../model.ts';
import { smallest } from '../stats/extremes.ts';
import { inOrder } from '../stats/in-order.ts';
import type { Interval } from '../stats/intervals.ts';
import { once } from '../stats/once.ts';
import { masterBefore } from './routers.ts';
import { factsOf } from './vrrp-faults.ts';

/** What the wire and the directors show of a takeover. */
export type Takeover = Pick<
  TrialMeasurement,
  'successor' | 'lastAdvertOldMs' | 'firstAdvertNewMs' | 'detectionMs' | 'phaseMs' | 'firstGarpMs' | 'vipAddedMs'
>;

/** Adverts of the run's own virtual router, in the order of their capture. */
export const advertsInOrder = once((recording: Recording): readonly Observation<'advert'>[] => {
  const { virtualRouterId } = recording.run.topology.vrrp;
  return inOrder(recording.series('advert')).filter((one) => one.value.virtualRouterId === virtualRouterId);
});

/**
 * Who took over in the window of a fault, and when. The old master is the director that sent adverts when the fault took
 * effect, whoever that is aimed at. Its last advert is the one that started the successor's timer, whatever its priority:
 * silence counts from an ordinary one, a graceful stop from that of priority 0, and where the old master lives on unheard
 * from the last one before that. The phase is told by the last ordinary one, which need not be the same.
 */
export function takeoverIn(recording: Recording, trial: TrialRecord, window: Interval): Takeover {
  const { topology } = recording.run;
  const adverts = advertsInOrder(recording);
  const old =
    masterBefore(recording, window.fromMs) ?? topology.directors.find((director) => director.name === trial.target);
  const others = topology.directors.filter((one) => one.name !== old?.name);
  const firstNew = adverts.find(
    (one) =>
      isInside(one.at, window) && one.value.priority > 0 && others.some((other) => other.address === one.value.source),
  );
  const successor = others.find((one) => one.address === firstNew?.value.source);

  // A capture that had already stopped must not pass for a master that had.
  const heardSinceMs = window.fromMs - 2 * usedAdvertIntervalMs(topology.vrrp);
  const effectiveAtLatestMs = trial.effective?.latestMs ?? window.fromMs;
  const heardUntilMs =
    factsOf(recording.run, trial)?.hearing !== undefined ? effectiveAtLatestMs : (firstNew?.at ?? window.toMs);
  const ofOld = adverts.filter((one) => one.value.source === old?.address && one.at >= heardSinceMs);
  const lastOld = ofOld.findLast((one) => one.at <= heardUntilMs);
  const lastOrdinary = ofOld.findLast((one) => one.value.priority > 0 && one.at <= effectiveAtLatestMs);

  const vips = topology.virtualServices.map((service) => service.vip);
  const firstGarp = recording
    .series('garp')
    .filter((one) => isInside(one.at, window) && one.value.mac === firstNew?.value.sourceMac)
    .filter((one) => vips.includes(one.value.address));
  const added = recording
    .series('vip-holder')
    .filter((one) => isInside(one.at, window) && one.node === successor?.name && one.value.held);
  return {
    successor: successor?.name ?? null,
    lastAdvertOldMs: lastOld?.at ?? null,
    firstAdvertNewMs: firstNew?.at ?? null,
    detectionMs: firstNew && lastOld ? firstNew.at - lastOld.at : null,
    phaseMs: lastOrdinary ? window.fromMs - lastOrdinary.at : null,
    firstGarpMs: earliest(firstGarp),
    vipAddedMs: earliest(added),
  };
}

function isInside(at: KernelMs, window: Interval): boolean {
  return at >= window.fromMs && at < window.toMs;
}

function earliest(observations: readonly { at: KernelMs }[]): KernelMs | null {
  return observations.length === 0 ? null : smallest(observations.map((one) => one.at));
}
