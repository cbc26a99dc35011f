import type { RunOfSet } from './run-set.ts';

/** Runs of one scenario, by set: the baseline's first. */
export interface ScenarioGroup {
  scenario: string;
  sides: { label: string; runs: RunOfSet[] }[];
}

/**
 * Matches the runs of sets by their scenario. Where every set is of one scenario, they are held together whatever those are
 * called: whether that may be is asked elsewhere. `apart` says which sets share no scenario with the baseline.
 */
export function scenarioGroups(sets: readonly { label: string; used: readonly RunOfSet[] }[]): {
  groups: ScenarioGroup[];
  notes: string[];
  apart: string[];
} {
  const [baseline, ...candidates] = sets;
  if (baseline === undefined || baseline.used.length === 0) return { groups: [], notes: [], apart: [] };
  const namesOf = (runs: readonly RunOfSet[]) => [...new Set(runs.map(({ run }) => run.scenario.name))];
  const names = namesOf(baseline.used);
  const single = sets.every(({ used }) => namesOf(used).length <= 1);
  const of = (runs: readonly RunOfSet[], name: string) =>
    byTime(runs.filter(({ run }) => single || run.scenario.name === name));
  const groups = names.map((scenario) => ({
    scenario,
    sides: sets
      .map(({ label, used }) => ({ label, runs: of(used, scenario) }))
      .filter(({ runs }, index) => index === 0 || runs.length > 0),
  }));
  if (single) return { groups, notes: [], apart: [] };
  const lists = candidates.filter(({ used }) => used.length > 0);
  return {
    groups,
    notes: lists.flatMap(({ label, used }) => [
      ...missing(names, namesOf(used)).map((name) => `Scenario ${name} is in the baseline only, not in ${label}.`),
      ...missing(namesOf(used), names).map((name) => `Scenario ${name} is in ${label} only, not in the baseline.`),
    ]),
    apart: lists
      .filter(({ used }) => !namesOf(used).some((name) => names.includes(name)))
      .map(
        ({ label, used }) =>
          `scenario differs: the baseline has ${names.join(', ')}, ${label} has ${namesOf(used).join(', ')}.`,
      ),
  };
}

function missing(names: readonly string[], from: readonly string[]): string[] {
  return names.filter((name) => !from.includes(name));
}

function byTime(runs: readonly RunOfSet[]): RunOfSet[] {
  return runs.toSorted((a, b) => (a.run.startedAt < b.run.startedAt ? -1 : 1));
}
