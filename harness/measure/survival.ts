import type {
  Bracket,
  Cohort,
  CohortValue,
  FaultFacts,
  KernelMs,
  Range,
  Recording,
  TrialMeasurement,
  TrialRecord,
} from '../model.ts';
import { smallest } from '../stats/extremes.ts';
import { comesBackEmpty, switchBackMs } from './director-return.ts';
import { ipvsSysctl } from './ipvs-sysctls.ts';
import { lateToleranceMs } from './predictions.ts';

/** What is predicted of a connection: `either` is too close to call, so that both outcomes are right. */
export type Fate = 'alive' | 'lost' | 'either';

/** One connection of known age, tried once. */
export interface SurvivalTry {
  stage: 'failover' | 'reversion';
  connection: number;
  /** Of the cohort that it was made for: packets sent, and age at the fault, ms. */
  cohort: Pick<Cohort, 'packets' | 'ageMs'>;
  outcome: 'alive' | 'reset' | 'timeout';
  predicted: Fate;
}

/** All connections of a cohort at one stage, of one trial or of several. */
export interface SurvivalCell {
  stage: SurvivalTry['stage'];
  cohort: SurvivalTry['cohort'];
  tried: number;
  alive: number;
  /** How many of the tried ones are predicted alive. */
  predicted: Range;
}

/** What a trial shows of connections of known ages. */
export interface Survival {
  tries: SurvivalTry[];
  /** Connections that a real server closed, or that this machine could not try: they say nothing of the directors. */
  silent: number;
}

/**
 * From the packet that makes the kernel send a connection to the backup until the backup has it, ms. At most: the
 * buffer is sent when 2 s old (`IPVS_SYNC_FLUSH_TIME`), looked at every second (`IPVS_SYNC_CHECK_PERIOD`); 3.06 s were
 * measured (MEASURING 4.4), and a busy scheduler is given more. At least: other connections may fill the buffer at any
 * moment, and the sender is woken two clock ticks later (`IPVS_SYNC_SEND_DELAY`), of which one may be over.
 */
export const syncLagMs: Range = { low: 10, high: 3060 + lateToleranceMs };

/** Default of sync_threshold: the third packet of the client, then every fiftieth after it (ipvs-sysctl.rst). */
const defaultThreshold = 3;
const defaultPeriod = 50;

/** The age of a connection counts from its third packet (`CohortValue.ageMs`). */
const agedPacket = 3;

/** A keepalived that is told to stop takes a second to end, and its sync daemon may live for as long (MEASURING 2.3b), ms. */
const gracefulShutdownMs = 1000;

/** Packets that a client sends to be answered once on an open connection: the request, an acknowledgement, one to spare. */
const packetsPerTry = 3;

/**
 * Every try of a connection of known age after the takeover of a trial, and after the switch back of those that were
 * alive until then, each with its prediction.
 */
export function survivalOf(
  recording: Recording,
  facts: FaultFacts,
  trial: TrialRecord,
  measurement: Pick<TrialMeasurement, 'firstAdvertNewMs'>,
): Survival {
  const { run } = recording;
  const own = triesOf(recording, trial);
  const alive = new Set(
    own.flatMap(({ value }) => (value.stage === 'failover' && value.outcome === 'alive' ? [value.connection] : [])),
  );
  const concerned = own.filter(({ value }) => value.stage === 'failover' || alive.has(value.connection));
  const tries = concerned.flatMap(({ at, value }): SurvivalTry[] => {
    const { stage, outcome, connection } = value;
    if (stage === 'made' || outcome === 'closed' || outcome === 'failed') return [];
    const predicted =
      stage === 'failover'
        ? afterTakeover(recording, facts, trial, measurement, value)
        : afterSwitchBack(
            recording,
            facts,
            trial,
            at,
            own.filter((one) => one.value.connection === connection && one.at < at).length,
          );
    return [{ stage, outcome, connection, cohort: cohortOf(run.probe.cohorts ?? [], value), predicted }];
  });
  return { tries, silent: concerned.length - tries.length };
}

/** Tries by stage and cohort: the takeover first, then by packets and age. */
export function survivalCells(tries: readonly SurvivalTry[]): SurvivalCell[] {
  const cells = new Map<string, SurvivalCell>();
  for (const { stage, cohort, outcome, predicted } of tries) {
    const key = `${stage} ${cohort.packets} ${cohort.ageMs}`;
    const cell = cells.get(key) ?? { stage, cohort, tried: 0, alive: 0, predicted: { low: 0, high: 0 } };
    cells.set(key, {
      ...cell,
      tried: cell.tried + 1,
      alive: cell.alive + (outcome === 'alive' ? 1 : 0),
      predicted: {
        low: cell.predicted.low + (predicted === 'alive' ? 1 : 0),
        high: cell.predicted.high + (predicted === 'lost' ? 0 : 1),
      },
    });
  }
  return [...cells.values()].sort(
    (a, b) => a.stage.localeCompare(b.stage) || a.cohort.packets - b.cohort.packets || a.cohort.ageMs - b.cohort.ageMs,
  );
}

