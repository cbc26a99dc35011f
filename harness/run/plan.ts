import { usageError } from '../errors.ts';
import type { ProbeSettings, Suite, Topology } from '../model.ts';
import { seededRandom } from '../stats/seeded-random.ts';
import { topologyMistakes } from '../topology-mistakes.ts';

/** One trial to come. */
export interface PlannedTrial {
  /** From 1, in the order they run. */
  index: number;
  fault: string;
  /** Share of the advertisement interval after the last advert, 0..1. */
  phase: number;
}

/** A suite with its options applied, checked, and the order of its trials fixed. */
export interface Plan {
  suite: Suite;
  topology: Topology;
  faults: string[];
  probe: ProbeSettings;
  throughputMs: number;
  seed: number;
  trialsPerFault: number;
  trials: PlannedTrial[];
}

/** What a user may change of a suite; undefined leaves it as the suite has it. */
export interface PlanOptions {
  /** 1..1000 */
  trials?: number | undefined;
  faults?: string[] | undefined;
  /** 0..2147483647; absent: `defaultSeed`. */
  seed?: number | undefined;
  /** ms, for the topology's VRRP version. */
  advertIntervalMs?: number | undefined;
  /** 2..1000 ms */
  probeIntervalMs?: number | undefined;
}

/** Runs without `--seed` order their trials alike. */
export const defaultSeed = 1;

/**
 * Applies the options to the suite. Throws one usage error with all mistakes there are, so that nothing is started for a
 * run that cannot be.
 */
export function makePlan(suite: Suite, topology: Topology, options: PlanOptions): Plan {
  const trialsPerFault = options.trials ?? suite.trialsPerFault;
  const seed = options.seed ?? defaultSeed;
  const probe = { ...suite.probe, intervalMs: options.probeIntervalMs ?? suite.probe.intervalMs };
  const changed: Topology =
    options.advertIntervalMs === undefined
      ? topology
      : { ...topology, vrrp: { ...topology.vrrp, advertIntervalMs: options.advertIntervalMs } };
  const faults = options.faults ?? suite.faults;

  const mistakes = [
    ...wholeNumber('--trials', trialsPerFault, 1, 1000),
    ...wholeNumber('--seed', seed, 0, 2 ** 31 - 1),
    ...wholeNumber('--probe-interval', probe.intervalMs, 2, 1000),
    ...topologyMistakes(changed),
  ];
  if (mistakes.length > 0) throw usageError(mistakes.join('\n'));
  return {
    suite,
    topology: changed,
    faults,
    probe,
    throughputMs: suite.throughputMs,
    seed,
    trialsPerFault,
    trials: orderTrials(faults, trialsPerFault, suite.phases, seed),
  };
}

/**
 * Rounds of one trial per fault, each round shuffled, so that a drift of the machine meets all faults alike. Every fault
 * goes through the phases in turn.
 */
function orderTrials(faults: string[], rounds: number, phases: number[], seed: number): PlannedTrial[] {
  const random = seededRandom(seed);
  const trials: PlannedTrial[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const drawn = faults.map((fault) => ({ fault, draw: random() })).sort((a, b) => a.draw - b.draw);
    for (const { fault } of drawn) {
      trials.push({ index: trials.length + 1, fault, phase: phases[round % phases.length] ?? 0.5 });
    }
  }
  return trials;
}

function wholeNumber(option: string, value: number, low: number, high: number): string[] {
  const fits = Number.isInteger(value) && value >= low && value <= high;
  return fits ? [] : [`${option} is ${value}, expected a whole number from ${low} to ${high}.`];
}
