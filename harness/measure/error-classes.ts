import type { KernelMs, Observation, Recording, RequestOutcome, TrialRecord, TrialStage } from '../model.ts';
import { isImpaired, requestsDecidedIn } from '../stats/outage-window.ts';
import { struckAtMs, trialEndMs } from './instants.ts';

/** What went wrong with a request; `late`: it was answered, but too late. */
export type ErrorClass = Exclude<RequestOutcome, 'ok'> | 'late';

/** Requests of one class in one stage of the trials. */
export interface ErrorCount {
  errorClass: ErrorClass;
  stage: TrialStage;
  count: number;
  /** Of so many requests in that stage, of all trials. */
  of: number;
  /** In the order in which they first came up. */
  byFault: ReadonlyMap<string, number>;
  /** By the real server that answered; null: nobody did. */
  byRealServer: ReadonlyMap<string | null, number>;
  first: { trial: number; request: Observation<'request'>; afterStruckMs: number };
}

interface Count extends ErrorCount {
  byFault: Map<string, number>;
  byRealServer: Map<string | null, number>;
}

const stages: readonly TrialStage[] = ['before', 'under', 'after'];

/**
 * Every impaired request of the trials by what went wrong with it and when: while the cluster was steady, under the fault,
 * after healing began. A request belongs where it was decided. The most frequent first within a stage.
 */
export function errorCounts(recording: Recording): ErrorCount[] {
  const counts = new Map<string, Count>();
  const asked: Record<TrialStage, number> = { before: 0, under: 0, after: 0 };
  for (const trial of recording.run.trials) {
    for (const stage of stages) {
      const requests = requestsIn(recording, trial, stage);
      asked[stage] += requests.length;
      for (const request of requests) {
        if (isImpaired(request.value, recording.run.probe)) add(counts, trial, stage, request);
      }
    }
  }
  return [...counts.values()]
    .map((one) => ({ ...one, of: asked[one.stage] }))
    .sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage) || b.count - a.count);
}

function requestsIn(recording: Recording, trial: TrialRecord, stage: TrialStage): Observation<'request'>[] {
  const struckMs = struckAtMs(trial);
  const windows: Record<TrialStage, [KernelMs | null, KernelMs | null]> = {
    before: [trial.steadyAtMs, struckMs],
    under: [struckMs, trial.healStartedAtMs],
    after: [trial.healStartedAtMs, trialEndMs(recording, trial)],
  };
  const [fromMs, toMs] = windows[stage];
  if (fromMs === null || toMs === null) return [];
  return requestsDecidedIn(recording.series('request'), { fromMs, toMs }, recording.run.probe);
}

function add(counts: Map<string, Count>, trial: TrialRecord, stage: TrialStage, request: Observation<'request'>): void {
  const { outcome, realServer } = request.value;
  const errorClass = outcome === 'ok' ? 'late' : outcome;
  const key = `${stage} ${errorClass}`;
  const afterStruckMs = request.at - (struckAtMs(trial) ?? request.at);
  const made: Count = {
    errorClass,
    stage,
    count: 0,
    of: 0,
    byFault: new Map(),
    byRealServer: new Map(),
    first: { trial: trial.index, request, afterStruckMs },
  };
  const count = counts.get(key) ?? made;
  counts.set(key, count);
  count.count += 1;
  count.byFault.set(trial.fault, (count.byFault.get(trial.fault) ?? 0) + 1);
  count.byRealServer.set(realServer, (count.byRealServer.get(realServer) ?? 0) + 1);
}