/** Whether a try ended otherwise than it had to. */
export function isSurprise({ predicted, outcome }: SurvivalTry): boolean {
  return predicted !== 'either' && (predicted === 'alive') !== (outcome === 'alive');
}

/**
 * The new director knows a connection only if it was told of it, and answers the packets of any other with a reset
 * (MEASURING 4.4: 20 of 20). It is told of a connection with the packet that makes the count of sync_threshold, in
 * ESTABLISHED (`ip_vs_sync_conn_needed`), if the message left before the old director stopped sending: with the fault
 * when that takes away its kernel, its link or its sync daemon, and only with the takeover when its kernel goes on.
 * `sloppy_tcp` schedules packets of unknown connections like new ones: then no loss is sure.
 */
function afterTakeover(
  { run }: Recording,
  facts: FaultFacts,
  { effective, injectDueMs }: TrialRecord,
  { firstAdvertNewMs }: Pick<TrialMeasurement, 'firstAdvertNewMs'>,
  { packets, ageMs }: CohortValue,
): Fate {
  const unknown = ipvsSysctl(run, 'sloppy_tcp', 0) === 0 ? 'lost' : 'either';
  const threshold = ipvsSysctl(run, 'sync_threshold', defaultThreshold);
  if (run.topology.syncDaemon !== true || packets < threshold) return unknown;
  const end = facts.dataPath === 'none' ? only(firstAdvertNewMs) : effective;
  if (threshold !== agedPacket || injectDueMs === null || end === null) return 'either';
  const shutdownMs = facts.detection === 'graceful' ? gracefulShutdownMs : 0;
  if (ageMs + end.earliestMs - injectDueMs >= syncLagMs.high) return 'alive';
  return ageMs + end.latestMs + shutdownMs - injectDueMs < syncLagMs.low ? unknown : 'either';
}

/**
 * A director that comes back with the table it had knows its old connections. One that comes back with an empty table
 * learns only what the other sends meanwhile, and that is no copy of its table: a connection that came by a message
 * starts to count at sync_threshold again (`ip_vs_proc_conn`) and is sent with the sync_period-th packet after that,
 * which one that is tried once does not reach. So it is lost (keepalived issues 237 and 1966).
 */
function afterSwitchBack(
  recording: Recording,
  facts: FaultFacts,
  trial: TrialRecord,
  atMs: KernelMs,
  earlierTries: number,
): Fate {
  const { run } = recording;
  if (recording.series('advert').length === 0) return 'either';
  const backMs = switchBackMs(recording, trial);
  if (backMs === null || backMs > atMs || !comesBackEmpty(recording, facts, trial)) return 'alive';
  if (ipvsSysctl(run, 'sloppy_tcp', 0) !== 0) return 'either';
  const period = ipvsSysctl(run, 'sync_threshold', defaultPeriod, 1);
  const mayBeSent = run.topology.syncDaemon === true && earlierTries * packetsPerTry >= period;
  return mayBeSent ? 'either' : 'lost';
}

/** Tries belong to the trial whose fault was the last before them: the one after the switch back may come late. */
function triesOf(recording: Recording, trial: TrialRecord): { at: KernelMs; value: CohortValue }[] {
  const fromMs = trial.injectDueMs;
  if (fromMs === null) return [];
  const later = recording.run.trials.flatMap((one) => (one.index > trial.index ? (one.injectDueMs ?? []) : []));
  const toMs = smallest(later);
  return recording
    .series('cohort')
    .filter(({ at, value }) => value.stage !== 'made' && at >= fromMs && at < toMs)
    .toSorted((a, b) => a.at - b.at);
}

/** The cohort that was asked for and is nearest; without any, the connection's own age to a tenth of a second. */
function cohortOf(cohorts: readonly Cohort[], { packets, ageMs }: CohortValue): SurvivalTry['cohort'] {
  const [nearest] = cohorts.toSorted(
    (a, b) =>
      Math.abs(a.packets - packets) - Math.abs(b.packets - packets) ||
      Math.abs(a.ageMs - ageMs) - Math.abs(b.ageMs - ageMs),
  );
  if (nearest === undefined) return { packets, ageMs: Math.round(ageMs / 100) * 100 };
  return { packets: nearest.packets, ageMs: nearest.ageMs };
}

function only(atMs: KernelMs | null): Bracket | null {
  return atMs === null ? null : { earliestMs: atMs, latestMs: atMs };
}
