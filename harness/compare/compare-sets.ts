import { usageError } from '../errors.ts';
import type { Measured, Metric, Range } from '../model.ts';
import { holm } from '../stats/holm.ts';
import { measured } from '../stats/quantiles.ts';
import { calibrationNotes } from './calibration-notes.ts';
import { type FieldName, fieldNames } from './comparable-fields.ts';
import { type Disagreement, disagreementSentence, disagreementsOf } from './disagreements.ts';
import { type Evidence, evidenceOf, type Reason, type Standing, samplesNeeded, standingOf } from './gate.ts';
import { machineNotes } from './machine-notes.ts';
import { type Pooled, pooled } from './pooled-metrics.ts';
import { type LeftOut, type RunOfSet, type RunSet, usableRuns } from './run-set.ts';
import { scenarioGroups } from './scenario-groups.ts';

/** What may stand in the way of a comparison, and does not. */
export interface CompareOptions {
  /** Fields that may differ. */
  mayDiffer: readonly FieldName[];
  /** Everything may, and runs that proved nothing count too. */
  force: boolean;
}

/** A set, and which of its runs are looked at. */
export interface ComparedSet {
  label: string;
  used: RunOfSet[];
  leftOut: LeftOut[];
}

/** One metric of one candidate beside the baseline's. */
export interface MetricComparison {
  scenario: string;
  name: string;
  subject: string;
  unit: string;
  better: Metric['better'];
  /** Label of the candidate's set. */
  candidate: string;
  baselineMeasured: Measured | null;
  candidateMeasured: Measured | null;
  predicted: { baseline: Range | null; candidate: Range | null };
  /** Null where only one side shows it. */
  evidence: Evidence | null;
  /** After Holm, over all tests of the comparison; null where there was nothing to test. */
  adjustedP: number | null;
  standing: Standing;
  reason: Reason;
  /** Samples on each side that would do, where these do not tell; null: they do, or no number that anybody makes would. */
  needed: number | null;
  /** False: one sample a run, of too few runs to tell anything. It is shown, and no part of the verdict. */
  decides: boolean;
  /** For charts over time: what each run of the sides shows. */
  pooled: { baseline: Pooled | null; candidate: Pooled | null };
}

/** All that a comparison says. */
export interface SetComparison {
  sets: ComparedSet[];
  metrics: MetricComparison[];
  /** Tests that were made: the family over which p values are adjusted. */
  tests: number;
  standing: Standing;
  /** Fields in which the sets differ, as was allowed by name. */
  across: Disagreement[];
  /** Those in which they differ although nobody allowed it by name: only with `force`. */
  forced: Disagreement[];
  force: boolean;
  /** What a reader must know before believing it. */
  notes: string[];
}

/**
 * Holds every metric of the second set, and of all further ones, beside that of the first. Throws a `DrillError` with exit
 * code 64 where they are not comparable: which fields differ, and how.
 */
export function compareSets(sets: readonly RunSet[], { mayDiffer, force }: CompareOptions): SetComparison {
  const compared = sets.map((set) => ({ label: set.label, ...usableRuns(set, force) }));
  const { groups, notes, apart } = scenarioGroups(compared);
  // Where nothing is left of a set, what it was tells the user more than that nothing is left.
  const considered = scenarioGroups(
    compared.map(({ label, used }, n) => ({ label, used: used.length > 0 ? used : [...(sets[n]?.runs ?? [])] })),
  );
  const disagreements = onceEach(
    considered.groups.flatMap(({ sides }) => {
      const reference = sides[0]?.runs[0];
      return reference === undefined ? [] : disagreementsOf(reference, sides);
    }),
  );
  const forced = disagreements.filter(({ field }) => !mayDiffer.includes(field));
  if (considered.apart.length > 0 && !force)
    throw usageError(considered.apart.join(' '), 'Name runs of the same scenarios.');
  if (forced.length > 0 && !force) throw notComparable(forced);
  const found = groups.flatMap(({ scenario, sides }) => {
    const [baseline, ...candidates] = sides;
    if (baseline === undefined) return [];
    return candidates.flatMap((side) => comparedMetrics(scenario, baseline.runs, side));
  });
  const { metrics, tests } = judged(found);
  const untold = compared.flatMap(leftOutWhole);
  return {
    sets: compared,
    metrics,
    tests,
    standing: overall(metrics, untold.length > 0),
    across: disagreements.filter(({ field }) => mayDiffer.includes(field)),
    forced,
    force,
    notes: [
      ...notes,
      ...apart,
      ...untold,
      ...onBothSides(compared),
      ...machineNotes(compared),
      ...calibrationNotes(compared),
    ],
  };
}

