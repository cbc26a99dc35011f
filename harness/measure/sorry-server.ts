import type { Recording, TrialRecord, VirtualService } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import { serviceKey, tableChanges } from './destinations.ts';
import { standsIn } from './expected-table.ts';
import { trialEndMs } from './instants.ts';
import { removalOf, returnOf, targetsOfTrial } from './removal.ts';
import { requestsSentIn } from './service-requests.ts';

/** Who answered the requests of a time. */
export interface Answers {
  requests: number;
  bySorryServer: number;
  byOthers: number;
  lost: number;
}

/** The sorry server of one virtual service in one trial. */
export interface SorryServer {
  name: string;
  /** It was in the table before anything had failed. */
  inTableBefore: boolean;
  /** From the fault to the removal of the real servers. */
  before: Answers;
  /** While all real servers were out of the table; null: they never were. */
  standingIn: Answers | null;
  /** From the table being whole again to the end of the trial; null: it never was. */
  after: Answers | null;
}

/** Null where no sorry server is to stand in, or the trial has no window, or the master's table is not known. */
export function sorryServerOf(recording: Recording, trial: TrialRecord, service: VirtualService): SorryServer | null {
  const { run } = recording;
  const failure = run.faults.find((one) => one.name === trial.fault)?.failure;
  const name = standsIn(run.topology, service, targetsOfTrial(trial));
  const { effective, healStartedAtMs } = trial;
  if (failure === undefined || name === null || effective === null || healStartedAtMs === null) return null;
  const removal = removalOf(recording, trial, failure, service);
  if (removal === null) return null;
  const returned = returnOf(recording, trial, service)?.returned ?? null;
  const answersIn = (window: Interval): Answers => {
    const requests = requestsSentIn(recording, service, window);
    const good = requests.filter(({ value }) => value.outcome === 'ok');
    const bySorryServer = good.filter(({ value }) => value.realServer === name).length;
    return {
      requests: requests.length,
      bySorryServer,
      byOthers: good.length - bySorryServer,
      lost: requests.length - good.length,
    };
  };
  const { removed, director } = removal;
  const changes = tableChanges(recording, director, serviceKey(service));
  const inTableBefore = changes.findLast((one) => one.realServer === name && one.at <= effective.earliestMs);
  // The first real server that comes back ends it; the others follow.
  const back = changes.find(({ at }) => removed !== null && at > removed.at.latestMs);
  const endMs = trialEndMs(recording, trial);
  return {
    name,
    inTableBefore: (inTableBefore?.weight ?? null) !== null,
    before: answersIn({ fromMs: effective.latestMs, toMs: removed?.at.earliestMs ?? healStartedAtMs }),
    standingIn:
      removed === null ? null : answersIn({ fromMs: removed.at.latestMs, toMs: back?.previousMs ?? healStartedAtMs }),
    after: returned === null ? null : answersIn({ fromMs: returned.at.latestMs, toMs: endMs }),
  };
}
