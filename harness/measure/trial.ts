import { gracefulTakeoverMs, masterDownIntervalMs } from '../keepalived/timing.ts';
import type { Director, FaultFacts, Range, Recording, Run, TrialMeasurement, TrialRecord } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import { type OutageWindow, outageWindow } from '../stats/outage-window.ts';
import { madeOutage, makesOutages } from './calibration/known-outages.ts';
import { connectionsIn } from './connections.ts';
import { dualHolderMs, holdersAt } from './holders.ts';
import { insideLagMs } from './inside-lag.ts';
import { struckAtMs, trialEndMs } from './instants.ts';
import { partedMs } from './parted-vips.ts';
import {
  expectedSuccessor,
  predictDetectionMs,
  predictFailoverMs,
  predictReversionMs,
  type TrialSituation,
} from './predictions.ts';
import { reversionDelayMs } from './reversion.ts';
import { masterBefore } from './routers.ts';
import { type Takeover, takeoverIn } from './takeover.ts';
import { usurpationIn } from './usurpation.ts';
import { factsOf, leavesMasterAlive } from './vrrp-faults.ts';

/** The numbers of every trial of a run, in the order they ran. */
export function measureRun(recording: Recording): TrialMeasurement[] {
  return recording.run.trials.map((trial) => measureTrial(recording, trial));
}

/**
 * The fault's window: from the earliest instant at which it can have taken effect until healing begins, because healing
 * looks like failover. Null when the trial did not get that far.
 */
export function faultWindow(trial: TrialRecord): Interval | null {
  const fromMs = struckAtMs(trial);
  if (fromMs === null || trial.healStartedAtMs === null) return null;
  return { fromMs, toMs: trial.healStartedAtMs };
}

/**
 * The numbers of one trial. A trial that did not get as far as healing has no window to be measured in: all its
 * instants and times are null, and its counts are 0.
 */
function measureTrial(recording: Recording, trial: TrialRecord): TrialMeasurement {
  const { run } = recording;
  const window = faultWindow(trial);
  const facts = factsOf(run, trial);
  const blank = blankMeasurement(trial);
  if (window === null) return blank;

  const livesOn = facts !== undefined && leavesMasterAlive(facts);
  const takeover = takeoverIn(recording, trial, window);
  const outage = outageWindow(recording.series('request'), window, run.probe);
  const endMs = trialEndMs(recording, trial);
  const reversion = outageWindow(recording.series('request'), { fromMs: window.toMs, toMs: endMs }, run.probe);
  const measurement: TrialMeasurement = {
    ...blank,
    ...takeover,
    ...outageNumbers(outage, takeover),
    ...connectionsIn(recording, { fromMs: window.fromMs, toMs: endMs }),
    dualHolderMs: dualHolderMs(recording, window),
    settledHolders: trial.endedAtMs === null ? null : holdersAt(recording, trial.endedAtMs),
    reversionDelayMs: takeover.successor === null || livesOn ? null : reversionDelayMs(recording, trial),
    reversionImpairedRequests: reversion.impaired,
    predictedFailoverMs: madeRangeMs(run, trial),
  };
  // A fault aimed at the backup takes the master's adverts from it: predictions go by whose adverts were missed.
  const target =
    facts?.aim === 'backup'
      ? masterBefore(recording, window.fromMs)
      : run.topology.directors.find((director) => director.name === trial.target);
  if (facts === undefined || !target) return measurement;
  const situation: TrialSituation = {
    target,
    phaseMs: takeover.phaseMs,
    insideLagMs: lagOf(recording, trial, facts, takeover, target),
    partedMs: partedMs(recording, window),
    effectiveWidthMs: trial.effective === null ? 0 : trial.effective.latestMs - trial.effective.earliestMs,
    restoredWidthMs: trial.restored === null ? null : trial.restored.latestMs - trial.restored.earliestMs,
  };
  return {
    ...measurement,
    // After a reload the timer does not run from an advert.
    predictedDetectionMs:
      usurpationIn(recording, trial, window)?.counts === 'reload'
        ? null
        : predictDetectionMs(run.topology, facts, situation),
    predictedFailoverMs: makesOutages(facts)
      ? measurement.predictedFailoverMs
      : predictFailoverMs(run, facts, situation),
    predictedReversionMs: livesOn ? null : predictReversionMs(run.topology, facts, situation),
  };
}

/** An outage of known length is predicted to be as long as it was made. */
function madeRangeMs(run: Run, trial: TrialRecord): Range | null {
  const made = madeOutage(run, trial);
  return made && { low: made.trueMs - made.knownToMs, high: made.trueMs + made.knownToMs };
}

/** Whoever lives on unheard is heard until the fault takes effect, and whoever ends until its last word. */
function lagOf(
  recording: Recording,
  trial: TrialRecord,
  facts: FaultFacts,
  { lastAdvertOldMs, firstAdvertNewMs }: Takeover,
  old: Director,
): number | null {
  const successor = expectedSuccessor(recording.run.topology, old.name);
  if (lastAdvertOldMs === null || successor === null) return 0;
  const { vrrp } = recording.run.topology;
  const waitsMs = (facts.detection === 'graceful' ? gracefulTakeoverMs : masterDownIntervalMs)(
    vrrp,
    successor.priority,
  );
  const effectiveMs = trial.effective?.latestMs ?? struckAtMs(trial) ?? Number.NEGATIVE_INFINITY;
  const untilMs =
    facts.hearing === undefined ? (firstAdvertNewMs ?? trial.healStartedAtMs ?? effectiveMs) : effectiveMs;
  return insideLagMs(recording, { old, successor, lastOutsideMs: lastAdvertOldMs, waitsMs, untilMs });
}

function outageNumbers(outage: OutageWindow, takeover: Takeover): Partial<TrialMeasurement> {
  const measurable = outage.requests > 0;
  const { firstGoodMs } = outage;
  const switched = firstGoodMs !== null && takeover.firstAdvertNewMs !== null;
  return {
    lastGoodMs: outage.lastGoodMs,
    firstGoodMs,
    failoverTimeMs: measurable ? outage.failoverTimeMs : null,
    failoverTimePlbmMs: measurable ? outage.failoverTimePlbmMs : null,
    failoverBoundMs: measurable ? outage.boundMs : null,
    switchMs: switched ? firstGoodMs - (takeover.firstAdvertNewMs ?? 0) : null,
    requests: outage.requests,
    impairedRequests: outage.impaired,
    lostRequests: outage.lost,
    lostByOutcome: outage.lostByOutcome,
    worstLatenessMs: outage.worstLatenessMs,
  };
}

function blankMeasurement(trial: TrialRecord): TrialMeasurement {
  return {
    index: trial.index,
    fault: trial.fault,
    target: trial.target,
    successor: null,
    confirmed: trial.confirmation?.confirmed ?? false,
    lastAdvertOldMs: null,
    firstAdvertNewMs: null,
    detectionMs: null,
    predictedDetectionMs: null,
    phaseMs: null,
    firstGarpMs: null,
    vipAddedMs: null,
    lastGoodMs: null,
    firstGoodMs: null,
    failoverTimeMs: null,
    failoverTimePlbmMs: null,
    predictedFailoverMs: null,
    failoverBoundMs: null,
    switchMs: null,
    requests: 0,
    impairedRequests: 0,
    lostRequests: 0,
    lostByOutcome: {},
    connectionsBefore: 0,
    connectionsLost: 0,
    dualHolderMs: 0,
    settledHolders: null,
    reversionDelayMs: null,
    predictedReversionMs: null,
    reversionImpairedRequests: 0,
    worstLatenessMs: 0,
  };
}
