import { elected, isHigherAddress } from '../keepalived/election.ts';
import { gracefulTakeoverMs, masterDownIntervalMs, preemptionRangeMs, silentTakeoverMs } from '../keepalived/timing.ts';
import type { Director, FaultFacts, Range, Run, Topology } from '../model.ts';
import { hostRemovalMs } from './host-removal.ts';

/** What a prediction knows of one trial besides the run's own data. */
export interface TrialSituation {
  target: Director;
  /** Fault effective minus last advert of the target, ms; null when no advert was seen. */
  phaseMs: number | null;
  /** By how much the instance inside holds a sync group's takeover up (`insideLagMs`), ms; null when that is not known. */
  insideLagMs: number | null;
  /** For how long a director held only one of the VIPs of a sync group (`partedMs`) while the fault lasted, ms. */
  partedMs: number;
  /** Width of the bracket in which the fault took effect, ms. */
  effectiveWidthMs: number;
  /** Width of the bracket in which the target came back to life, ms; null when it never did. */
  restoredWidthMs: number | null;
}

/** Kernel capture timestamps of one packet at two observers differ by less, ms (MEASURING 6, calibration 6). */
export const captureBoundMs = 1;

/** A timer never fires early; 5 ms are left for the clocks of two observers (MEASURING 2.4). */
export const earlyToleranceMs = 5;

/** A busy scheduler lets a timer fire late (MEASURING 2.4). */
export const lateToleranceMs = 100;

/** A keepalived process took 30 ms from its start to its first timer (MEASURING 2.3e), 50 ms on the lab; a laden one longer. */
export const startUpAllowanceMs = 200;

/**
 * Where the data path is said to stay intact, a request under way at the takeover meets a director that does not know
 * its connection, and so may the ones beside it: so many intervals count as nothing.
 */
export const untouchedIntervals = 3;

/** Requests on a kept connection that one on a fresh connection costs: 3,400 against 1,100 a second through DR (LAB.md). */
export const freshConnectionCost = 3;

/** The director that VRRP elects when the target is gone: the highest priority of the others; null without others. */
export function expectedSuccessor(topology: Topology, target: string): Director | null {
  const others = topology.directors.filter((one) => one.name !== target);
  return elected(others) ?? null;
}

/**
 * First advert of the successor minus last advert of the old master, both outside, ms; null where no takeover is expected,
 * or not known when a sync group's other instance heard the old master last.
 */
export function predictDetectionMs(
  topology: Topology,
  facts: FaultFacts,
  { target, insideLagMs }: Pick<TrialSituation, 'target' | 'insideLagMs'>,
): number | null {
  const successor = expectedSuccessor(topology, target.name);
  if (successor === null || facts.detection === 'none' || insideLagMs === null) return null;
  const waitedMs =
    facts.detection === 'graceful'
      ? gracefulTakeoverMs(topology.vrrp, successor.priority)
      : masterDownIntervalMs(topology.vrrp, successor.priority);
  return waitedMs + insideLagMs;
}

/**
 * How long clients are predicted to be impaired, ms; null when the recording does not say enough.
 * Silent: the master-down interval runs from the last advert, so the part before the fault does not hurt
 * (MEASURING 2.3a: outage = M - U + 1..20 ms). Where a real server has died with it, requests are lost until the
 * successor's health checks have taken that out. Graceful: at most the skew time (2.3b) and what it takes to answer those
 * who waited; what the old director does with the packets meanwhile decides whether it is felt at all.
 */
