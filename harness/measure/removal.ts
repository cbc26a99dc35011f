import { removalMs, returnMs } from '../keepalived/checker-timing.ts';
import type {
  Bracket,
  FaultFacts,
  KernelMs,
  Range,
  Recording,
  ServerFailure,
  TrialRecord,
  VirtualService,
} from '../model.ts';
import { serviceKey, type TableChange, tableAt, tableChanges } from './destinations.ts';
import { configuredTable, differences, tableWithout } from './expected-table.ts';
import { holdings } from './holders.ts';
import { observedUntilMs } from './instants.ts';

/** The table came to be as expected: when, and how long after what caused it. */
export interface TableMove {
  /** Between the reading before and the one that showed it. */
  at: Bracket;
  /** Since the fault's effect, or since the restoration, ms: at the least and at the most. */
  afterMs: Range;
}

/** What became of the failed real servers of one trial in the table of one virtual service. */
export interface Removal {
  /** Whose table: the director that held the VIP when the fault struck. */
  director: string;
  targets: string[];
  /** They were in the table, as configured, when the fault struck. */
  present: boolean;
  /** From the effect on, ms; null: the checker does not see such a failure. */
  predictedMs: Range | null;
  /** Null: the table had not lost them all when healing began. */
  removed: TableMove | null;
  /** Something came back into the table, or left it for good and all the same, before healing began. */
  flapped: boolean;
  /** Any of the targets left the table, all or not. */
  touched: boolean;
  /** From the effect, at the latest, until healing began, ms. */
  watchedMs: number;
}

/** How the table of one virtual service became whole again after healing. */
export interface Return {
  director: string;
  /** What was not as configured when healing began; none: there was nothing to bring back. */
  missing: string[];
  /** Null: the table was not whole by the end of the trial. */
  returned: TableMove | null;
  /** Without anything missing: the table stayed as it was. */
  untouched: boolean;
  /** From the restoration, at the latest, to the end of what was recorded of the trial, ms. */
  watchedMs: number;
}

/** Whether the fault is one of a real server that a health checker could see. */
export function failsRealServers(facts: FaultFacts): boolean {
  return facts.failure !== undefined && (facts.aim === 'real-server' || facts.aim === 'all-real-servers');
}

/** Names of the nodes a trial was aimed at. */
export function targetsOfTrial(trial: TrialRecord): string[] {
  return trial.target.split(',').filter((name) => name !== '');
}

/** The director that held the service's VIP at that instant; null when nobody is known to have. */
export function holderAt(recording: Recording, service: VirtualService, atMs: KernelMs): string | null {
  const holding = holdings(recording).filter(
    ({ address, fromMs, toMs }) => address === service.vip && fromMs <= atMs && atMs < toMs,
  );
  return holding[0]?.director ?? null;
}

/** Null when the trial has no window, or nobody's table is known at its beginning. */
export function removalOf(
  recording: Recording,
  trial: TrialRecord,
  failure: ServerFailure,
  service: VirtualService,
): Removal | null {
  const { effective, healStartedAtMs } = trial;
  if (effective === null || healStartedAtMs === null) return null;
  const { topology } = recording.run;
  const targets = targetsOfTrial(trial);
  const director = holderAt(recording, service, effective.latestMs);
  if (director === null) return null;
  const key = serviceKey(service);
  const before = tableAt(recording, director, key, effective.earliestMs);
  if (before === null) return null;

  const configured = configuredTable(topology, service);
  const leaving = differences(configured, tableWithout(topology, service, targets));
  const changes = tableChanges(recording, director, key).filter(
    ({ at }) => at > effective.earliestMs && at <= healStartedAtMs,
  );
  const removed = moved(changes, leaving, effective);
  const back = changes.filter(
    ({ realServer, weight, at }) =>
      removed !== null && at > removed.at.latestMs && leaving.has(realServer) && weight !== leaving.get(realServer),
  );
  return {
    director,
    targets,
    present: targets.every((name) => before.get(name) === configured.get(name)),
    predictedMs: removalMs(service.healthCheck, failure),
    removed,
    flapped: back.length > 0,
    touched: changes.some(({ realServer }) => targets.includes(realServer)),
    watchedMs: healStartedAtMs - effective.latestMs,
  };
}

/** Null when the trial was not healed, or nobody's table is known at that time. */
export function returnOf(recording: Recording, trial: TrialRecord, service: VirtualService): Return | null {
  const { restored, healStartedAtMs } = trial;
  if (restored === null || healStartedAtMs === null) return null;
  const director = holderAt(recording, service, healStartedAtMs);
  if (director === null) return null;
  const key = serviceKey(service);
  const broken = tableAt(recording, director, key, healStartedAtMs);
  if (broken === null) return null;
  const endMs = observedUntilMs(recording, trial);
  const missing = differences(broken, configuredTable(recording.run.topology, service));
  // The harness sees the table whole, and ends the trial, sooner than the series does.
  const changes = tableChanges(recording, director, key).filter(
    ({ at, previousMs }) => at > healStartedAtMs && previousMs <= endMs,
  );
  return {
    director,
    missing: [...missing.keys()],
    returned: missing.size === 0 ? null : moved(changes, missing, restored),
    untouched: missing.size === 0 && changes.length === 0,
    watchedMs: endMs - restored.latestMs,
  };
}

/** From restoration on, ms, by the checker of the service. */
export function predictedReturnMs(service: VirtualService, failure: ServerFailure): Range {
  return returnMs(service.healthCheck, failure);
}

/** A range as a value with its error bound: the middle of it, plus or minus half its width. */
export function middleOf({ low, high }: Range): { value: number; bound: number } {
  return { value: (low + high) / 2, bound: (high - low) / 2 };
}

/** When the last of the lines had become what it was to become; null when one of them did not. */
function moved(
  changes: readonly TableChange[],
  wanted: ReadonlyMap<string, number | null>,
  cause: Bracket,
): TableMove | null {
  const firsts = [...wanted].map(([name, weight]) =>
    changes.find((one) => one.realServer === name && one.weight === weight),
  );
  const known = firsts.filter((one) => one !== undefined);
  if (known.length === 0 || known.length < firsts.length) return null;
  const at = {
    earliestMs: Math.max(...known.map((one) => one.previousMs)),
    latestMs: Math.max(...known.map((one) => one.at)),
  };
  return { at, afterMs: { low: at.earliestMs - cause.latestMs, high: at.latestMs - cause.earliestMs } };
}
