import { existsSync } from 'node:fs';
import type { Check } from '../harness/checks/check.ts';

/** The checks that a run names. One that this version does not have says so when it judges: unknown, never left out. */
export function loadChecks(names: readonly string[]): Promise<Check[]> {
  return Promise.all(names.map(loadCheck));
}

async function loadCheck(name: string): Promise<Check> {
  const file = new URL(`../harness/checks/${name}.ts`, import.meta.url);
  // A name is one file of that folder: run.json must not make anything else be executed.
  const loaded: unknown = /^[a-z0-9-]+$/.test(name) && existsSync(file) ? await import(file.href) : null;
  return hasCheck(loaded) ? loaded.check : missing(name);
}

function hasCheck(loaded: unknown): loaded is { check: Check } {
  return typeof loaded === 'object' && loaded !== null && 'check' in loaded;
}

function missing(name: string): Check {
  return {
    name,
    summary: 'Not known to this version.',
    judge: () => {
      throw new Error(`this version of lvs-drill has no check ${name}`);
    },
  };
}
