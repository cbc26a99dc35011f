import type { Drill, Night, Run, RunStatus, Verdict } from '../../harness/model.ts';
import { type MissingRun, mainFinding } from '../drill-table.ts';
import { trialCount } from '../trial-words.ts';
import type { FoundFolder } from './folders.ts';
import { type KeyNumber, keyNumbers } from './key-numbers.ts';

/** What the library keeps of a run: a run.json may be large, and thousands of them are not held at once. */
export interface RunEntry {
  /** Of its folder, as `FoundFolder` has it. */
  path: string;
  suite: string;
  scenario: string;
  topology: string;
  advertIntervalMs: number;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** Null where the run did not come to its end. */
  durationMs: number | null;
  status: RunStatus;
  /** `unknown` where nothing was judged. */
  verdict: Verdict;
  /** What it found, in a sentence. */
  finding: string;
  numbers: KeyNumber[];
  /** Its numbers are metrics; those of older runs are what checks measured, under other names. */
  hasMetrics: boolean;
  trials: number;
  plannedTrials: number;
  faults: string[];
  engine: string;
  kernel: string;
  keepalived: string;
  /** Names of what lies in its folder. */
  files: ReadonlySet<string>;
}

/** A drill with its runs in the order they were planned. */
export interface DrillEntry {
  path: string;
  drill: Drill;
  runs: (RunEntry | MissingRun)[];
  files: ReadonlySet<string>;
}

/** Several suites on one engine; its runs are entries of their own. */
export interface NightFound {
  path: string;
  night: Night;
  files: ReadonlySet<string>;
}

/** A run of its own, or a drill of several. */
export type Entry = RunEntry | DrillEntry;

/** Whether an entry is a drill. */
export function isDrill(entry: Entry): entry is DrillEntry {
  return 'drill' in entry;
}

/** Whether a drill's scenario has a run. */
export function isRun(run: RunEntry | MissingRun): run is RunEntry {
  return 'path' in run;
}

/** What the library shows of a run. */
export function runEntry({ path, files }: FoundFolder, run: Run): RunEntry {
  return {
    path,
    suite: run.suite,
    scenario: run.scenario.name,
    topology: run.topology.name,
    advertIntervalMs: run.topology.vrrp.advertIntervalMs,
    startedAt: run.startedAt,
    durationMs: lengthMs(run),
    status: run.status,
    verdict: run.verdict ?? 'unknown',
    finding: mainFinding(run),
    numbers: keyNumbers(run),
    hasMetrics: run.metrics !== undefined,
    trials: trialCount(run),
    plannedTrials: run.plannedTrials,
    faults: [...new Set(run.faults.map(({ name }) => name))],
    engine: run.engine.kind,
    kernel: run.versions.kernel,
    keepalived: run.versions.keepalived,
    files,
  };
}

/** From start to end by the clock of the machine that the harness ran on, ms; null without an end. */
export function lengthMs({ startedAt, endedAt }: Pick<Run, 'startedAt' | 'endedAt'>): number | null {
  const length = endedAt === null ? Number.NaN : Date.parse(endedAt) - Date.parse(startedAt);
  return Number.isFinite(length) ? length : null;
}