/** Several scenarios of a drill differ in the same. */
function onceEach(disagreements: readonly Disagreement[]): Disagreement[] {
  const keyOf = ({ field, label, differences }: Disagreement) => JSON.stringify([field, label, differences]);
  return [...new Map(disagreements.toReversed().map((one) => [keyOf(one), one])).values()].reverse();
}

function notComparable(forced: readonly Disagreement[]): Error {
  const fields = [...new Set(forced.map(({ field }) => field))];
  const all = forced.map((one) => `\n- ${disagreementSentence(one)}`).join('');
  return usageError(
    `These are not comparable:${all}`,
    `If that is what you want to compare: --may-differ ${fields.join(' ')}. --force compares all the same, and says so. Fields: ${fieldNames.join(', ')}.`,
  );
}

/** A metric before the gate. */
type Found = Omit<MetricComparison, 'adjustedP' | 'standing' | 'reason' | 'needed' | 'decides'>;

function comparedMetrics(
  scenario: string,
  baselineRuns: readonly RunOfSet[],
  side: { label: string; runs: readonly RunOfSet[] },
): Found[] {
  const all = [...baselineRuns, ...side.runs].flatMap(({ metrics }) => metrics);
  const distinct = new Map(all.map((one) => [JSON.stringify([one.name, one.subject]), one]));
  return [...distinct.values()].flatMap(({ name, subject, unit, better }) => {
    const [baseline, candidate] = [baselineRuns, side.runs].map((runs) => pooled(runs, name, subject));
    if (!baseline && !candidate) return [];
    return [
      {
        scenario,
        name,
        subject,
        unit,
        better,
        candidate: side.label,
        baselineMeasured: measured(baseline?.samples ?? []),
        candidateMeasured: measured(candidate?.samples ?? []),
        predicted: { baseline: baseline?.predicted ?? null, candidate: candidate?.predicted ?? null },
        evidence: baseline && candidate ? evidenceOf({ name, unit }, baseline, candidate) : null,
        pooled: { baseline: baseline ?? null, candidate: candidate ?? null },
      },
    ];
  });
}

function judged(found: readonly Found[]): { metrics: MetricComparison[]; tests: number } {
  // Where all samples are equal, or even the largest shift would prove nothing, no false alarm is to be had.
  const tested = found.filter(({ evidence }) => evidence?.varies === true && evidence.shift.interval !== null);
  const adjusted = holm(tested.map(({ evidence }) => evidence?.p ?? 1));
  const places = new Map(tested.map((one, index) => [one, index]));
  const metrics = found.map((one): MetricComparison => {
    const decides = one.subject !== 'run' || (one.evidence !== null && one.evidence.shift.interval !== null);
    if (one.evidence === null)
      return { ...one, adjustedP: null, standing: 'unknown', reason: 'one-sided', needed: null, decides };
    const index = places.get(one);
    const adjustedP = index === undefined ? null : (adjusted[index] ?? 1);
    const { standing, reason } = standingOf(one.evidence, adjustedP ?? 1, one.better);
    const needed = reason === 'too-few' ? samplesNeeded(one.evidence, tested.length) : null;
    return { ...one, adjustedP, standing, reason, needed, decides };
  });
  return { metrics, tests: tested.length };
}

/** Scenarios of a set of which no run is looked at, in words. */
function leftOutWhole({ label, used, leftOut }: ComparedSet): string[] {
  const names = new Set(leftOut.map(({ one }) => one.run.scenario.name));
  for (const { run } of used) names.delete(run.scenario.name);
  return [...names].map((name) => `Every run of ${name} in ${label} was left out: nothing is known of it.`);
}

/** The worst that was found; where nothing was compared, or only a part of what there was, nothing is known. */
function overall(metrics: readonly MetricComparison[], untold: boolean): Standing {
  const standings = new Set(metrics.filter(({ decides }) => decides).map(({ standing }) => standing));
  if (standings.has('worse')) return 'worse';
  if (standings.has('unknown') || standings.size === 0 || untold) return 'unknown';
  return standings.has('better') ? 'better' : 'same';
}

function onBothSides(sets: readonly ComparedSet[]): string[] {
  const [baseline, ...candidates] = sets;
  return candidates.flatMap(({ label, used }) =>
    used
      .filter(({ run }) =>
        baseline?.used.some((one) => one.run.id === run.id && one.run.scenario.name === run.scenario.name),
      )
      .map(
        ({ run, from }) =>
          `Run ${run.id} (${from}) is in the baseline and in ${label}: held beside itself it shows nothing.`,
      ),
  );
}
