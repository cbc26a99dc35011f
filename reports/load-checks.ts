import type { Check } from '../harness/checks/check.ts';
import { loadUnits } from '../harness/registry.ts';

/** The checks that a run names. One that this version does not have says so when it judges: unknown, never left out. */
export async function loadChecks(names: readonly string[]): Promise<Check[]> {
  const known = await loadUnits<Check>(new URL('../harness/checks/', import.meta.url), 'check');
  return names.map((name) => known.get(name) ?? missing(name));
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
