import { metricsOf } from '../measure/metrics.ts';
import { blankRun, type SyntheticOptions, syntheticRecording } from '../measure/synthetic-run.ts';
import { measureRun } from '../measure/trial.ts';
import type { Metric, Run } from '../model.ts';
import { seededRandom } from '../stats/seeded-random.ts';
import { type CompareOptions, compareSets, type SetComparison } from './compare-sets.ts';
import type { RunOfSet } from './run-set.ts';

/** A judged run with these metrics, for tests. */
export function runWith(id: string, metrics: Metric[], parts: Partial<Run> = {}): RunOfSet {
  const run = blankRun({ id, status: 'judged', verdict: 'pass', metrics, ...parts });
  return { from: `results/${run.id}`, run, metrics };
}

/** A metric of times with nothing special about it. */
export function timesOf(samples: number[], parts: Partial<Metric> = {}): Metric {
  return {
    name: 'detectionMs',
    subject: 'kill-director',
    unit: 'ms',
    better: 'lower',
    samples,
    predicted: null,
    bound: 1,
    ...parts,
  };
}

/** A made-up recording as a run that was measured and passed. */
export function measuredRun(id: string, options: SyntheticOptions, parts: Partial<Run> = {}): RunOfSet {
  const recording = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 6, ...options });
  const metrics = metricsOf(recording, measureRun(recording));
  const { run } = recording;
  const { trials, faults, plannedTrials, trialsPerFault, topology, seed } = run;
  return runWith(id, metrics, { trials, faults, plannedTrials, trialsPerFault, topology, seed, ...parts });
}

/** Normal noise of that standard deviation on every sample of the times of its takeovers. */
export function noisy(one: RunOfSet, seed: number, sigmaMs: number): RunOfSet {
  const random = seededRandom(seed);
  // Twelve uniform numbers less six: mean 0, variance 1, near enough to normal.
  const normal = () => Array.from({ length: 12 }, random).reduce((sum, draw) => sum + draw, -6);
  const times = one.metrics.filter(({ name }) => /^(detection|failover)/.test(name));
  const metrics = times.map((metric) => ({
    ...metric,
    samples: metric.samples.map((sample) => sample + sigmaMs * normal()),
  }));
  return runWith(`${one.run.id}-${seed}`, metrics, { ...one.run, id: `${one.run.id}-${seed}`, metrics });
}

/** Nothing may differ, for tests. */
export const strictly: CompareOptions = { mayDiffer: [], force: false };

/** A candidate beside a baseline, for tests. */
export function compared(baseline: RunOfSet[], candidate: RunOfSet[], options = strictly): SetComparison {
  return compareSets(
    [
      { label: 'baseline', runs: baseline },
      { label: 'candidate', runs: candidate },
    ],
    options,
  );
}
