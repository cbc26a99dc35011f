import type Dockerode from 'dockerode';
import type { FoundLab } from '../engine/lab/labs.ts';
import type { ExitCode } from '../errors.ts';
import type { LifeStageName } from './life.ts';
import type { RunningSuite } from './running-suite.ts';
import type { ScratchPaths } from './scratch.ts';

/** What an event damages, which decides what a truthful verdict can be. */
export type Damage = 'harness' | 'engine' | 'disk' | 'clock' | 'cluster' | 'nothing';

/** What a run is given that an event needs other than usual. */
export interface Arrangement {
  /** Another command than the suite. */
  argv?: readonly string[];
  /** Its `--out`. */
  out?: string;
  /** Its XDG_CACHE_HOME. */
  cacheHome?: string;
}

/** What an event meets when it strikes. */
export interface Scene {
  /** In [0, 1), by the event's own seed. */
  random(): number;
  paths: ScratchPaths;
  suite: RunningSuite;
  /** Starts another suite with the same settings; it is waited for and judged as the first one is. */
  startAnother(): RunningSuite;
  /** The lab that the suite is on, as soon as it has one; null: the suite ended before. */
  lab(): Promise<FoundLab | null>;
  /** Its Docker engine, as soon as it answers; null: the suite ended before. */
  docker(): Promise<Dockerode | null>;
  /** Done when the suite has ended, last one first, whatever the strike came to. */
  undo(work: () => Promise<void>): void;
}

/** One way to break a run: one small file in `events/`, named like it. */
export interface SoakEvent {
  name: string;
  summary: string;
  damages: Damage;
  /** `kept`: on the lab that stays up over the soak; `own`: the run boots one of its own, which may not survive. */
  lab: 'kept' | 'own';
  /** The stages in which it can strike. */
  from: LifeStageName;
  until: LifeStageName;
  /** How a run that it cut short may end: exit codes as documented, or the signal it was killed by. */
  exits: readonly (ExitCode | NodeJS.Signals)[];
  /** Only root may do it. */
  needsRoot?: true;
  /** Before the run starts. What has to be taken away again goes to `cleanUp`, called when all has been looked at. */
  arrange?(paths: ScratchPaths, cleanUp: (work: () => Promise<void>) => void): Promise<Arrangement>;
  /** Strikes, and says what it did; null: it came too late to do anything. */
  strike(scene: Scene): Promise<string | null>;
}