export function predictFailoverMs(
  run: Pick<Run, 'topology' | 'probe' | 'throughput'>,
  facts: FaultFacts,
  situation: TrialSituation,
): Range | null {
  const { insideLagMs, partedMs } = situation;
  if (facts.dataPath === 'none') return { low: 0, high: untouchedIntervals * run.probe.intervalMs + partedMs };
  const successor = expectedSuccessor(run.topology, situation.target.name);
  if (successor === null || facts.detection === 'none' || insideLagMs === null) return null;
  const { vrrp } = run.topology;
  let takeoverMs = gracefulTakeoverMs(vrrp, successor.priority) + insideLagMs;
  if (facts.detection === 'silent') {
    if (situation.phaseMs === null) return null;
    takeoverMs = silentTakeoverMs(vrrp, successor.priority, situation.phaseMs) + insideLagMs;
  }
  if (facts.dataPath === 'impairment')
    return { low: 0, high: takeoverMs + catchUpMs(run, takeoverMs) + lateToleranceMs + partedMs };
  const earliestMs = takeoverMs - situation.effectiveWidthMs - earlyToleranceMs;
  const removal = hostRemovalMs(run, situation.target.name);
  return {
    low: Math.max(0, earliestMs, removal?.low ?? 0),
    high: Math.max(0, takeoverMs, removal?.high ?? 0) + lateToleranceMs + partedMs,
  };
}

/**
 * How long the requests that had to wait for the takeover keep the cluster busy after it, ms, at the speed that
 * autocannon measured in this run; 0 where it did not. New requests go on coming meanwhile, so that only what they leave
 * of that speed clears the queue; nobody waits longer than the prober's deadline.
 */
function catchUpMs({ probe, throughput }: Pick<Run, 'probe' | 'throughput'>, takeoverMs: number): number {
  if (throughput === null || throughput.requestsPerSecond <= 0) return 0;
  const waiting = takeoverMs / probe.intervalMs;
  const answeredPerMs = throughput.requestsPerSecond / freshConnectionCost / 1000;
  const sparePerMs = answeredPerMs - 1 / probe.intervalMs;
  return sparePerMs <= 0 ? probe.deadlineMs : Math.min(probe.deadlineMs, waiting / sparePerMs);
}

/** The priority for which keepalived takes `nopreempt` back (`vrrp_complete_instance`). */
const ownerPriority = 255;

/**
 * Whether the target takes the VIP back once it is healed. One that believes to be MASTER still stays it against a lower
 * priority, and against the same one with a lower address (`vrrp_state_master_rx`), with `nopreempt` too. One that starts
 * anew must preempt, and does so against a lower priority only: adverts of its own priority it accepts (MEASURING 2.3e, f).
 */
export function expectsReversion(topology: Topology, facts: FaultFacts, target: Director): boolean {
  const successor = expectedSuccessor(topology, target.name);
  if (successor === null) return false;
  if (facts.reversion === 'reassert' && target.priority === successor.priority)
    return isHigherAddress(target.address, successor.address);
  if (target.priority <= successor.priority) return false;
  return facts.reversion === 'reassert' || topology.vrrp.preempt || target.priority === ownerPriority;
}

/**
 * From the target coming back to life to its first advert as MASTER, ms; null when it is not expected to come back.
 * `restart`: keepalived's start-up and what preemption takes then (MEASURING 2.3e). `reassert`: at once (2.3c).
 */
export function predictReversionMs(topology: Topology, facts: FaultFacts, situation: TrialSituation): Range | null {
  const { target, restoredWidthMs } = situation;
  if (restoredWidthMs === null || !expectsReversion(topology, facts, target)) return null;
  if (facts.reversion === 'reassert') return { low: 0, high: lateToleranceMs + restoredWidthMs };
  return {
    low: Math.max(0, preemptionRangeMs(topology.vrrp, target, 0).low - earlyToleranceMs),
    high: preemptionRangeMs(topology.vrrp, target, startUpAllowanceMs).high + restoredWidthMs,
  };
}

/**
 * How long after it came back to life a director must have been watched before it can be said to have stayed BACKUP, ms:
 * what coming back would have taken.
 */
export function reversionWatchMs(topology: Topology, facts: FaultFacts, target: Director): number {
  if (facts.reversion === 'reassert') return topology.vrrp.advertIntervalMs + lateToleranceMs;
  return preemptionRangeMs(topology.vrrp, target, startUpAllowanceMs).high;
}
