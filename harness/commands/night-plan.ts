import { mkdir } from 'node:fs/promises';
import { DrillError, usageError } from '../errors.ts';
import type { NightEntry, NightPlan } from '../model.ts';
import { unitNamed } from '../registry.ts';
import { furnishDrillFolder } from '../store/drill-folder.ts';
import { entryName } from '../store/night-schema.ts';
import type { PlannedEntry } from './night.ts';
import {
  commandOf,
  type PlannedSuite,
  performSuite,
  planSuite,
  type SuiteOptions,
  type SuitePlace,
  scenarioNames,
} from './suite.ts';

/**
 * The entries that are to run, in the plan's order. Throws a usage error for a name that is none, and for a plan of which
 * two entries have one name, or one that could not name a folder.
 */
export function chosenEntries(plan: NightPlan, options: { short: boolean; only?: readonly string[] }): NightEntry[] {
  const all = options.short ? plan.short : plan.full;
  const known = new Map(all.map((entry) => [entry.name, entry]));
  const wrong = all.find(({ name }) => !entryName.test(name));
  if (wrong !== undefined) throw usageError(`An entry of the night is called '${wrong.name}', which names no folder.`);
  if (known.size < all.length) throw usageError('Two entries of the night have the same name.');
  if (options.only === undefined) return all;
  const wanted = new Set(options.only.map((name) => unitNamed(known, name, 'entry of the night')));
  return all.filter((entry) => wanted.has(entry));
}

/** The options of a suite that an entry stands for. */
export function suiteOptionsOf(entry: NightEntry, engine?: string): SuiteOptions {
  const { scenarios, topology, faults, trials, probeIntervalMs } = entry;
  return {
    // Not used: a night says itself where each of its suites goes.
    out: '.',
    ...(scenarios === undefined ? {} : { scenario: scenarios }),
    ...(topology === undefined ? {} : { topology }),
    ...(faults === undefined ? {} : { fault: faults }),
    ...(trials === undefined ? {} : { trials }),
    ...(probeIntervalMs === undefined ? {} : { probeInterval: probeIntervalMs }),
    ...(engine === undefined ? {} : { engine }),
  };
}

/** Checks every entry before anything starts. Throws one usage error with all mistakes there are. */
export async function planEntries(
  entries: readonly NightEntry[],
  place: Pick<SuitePlace, 'openEngine' | 'signal' | 'calibrations'>,
  engine?: string,
): Promise<PlannedEntry[]> {
  const planned: PlannedEntry[] = [];
  const mistakes: string[] = [];
  for (const entry of entries) {
    try {
      planned.push(plannedEntry(entry, await planSuite(entry.suite, suiteOptionsOf(entry, engine)), place));
    } catch (error) {
      if (!(error instanceof DrillError)) throw error;
      mistakes.push(`${entry.name}: ${error.message}`);
    }
  }
  if (mistakes.length > 0) throw usageError(mistakes.join('\n'));
  return planned;
}

function plannedEntry(
  entry: NightEntry,
  suite: PlannedSuite,
  place: Pick<SuitePlace, 'openEngine' | 'signal' | 'calibrations'>,
): PlannedEntry {
  const scenarios = scenarioNames(suite.plan);
  return {
    entry,
    command: commandOf(suite.plan, suite.options, suite.preference),
    plannedRuns: scenarios.length,
    async run(path) {
      await mkdir(path);
      const folder = await furnishDrillFolder(path, scenarios);
      await performSuite(suite, { ...place, folder, startedAt: new Date(), latest: false });
    },
  };
}
