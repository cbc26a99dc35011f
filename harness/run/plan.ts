import { usageError } from '../errors.ts';
import type { Comparison, FaultFacts, ProbeSettings, Scenario, Suite, Topology } from '../model.ts';
import { unitNamed } from '../registry.ts';
import { seededRandom, shuffled } from '../stats/seeded-random.ts';
import { scenarioName } from '../store/run-schema.ts';
import { changedTopology } from '../topology-change.ts';
import { topologyMistakes } from '../topology-mistakes.ts';
import { balanceMistakes, orderBalanceTrials, type PlannedBalanceTrial } from './balance-plan.ts';
import { comparisonMistakes, orderLoads, type PlannedLoad } from './load-plan.ts';
import { questionMistakes } from './question-mistakes.ts';
import { optionMistakes } from './refused-options.ts';
import { planThresholds } from './threshold-plan.ts';

/** One trial to come. */
export interface PlannedTrial {
  /** From 1, in the order they run. */
  index: number;
  /** From 0: every fault, at each of its levels, has one trial in each round. */
  round: number;
  fault: string;
  /** Strength, in the unit of the fault's facts; only for faults that have levels. */
  level?: number;
  /** Share of the advertisement interval after the last advert, 0..1. */
  phase: number;
}

/** One scenario with the options applied, checked, and the order of its trials fixed: what becomes one run. */
export interface RunPlan {
  suite: string;
  scenario: Scenario;
  topology: Topology;
  faults: string[];
  probe: ProbeSettings;
  seed: number;
  trialsPerFault: number;
  trials: PlannedTrial[];
  /** Instead of trials of faults. */
  comparison?: Comparison;
  loads: PlannedLoad[];
  /** Of a scenario with `balance`; it has no others. */
  balanceTrials: PlannedBalanceTrial[];
  /** As they were written (`Run.thresholds`). */
  thresholds: string[];
}

/** A suite with its options applied. */
export interface Plan {
  suite: Suite;
  seed: number;
  runs: RunPlan[];
}

/** What a user may change of a suite; undefined leaves it as the suite has it. */
export interface PlanOptions {
  /** Only these of the suite's scenarios. */
  scenarios?: string[] | undefined;
  /** 1..1000 */
  trials?: number | undefined;
  /** Instead of those of each scenario. */
  faults?: string[] | undefined;
  /** Instead of that of each scenario, which still changes it as it says. */
  topology?: string | undefined;
  /** 0..2147483647; absent: `defaultSeed`. */
  seed?: number | undefined;
  /** ms, for the topology's VRRP version. */
  advertIntervalMs?: number | undefined;
  /** 2..1000 ms */
  probeIntervalMs?: number | undefined;
  /** 1..10, instead of as many as each scenario's topology has. */
  realServers?: number | undefined;
  /** Bits per second, for scenarios that compare; NaN: not readable. */
  linkBitsPerSecond?: number | undefined;
  /** Besides those of the suite. */
  thresholds?: string[] | undefined;
}

/** What can be named in a plan. */
export interface KnownUnits {
  topologies: ReadonlyMap<string, Topology>;
  faults: ReadonlyMap<string, { facts: FaultFacts }>;
}

/** Runs without `--seed` order their trials alike. */
export const defaultSeed = 1;

/**
 * Applies the options to the suite. Throws one usage error with all mistakes there are, so that nothing is started for a
 * run that cannot be.
 */
export function makePlan(suite: Suite, known: KnownUnits, options: PlanOptions): Plan {
  const all = new Map(suite.scenarios.map((scenario) => [scenario.name, scenario]));
  const chosen =
    unique(options.scenarios)?.map((name) => unitNamed(all, name, `scenario of ${suite.name}`)) ?? suite.scenarios;
  const seed = options.seed ?? defaultSeed;
  const mistakes = new Set(wholeNumber('--seed', seed, 0, 2 ** 31 - 1));
  const runs = chosen.map((scenario) => {
    const { plan, mistakes: own } = planRun(suite.name, scenario, known, options, seed);
    for (const mistake of own) mistakes.add(mistake);
    if (!scenarioName.test(scenario.name))
      mistakes.add(`Scenario '${scenario.name}' must be lower-case letters, digits and hyphens: it names a folder.`);
    return plan;
  });
  const factsOf = (fault: string) => unitNamed(known.faults, fault, 'fault').facts;
  // What no run can be planned for can show nothing.
  const { thresholds, mistakes: wrong } = planThresholds(mistakes.size === 0 ? runs : [], factsOf, options);
  for (const mistake of wrong) mistakes.add(mistake);
  if (mistakes.size > 0) throw usageError([...mistakes].join('\n'));
  return { suite, seed, runs: runs.map((run, place) => ({ ...run, thresholds: thresholds[place] ?? [] })) };
}

