import { changesDirector, comesBackEmpty } from '../measure/director-return.ts';
import { isSurprise, type SurvivalCell, type SurvivalTry, survivalCells, survivalOf } from '../measure/survival.ts';
import type { Judgement, Recording } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { concerning } from './concerning.ts';
import { count } from './words.ts';

/**
 * Whether established connections outlive a change of the director, and the change back, just as the kernel's rules for
 * the sync daemon say (harness/measure/survival.ts). A connection that survives where it could not is as wrong as one
 * that is lost: then the prediction is. Only faults that change the director are asked.
 */
export const check: Check = {
  name: 'connection-survival',
  summary:
    'Connections outlive the takeover and the switch back where the sync daemon has carried them over, and only there.',
  concerns: ({ faults }) => faults.some(changesDirector),
  judge: (input) =>
    judgeByFault(concerning(input, changesDirector), {
      check: 'connection-survival',
      unit: 'connections',
      find: (judged) => find(input.recording, judged),
      passHeadline: (_, judged) => passHeadline(input.recording, judged),
    }),
};

function find(recording: Recording, judged: JudgedTrial): Finding {
  const { facts, trial, measurement } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  if (measurement.successor === null) {
    return { verdict: 'unknown', text: 'no other director took over, so no connection had to survive anything' };
  }
  const { tries } = survivalOf(recording, facts, trial, measurement);
  const { failover, reversion } = byStage(tries);
  if (failover.length === 0) {
    return { verdict: 'unknown', text: 'no connection of known age was tried after the takeover' };
  }
  const alive = failover.filter(({ outcome }) => outcome === 'alive').length;
  const predicted = totalOf(survivalCells(failover));
  const numbers = { value: alive, predicted, limit: predicted, bound: 0 };
  const [surprise] = tries.filter(isSurprise);
  if (surprise !== undefined) return { verdict: 'fail', text: surpriseText(tries, surprise, judged), ...numbers };
  if (failover.every((one) => one.predicted === 'either')) {
    const young = `the message to the backup takes up to 3 s, and all ${count(failover.length, 'connection')} were younger`;
    return { verdict: 'unknown', text: `${young}: ${alive} survived the takeover, which proves nothing`, ...numbers };
  }
  if (alive > 0 && reversion.length === 0) {
    const untried = `${alive} of ${count(failover.length, 'connection')} survived the takeover, and none was tried after the switch back`;
    return { verdict: 'unknown', text: untried, ...numbers };
  }
  return { verdict: 'pass', text: 'as predicted', ...numbers };
}

/** The whole cell of the first surprise, because one lost connection of twelve is another story than twelve. */
function surpriseText(tries: SurvivalTry[], surprise: SurvivalTry, { run, trial }: JudgedTrial): string {
  const alike = tries.filter(
    ({ stage, cohort }) =>
      stage === surprise.stage && cohort.packets === surprise.cohort.packets && cohort.ageMs === surprise.cohort.ageMs,
  );
  const survivors = alike.filter(({ outcome }) => outcome === 'alive').length;
  const { low, high } = totalOf(survivalCells(alike));
  const must = low === high ? `${low}` : `${low} to ${high}`;
  const { packets, ageMs } = surprise.cohort;
  const event = surprise.stage === 'failover' ? 'the takeover' : `the switch back to ${trial.target}`;
  const ends = ['reset', 'timeout'] as const;
  const causes = ends
    .map((end) => ({ end, times: alike.filter(({ outcome }) => outcome === end).length }))
    .filter(({ times }) => times > 0)
    .map(({ end, times }) => `${times} ${end === 'reset' ? 'reset' : 'without an answer'}`);
  const how = causes.length === 0 ? '' : ` (${causes.join(', ')})`;
  return (
    `${syncWords(run.topology.syncDaemon).toLowerCase()} ${survivors} of ${count(alike.length, 'connection')} with ${packets} packets, ` +
    `${inWholeSeconds(ageMs)} old, survived ${event}${how}, ${must} predicted`
  );
}

function passHeadline(recording: Recording, judged: JudgedTrial[]): string {
  const tries = judged.flatMap(
    ({ facts, trial, measurement }) => survivalOf(recording, facts, trial, measurement).tries,
  );
  const { failover, reversion } = byStage(tries);
  const { syncDaemon } = recording.run.topology;
  const [told, untold, unclear] = (['alive', 'lost', 'either'] as const).map((fate) =>
    shareOf(failover.filter(({ predicted }) => predicted === fate)),
  );
  const takeover =
    told === null
      ? `${untold} established connections survived the takeover, as predicted`
      : `${told} connections that the backup had been told of survived the takeover${untold === null ? '' : ` and ${untold} others`}, as predicted`;
  const young = unclear === null ? '' : `; ${unclear} that were too young to call did`;
  const trials = count(judged.length, 'trial');
  return `${syncWords(syncDaemon)} ${takeover}${young}${backWords(recording, judged, reversion)}; ${trials}.`;
}

function backWords(recording: Recording, judged: JudgedTrial[], reversion: SurvivalTry[]): string {
  if (reversion.length === 0) return '';
  const empty = judged.some(({ facts, trial }) => comesBackEmpty(recording, facts, trial));
  const why = empty ? ': the old master comes back with an empty connection table and is not sent all of it' : '';
  return `; of the survivors ${shareOf(reversion)} survived the switch back, as predicted${why}`;
}

/** `5 of 12` that survived; null of none. */
function shareOf(tries: SurvivalTry[]): string | null {
  return tries.length === 0 ? null : `${survivorsOf(tries)} of ${tries.length}`;
}

function byStage(tries: SurvivalTry[]): Record<SurvivalTry['stage'], SurvivalTry[]> {
  return {
    failover: tries.filter(({ stage }) => stage === 'failover'),
    reversion: tries.filter(({ stage }) => stage === 'reversion'),
  };
}

function survivorsOf(tries: SurvivalTry[]): number {
  return tries.filter(({ outcome }) => outcome === 'alive').length;
}

function totalOf(cells: SurvivalCell[]): NonNullable<Judgement['predicted']> {
  return {
    low: cells.reduce((sum, { predicted }) => sum + predicted.low, 0),
    high: cells.reduce((sum, { predicted }) => sum + predicted.high, 0),
  };
}

function syncWords(syncDaemon: true | undefined): string {
  return syncDaemon === true ? 'With lvs_sync_daemon' : 'Without lvs_sync_daemon';
}

function inWholeSeconds(ageMs: number): string {
  return `${Number((ageMs / 1000).toFixed(1))} s`;
}
