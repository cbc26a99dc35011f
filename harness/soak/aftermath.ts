import type { ExitCode } from '../errors.ts';
import type { RunStatus, Verdict } from '../model.ts';
import type { Damage } from './event.ts';

/** How a process of the harness ended, and what it said. */
export interface Ending {
  exitCode: number | null;
  /** The signal that killed it. */
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  durationMs: number;
  /** It had to be killed, because it did not end. */
  hung: boolean;
}

/** A run folder as it was found. */
export interface FoundFolder {
  path: string;
  /** Whether it holds a run.json. */
  there: boolean;
  /** As run.json says; null: there is none, or it cannot be read. */
  saved: { status: RunStatus; verdict: Verdict | null; trials: number; plannedTrials: number } | null;
  /** What judging it again comes to, and the judgements that failed; null: it cannot be read, or there is no run.json. */
  judged: { verdict: Verdict; failed: string[] } | null;
  /** `npm run report -- <folder>`. */
  report: Ending;
}

/** One suite and what became of it. */
export interface SuiteEnd {
  ending: Ending;
  /** Null: it never made one, or removed it. */
  folder: FoundFolder | null;
}

/** What was still there after `npm run lab -- status`, and ought not to be; each in words. */
export interface Left {
  containers: string[];
  networks: string[];
  processes: string[];
  namespaces: string[];
  /** Network interfaces of the host: taps and veths. */
  links: string[];
  mounts: string[];
  /** Temporary files and folders of labs. */
  files: string[];
  /** In the guest of the lab that is up, beside how it was when it came up. */
  guest: string[];
}

/** All that is known after an event: what the invariants judge, and they alone. */
export interface Aftermath {
  event: string;
  damages: Damage;
  exits: readonly (ExitCode | NodeJS.Signals)[];
  /** What was done, in words; null: it came too late. */
  done: string | null;
  /** The suites that were struck. */
  suites: SuiteEnd[];
  /** `npm run lab -- status`, after the event. */
  status: Ending;
  left: Left;
}