function planRun(
  suite: string,
  scenario: Scenario,
  known: KnownUnits,
  options: PlanOptions,
  seed: number,
): { plan: RunPlan; mistakes: string[] } {
  const trialsPerFault = options.trials ?? scenario.trialsPerFault;
  const trialMistakes = wholeNumber('--trials', trialsPerFault, 1, 1000);
  // A number that is refused is not counted to: it may be one that nobody lives to see the end of.
  const rounds = trialMistakes.length === 0 ? trialsPerFault : 0;
  const probe = { ...scenario.probe, intervalMs: options.probeIntervalMs ?? scenario.probe.intervalMs };
  const named = unitNamed(known.topologies, options.topology ?? scenario.topology, 'topology');
  const { realServers: realServerCount, linkBitsPerSecond } = options;
  const change = { ...scenario.change, ...(realServerCount === undefined ? {} : { realServerCount }) };
  const countMistakes = realServerCount === undefined ? [] : wholeNumber('--real-servers', realServerCount, 1, 10);
  const changed = changedTopology(named, countMistakes.length === 0 ? change : scenario.change);
  const topology: Topology =
    options.advertIntervalMs === undefined
      ? changed
      : { ...changed, vrrp: { ...changed.vrrp, advertIntervalMs: options.advertIntervalMs } };
  const comparison =
    scenario.comparison === undefined || linkBitsPerSecond === undefined
      ? scenario.comparison
      : { ...scenario.comparison, linkBitsPerSecond };
  const withoutFaults = scenario.balance !== undefined || comparison !== undefined;
  const faults = withoutFaults ? [] : (unique(options.faults) ?? scenario.faults);
  const strikes = faults.flatMap((one) => strikesOf(one, known));
  const faultNames = [...new Set(strikes.map(({ fault }) => fault))];
  const facts = faultNames.map((name) => unitNamed(known.faults, name, 'fault').facts);
  return {
    plan: {
      suite,
      scenario,
      topology,
      faults: faultNames,
      probe,
      seed,
      trialsPerFault,
      trials: orderTrials(strikes, rounds, scenario.phases, seed),
      ...(comparison === undefined ? {} : { comparison }),
      loads: comparison === undefined ? [] : orderLoads(comparison, rounds, seed),
      balanceTrials: orderBalanceTrials(scenario, topology, seed),
      thresholds: [],
    },
    mistakes: [
      ...trialMistakes,
      ...wholeNumber('--probe-interval', probe.intervalMs, 2, 1000),
      ...countMistakes,
      ...optionMistakes(suite, scenario, options),
      ...comparisonMistakes(scenario, topology, options),
      ...topologyMistakes(topology),
      ...balanceMistakes(scenario, topology),
      ...questionMistakes(suite, scenario, topology, facts),
    ],
  };
}

/** The plan for a cluster that has not all of its virtual services. */
export function replanned(plan: RunPlan, topology: Topology): RunPlan {
  return { ...plan, topology, balanceTrials: orderBalanceTrials(plan.scenario, topology, plan.seed) };
}

/** Each once, however often the user named it. */
function unique(names: string[] | undefined): string[] | undefined {
  return names === undefined ? undefined : [...new Set(names)];
}

/** A fault at one of its levels, if it has levels. */
interface Strike {
  fault: string;
  level?: number;
}

function strikesOf(one: Scenario['faults'][number], known: KnownUnits): Strike[] {
  const { fault, levels } = typeof one === 'string' ? { fault: one, levels: [] } : one;
  const { facts } = unitNamed(known.faults, fault, 'fault');
  if (facts.level === undefined) return [{ fault }];
  return (levels.length === 0 ? [facts.level.default] : levels).map((level) => ({ fault, level }));
}

/**
 * Rounds of one trial per fault and level, each round shuffled, so that a drift of the machine meets all alike. Every
 * fault goes through the phases in turn.
 */
function orderTrials(strikes: Strike[], rounds: number, phases: number[], seed: number): PlannedTrial[] {
  const random = seededRandom(seed);
  const trials: PlannedTrial[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const strike of shuffled(strikes, random)) {
      trials.push({ index: trials.length + 1, round, ...strike, phase: phases[round % phases.length] ?? 0.5 });
    }
  }
  return trials;
}

function wholeNumber(option: string, value: number, low: number, high: number): string[] {
  const fits = Number.isInteger(value) && value >= low && value <= high;
  return fits ? [] : [`${option} is ${value}, expected a whole number from ${low} to ${high}.`];
}
