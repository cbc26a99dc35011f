import type { FaultFacts, KernelMs, Recording, Run, TrialRecord } from '../model.ts';
import { struckAtMs, trialEndMs } from './instants.ts';
import { expiresWithoutDestination } from './ipvs-sysctls.ts';
import { advertsInOrder } from './takeover.ts';
import { leavesMasterAlive } from './vrrp-faults.ts';

/** Whether a fault makes another director the master, as far as its facts say. */
export function changesDirector(facts: FaultFacts): boolean {
  return facts.aim === 'master' && facts.detection !== 'none';
}

/** Whether there is an old master that could come back. */
export function takesMasterAway(facts: FaultFacts): boolean {
  return changesDirector(facts) && !leavesMasterAlive(facts);
}

/** First advert as MASTER of the trial's target after healing began; null when it sent none, or none was recorded. */
export function switchBackMs(recording: Recording, trial: TrialRecord): KernelMs | null {
  const { healStartedAtMs, target } = trial;
  const address = recording.run.topology.directors.find((one) => one.name === target)?.address;
  if (healStartedAtMs === null || address === undefined) return null;
  const endMs = trialEndMs(recording, trial);
  const back = advertsInOrder(recording).find(
    ({ at, value }) => at >= healStartedAtMs && at <= endMs && value.source === address && value.priority > 0,
  );
  return back?.at ?? null;
}

/** Whether the fault destroyed the target's network namespace, and with it all that its kernel knew. */
export function diedIn(recording: Recording, trial: TrialRecord): boolean {
  const fromMs = struckAtMs(trial);
  const toMs = trial.healStartedAtMs;
  if (fromMs === null || toMs === null) return false;
  return recording
    .series('node-state')
    .some(({ at, node, value }) => node === trial.target && value.state === 'dead' && at >= fromMs && at < toMs);
}

/**
 * Whether the target comes back with an empty connection table. A destroyed network namespace leaves nothing. keepalived
 * that stops of its own will removes the virtual services, but their connections stay and go on when the services are
 * added again (the destinations wait in `dest_trash`: MEASURING finding 4, and 4.3: 20 of 20), unless
 * `expire_nodest_conn` flushes them at once (`ip_vs_expire_nodest_conn_flush`, since Linux 5.9).
 */
export function comesBackEmpty(recording: Recording, facts: FaultFacts, trial: TrialRecord): boolean {
  return diedIn(recording, trial) || removesServices(facts, recording.run);
}

function removesServices(facts: FaultFacts, run: Pick<Run, 'sysctls'>): boolean {
  return facts.detection === 'graceful' && expiresWithoutDestination(run);
}
