import { plannedSubjects } from '../measure/metrics.ts';
import { parseThreshold, type Threshold } from '../measure/thresholds/parse.ts';
import { subjectsNamed } from '../measure/thresholds/subjects.ts';
import type { FaultFacts, Run, Scenario } from '../model.ts';
import { nearest } from '../nearest.ts';
import type { PlanOptions, RunPlan } from './plan.ts';

/** A scenario, and the subjects that each metric may come to have in its run. */
interface Scene {
  name: string;
  subjects: ReadonlyMap<string, string[]>;
  /** What the suite itself asks of it. */
  own: Threshold[];
}

/**
 * The thresholds of each run, as they were written: those of its suite, then of the command line those that name its scenario,
 * or name none and can be answered there. One that nothing can ever answer is a mistake. A suite's own hold for the suite as
 * it is: where options make other clusters of it, or other faults, they are left out.
 */
export function planThresholds(
  runs: readonly RunPlan[],
  factsOf: (fault: string) => FaultFacts,
  options: PlanOptions,
): { thresholds: string[][]; mistakes: string[] } {
  const given = read(options.thresholds ?? []);
  const owns = runs.map(({ scenario }) => read(isChanged(scenario, options) ? [] : (scenario.thresholds ?? [])));
  const scenes = runs.map((run, place): Scene => {
    const own = owns[place]?.thresholds ?? [];
    return { name: run.scenario.name, subjects: subjectsOf(run, factsOf), own };
  });
  return {
    thresholds: scenes.map((scene) => {
      const asked = given.thresholds.filter((one) => isFor(one, scene) && canAnswer(one, scene));
      return [...new Set([...scene.own, ...asked].map(({ source }) => source))];
    }),
    mistakes: [
      ...[...owns, given].flatMap(({ mistakes }) => mistakes),
      ...scenes.flatMap((scene) => scene.own.flatMap((one) => mistakeOf(one, [scene]))),
      ...given.thresholds.flatMap((one) => mistakeOf(one, scenes)),
    ],
  };
}

/** What a run is asked: its scenario's checks, and its thresholds by a check of their own. */
export function askedOf({ scenario, thresholds }: Pick<RunPlan, 'scenario' | 'thresholds'>) {
  if (thresholds.length === 0) return { checks: scenario.checks } satisfies Partial<Run>;
  return { checks: [...scenario.checks, 'threshold'], thresholds } satisfies Partial<Run>;
}

function read(sources: readonly string[]): { thresholds: Threshold[]; mistakes: string[] } {
  const all = sources.map(parseThreshold);
  return {
    thresholds: all.flatMap((one) => ('mistake' in one ? [] : [one])),
    mistakes: all.flatMap((one) => ('mistake' in one ? [one.mistake] : [])),
  };
}

/** More or fewer trials of the same thing change no limit, nor does a topology by name that is the scenario's own. */
function isChanged(
  scenario: Pick<Scenario, 'topology'>,
  { faults, topology, advertIntervalMs, probeIntervalMs, realServers, linkBitsPerSecond }: PlanOptions,
): boolean {
  const other = topology === scenario.topology ? undefined : topology;
  const changes = [faults, other, advertIntervalMs, probeIntervalMs, realServers, linkBitsPerSecond];
  return changes.some((one) => one !== undefined);
}

function subjectsOf(run: RunPlan, factsOf: (fault: string) => FaultFacts): Map<string, string[]> {
  const { topology, probe, faults, trials, comparison, scenario } = run;
  return plannedSubjects({
    topology,
    probe,
    faults: faults.map(factsOf),
    strikes: trials.map(({ fault, level }) => ({ fault, ...(level === undefined ? {} : { level }) })),
    comparison,
    balances: scenario.balance !== undefined,
    // Only where there is a prober is throughput measured before.
    throughputMs: comparison === undefined && scenario.balance === undefined ? scenario.throughputMs : 0,
  });
}

function isFor({ scenario }: Threshold, { name }: Scene): boolean {
  return scenario === null || scenario === name;
}

/** Whether the run can show anything that a threshold could be held against. */
function canAnswer({ metric, subject }: Threshold, { subjects }: Scene): boolean {
  const own = subjects.get(metric) ?? [];
  return (subject === null ? own : subjectsNamed(subject, own)).length > 0;
}

/** Why none of the scenarios can ever answer, in words; empty when one can. */
function mistakeOf(threshold: Threshold, scenes: readonly Scene[]): string[] {
  const { source, scenario, metric, subject } = threshold;
  // Other mistakes keep anything from being planned.
  if (scenes.length === 0) return [];
  const meant = scenes.filter((scene) => isFor(threshold, scene));
  if (meant.some((scene) => canAnswer(threshold, scene))) return [];
  const names = scenes.map(({ name }) => name);
  if (scenario !== null && meant.length === 0)
    return [`Threshold '${source}' is for scenario ${scenario}, which is not to run. To run: ${names.join(', ')}.`];
  const where = meant.map(({ name }) => name).join(', ');
  const subjects = [...new Set(meant.flatMap((scene) => scene.subjects.get(metric) ?? []))];
  if (subject === null || subjects.length === 0) {
    const metrics = [...new Set(meant.flatMap((scene) => [...scene.subjects.keys()]))];
    return [`Threshold '${source}': nothing in ${where} can show ${metric}. There: ${metrics.join(', ')}.`];
  }
  const near = nearest(subject, subjects);
  const hint = near === null ? '' : ` Did you mean '${near}'?`;
  return [
    `Threshold '${source}': ${metric} has no subject '${subject}' in ${where}.${hint} There: ${subjects.join(', ')}.`,
  ];
}
