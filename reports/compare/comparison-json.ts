import type { MetricComparison, SetComparison } from '../../harness/compare/compare-sets.ts';
import { disagreementSentence } from '../../harness/compare/disagreements.ts';
import { level } from '../../harness/compare/gate.ts';
import type { Pooled } from '../../harness/compare/pooled-metrics.ts';
import { comparisonSentence, reasonSentence } from './words.ts';

/** The number of the format of compare.json. */
const schemaNumber = 1;

/** compare.json: the whole comparison for programs, with every sample. What is beyond measure is the text `beyond`. */
export function comparisonJson(comparison: SetComparison, command: string): string {
  const { sets, metrics, tests, standing, across, forced, force, notes } = comparison;
  const told = {
    schema: schemaNumber,
    command,
    standing,
    sentence: comparisonSentence(comparison),
    forced: force,
    comparedAcross: across.map((one) => ({ field: one.field, sentence: disagreementSentence(one) })),
    notComparable: forced.map((one) => ({ field: one.field, sentence: disagreementSentence(one) })),
    notes,
    level,
    tests,
    sets: sets.map(({ label, used, leftOut }) => ({
      label,
      runs: used.map(({ from, run }) => ({
        from,
        id: run.id,
        suite: run.suite,
        scenario: run.scenario.name,
        startedAt: run.startedAt,
        verdict: run.verdict,
      })),
      leftOut: leftOut.map(({ one, why }) => ({ from: one.from, id: one.run.id, why })),
    })),
    metrics: metrics.map((one) => metricJson(one, tests)),
  };
  return `${JSON.stringify(told, (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? 'beyond' : value), 2)}\n`;
}

function metricJson(one: MetricComparison, tests: number): object {
  const { scenario, name, subject, unit, better, candidate, standing, reason, adjustedP, needed, evidence, pooled } =
    one;
  return {
    scenario,
    name,
    subject,
    unit,
    better,
    candidate,
    standing,
    reason,
    sentence: reasonSentence(one, tests),
    shift: evidence?.shift.value ?? null,
    interval: evidence?.shift.interval ?? null,
    matters: evidence?.smallest.value ?? null,
    p: evidence?.p ?? null,
    adjustedP,
    exact: evidence?.exact ?? null,
    cliffsDelta: evidence?.cliffsDelta ?? null,
    detectable: evidence?.detectable ?? null,
    samplesNeeded: needed,
    baseline: sideJson(pooled.baseline, one.baselineMeasured),
    [candidateKey]: sideJson(pooled.candidate, one.candidateMeasured),
  };
}

const candidateKey = 'candidateSamples';

function sideJson(pooled: Pooled | null, measured: MetricComparison['baselineMeasured']): object | null {
  if (pooled === null) return null;
  return {
    measured,
    predicted: pooled.predicted,
    bound: pooled.bound,
    runs: pooled.byRun.map(({ one, metric }) => ({
      id: one.run.id,
      samples: metric.samples,
      ...(metric.strata === undefined ? {} : { strata: metric.strata }),
    })),
  };
}
