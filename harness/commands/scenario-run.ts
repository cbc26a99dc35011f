import type { RunningCluster } from '../cluster/assemble.ts';
import type { Engine } from '../engine/engine.ts';
import type { Images } from '../engine/images.ts';
import type { KernelAbilities } from '../engine/kernel-probe.ts';
import { messageOf } from '../errors.ts';
import type { Run } from '../model.ts';
import type { TrialCompanion } from '../probes/companion.ts';
import type { RunPlan } from '../run/plan.ts';
import type { Session } from '../run/session.ts';
import type { RunFolder } from '../store/run-folder.ts';
import type { DrillOrder } from './drill-order.ts';

/** What all scenarios of a drill share, once it is there. */
export interface Machine {
  engine?: Engine;
  images?: Images;
  /** What the engine's kernel can do, where a scenario had to know. */
  kernel?: KernelAbilities;
}

/** One scenario: what its stages hand to each other; a stage may rely on what the stages before it put here. */
export interface ScenarioRun {
  order: DrillOrder;
  plan: RunPlan;
  folder: RunFolder;
  machine: Machine;
  /** The scenarios that came before it. */
  before: ScenarioRun[];
  /** No scenario follows: its cluster may stay until the drill is over. */
  last: boolean;
  runId?: string;
  warnings?: string[];
  cluster?: RunningCluster;
  /** Null: the cluster never served. */
  readyAfterMs?: number | null;
  run?: Run;
  session?: Session;
  companions?: TrialCompanion[];
}

/** The run of a scenario that got as far as recording. */
export function runOf({ session }: ScenarioRun): Run | undefined {
  return session?.run;
}

/** What an earlier stage must have put there. Throws where it did not, which is a bug of ours. */
export function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The drill reached a stage without its ${what}.`);
  return value;
}

/**
 * Takes the scenario's cluster down, or says how to look at the one that stays up. Where it would not go, it is tried
 * again with the next call.
 */
export async function tearDown(state: ScenarioRun, keep: boolean): Promise<void> {
  const { cluster, machine } = state;
  if (cluster === undefined) return;
  if (keep) {
    console.log(
      `The topology stays up: DOCKER_HOST=${machine.engine?.dockerHost} docker ps. The next suite on this engine removes it.`,
    );
    return;
  }
  // The verdict is out; an engine that has gone meanwhile takes its containers with it, or the next run sweeps them.
  try {
    await cluster.stop();
    delete state.cluster;
  } catch (error) {
    console.error(`Cleaning up failed: ${messageOf(error)}`);
  }
}
