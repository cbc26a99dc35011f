import { DrillError, machineError, usageError } from '../errors.ts';
import type { Engine, Log } from './engine.ts';
import { openLabEngine } from './lab/lab-engine.ts';
import { keptLab } from './lab/labs.ts';
import { labsFolder } from './lab/paths.ts';
import { findNative, nativeEngine } from './native.ts';
import { withNativeRemedy } from './obstacles.ts';

export const enginePreferences = ['auto', 'native', 'lab'] as const;
export type EnginePreference = (typeof enginePreferences)[number];

/** From `--engine`, else LVS_DRILL_ENGINE, else `auto`. Throws a usage error for any other word. */
export function enginePreference(option: string | undefined, env: NodeJS.ProcessEnv = process.env): EnginePreference {
  const word = option ?? (env.LVS_DRILL_ENGINE || 'auto');
  const known = enginePreferences.find((name) => name === word);
  if (known === undefined) {
    throw usageError(
      `${option === undefined ? 'LVS_DRILL_ENGINE' : '--engine'} is \`${word}\`, expected ${enginePreferences.join(', ')}.`,
    );
  }
  return known;
}

/** Opens the engine a run will use and says in one line which it is and why. */
export async function openEngine(preference: EnginePreference, log: Log): Promise<Engine> {
  const engine = await choose(preference, log);
  log(`engine: ${engine.kind}, because ${engine.reason}`);
  return engine;
}

async function choose(preference: EnginePreference, log: Log): Promise<Engine> {
  if (preference === 'lab') return openLabEngine('it was asked for', log);
  if (preference === 'auto' && (await dockerHostIsTheLab())) return openLabEngine('DOCKER_HOST names it', log);
  const native = await findNative(log);
  if (native.usable) return nativeEngine(native);
  if (preference === 'native') {
    throw machineError(
      `The native engine cannot be used: ${native.why}.`,
      `${native.remedy} Or leave out \`--engine native\`: the lab brings a kernel of its own.`,
    );
  }
  return openLabEngine(native.why, log).catch((error: unknown) => {
    throw error instanceof DrillError ? withNativeRemedy(error, native) : error;
  });
}

/** `DOCKER_HOST` set for `docker ps` on the lab does not make the lab a native engine. */
async function dockerHostIsTheLab(): Promise<boolean> {
  const kept = await keptLab(labsFolder());
  return kept !== null && process.env.DOCKER_HOST === `unix://${kept.record.dockerSocket}`;
}
