import { inactiveTimeoutMs } from '../ipvs/schedulers/service.ts';
import { serversOf } from '../ipvs/services.ts';
import type { Bracket, KernelMs, Observation, Recording, TrialRecord, VirtualService } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import { isImpaired } from '../stats/outage-window.ts';
import { tableWithout } from './expected-table.ts';
import { predictFailedShare } from './failed-share.ts';
import { expiresQuiescentTemplate } from './ipvs-sysctls.ts';
import { removalOf, targetsOfTrial } from './removal.ts';
import {
  boundOf,
  isHeldOpen,
  pinnedTo,
  pinsClients,
  type SharePrediction,
  shareOfPinned,
  turnsTakenByConnections,
} from './request-share.ts';
import { certainlyBetween, requestsSentIn } from './service-requests.ts';

/** Requests to one virtual service during one state of its table. */
export interface ImpactPhase {
  requests: number;
  impaired: number;
  lost: number;
  /** Share of them that is predicted to be impaired; null: there is no prediction. */
  predicted: SharePrediction | null;
  /** How far the measured share may be from it, plus or minus. */
  boundShare: number;
}

/** What clients of a virtual service felt of the failure of its real servers. */
export interface FailureImpact {
  /** While the failed servers were in the table. */
  whileIn: ImpactPhase;
  /** From the removal until healing began; null: there was none. */
  after: ImpactPhase | null;
}

/**
 * Null when the trial has no window or the master's table is not known. The prober looks at status and server's name and
 * not at content, so that wrong content impairs none of its requests (harness/load/agent/send-probe.ts).
 */
export function failureImpactOf(
  recording: Recording,
  trial: TrialRecord,
  service: VirtualService,
): FailureImpact | null {
  const { run } = recording;
  const failure = run.faults.find((one) => one.name === trial.fault)?.failure;
  const { effective, healStartedAtMs } = trial;
  if (failure === undefined || effective === null || healStartedAtMs === null) return null;
  const removal = removalOf(recording, trial, failure, service);
  if (removal === null) return null;
  const targets = targetsOfTrial(trial);
  // What is sent just before healing begins may be answered by the healed server in time.
  const closing = exactly(healStartedAtMs - run.probe.delayThresholdMs);
  const removed = removal.removed?.at ?? closing;
  const before = certainlyBetween(effective, removed.earliestMs < closing.earliestMs ? removed : closing);
  const phaseOf = (window: Interval, predict: (requests: Observation<'request'>[]) => SharePrediction | null) => {
    const requests = requestsSentIn(recording, service, window);
    const impaired = requests.filter(({ value }) => isImpaired(value, run.probe));
    const predicted = predict(requests);
    const others = turnsTakenByConnections(recording, service, window);
    return {
      requests: requests.length,
      impaired: impaired.length,
      lost: impaired.filter(({ value }) => value.outcome !== 'ok').length,
      predicted,
      boundShare: boundOf(predicted, requests.length, others),
    };
  };
  const pinned = pinsClients(service) ? pinnedTo(recording, service, effective.earliestMs) : new Map<string, string>();
  const earlier = run.trials.filter(({ index }) => index < trial.index);
  const counts = {
    even: earlier.every(({ endedAtMs }) => endedAtMs !== null && endedAtMs < effective.earliestMs - inactiveTimeoutMs),
    longLived: run.probe.connections > 0 && isHeldOpen(recording, service),
  };
  const shareOf = (requests: Observation<'request'>[]): SharePrediction | null => {
    if (failure === 'wrong-content') return unseen;
    if (!pinsClients(service))
      return predictFailedShare(service, serversOf(service, run.topology), targets, failure, counts);
    return shareOfPinned(requests, pinned, targets);
  };
  const whileIn = phaseOf(before, shareOf);
  if (removal.removed === null) return { whileIn, after: null };
  const shareAfter = (requests: Observation<'request'>[]): SharePrediction | null => {
    if (failure === 'wrong-content' || leftToServe(recording, service, targets)) {
      const stay = service.inhibitOnFailure && pinsClients(service) && !expiresQuiescentTemplate(run);
      const share = stay ? shareOfPinned(requests, pinned, targets) : null;
      if (stay && failure === 'wrong-content') return unseen;
      return share === null ? nothing : { ...share, low: 0, why: 'clients may stay with a server of weight 0' };
    }
    return { low: 1, high: 1, slack: 0, why: 'no server is left, and no sorry server' };
  };
  return { whileIn, after: phaseOf(certainlyBetween(removal.removed.at, closing), shareAfter) };
}

/** The failed server gets its full part, and answers it in time. */
const unseen: SharePrediction = { low: 0, high: 0, slack: 0, why: 'the prober does not look at content' };

const nothing: SharePrediction = { low: 0, high: 0, slack: 0, why: 'the failed server gets no requests' };

/** Whether the table still has a server for new requests once the checkers have found these down. */
function leftToServe({ run }: Recording, service: VirtualService, targets: string[]): boolean {
  return [...tableWithout(run.topology, service, targets).values()].some((weight) => weight > 0);
}

function exactly(atMs: KernelMs): Bracket {
  return { earliestMs: atMs, latestMs: atMs };
}
