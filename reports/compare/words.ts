import type { MetricComparison, SetComparison } from '../../harness/compare/compare-sets.ts';
import type { Standing } from '../../harness/compare/gate.ts';
import { level } from '../../harness/compare/gate.ts';
import type { Range, Verdict } from '../../harness/model.ts';
import { counted, formatIn, formatRange } from '../format.ts';

/** Each standing with a sign that needs no colour. */
export const standingSigns: Record<Standing, string> = {
  better: '▲ better',
  same: '= same',
  worse: '▼ worse',
  unknown: '? unknown',
};

/** In which of the verdicts' colours a standing is shown; `same` is neither good nor bad news. */
export const standingColours: Record<Standing, Verdict | 'skipped'> = {
  better: 'pass',
  same: 'skipped',
  worse: 'fail',
  unknown: 'unknown',
};

/** `+50.2 ms`; a sample may lie beyond what could be measured, and so may a shift. */
export function formatShift(unit: string, value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'beyond measure' : value < 0 ? 'from beyond measure' : 'not known';
  return `${value > 0 ? '+' : ''}${formatIn(unit, value)}`;
}

/** Its interval. */
export function formatInterval(unit: string, interval: Range | null): string {
  if (interval === null) return 'no interval';
  const { low, high } = interval;
  return [low, high].every(Number.isFinite)
    ? formatRange(unit, interval)
    : `${formatShift(unit, low)} .. ${formatShift(unit, high)}`;
}

/** To four places, and not as if it were 0 below. */
export function formatP(p: number): string {
  return p < 0.0001 ? '< 0.0001' : p.toFixed(4);
}

/** What is compared: `failoverMs of kill-director`, with the scenario and the candidate where there are several. */
export function nameOf(
  one: MetricComparison,
  comparison: Pick<SetComparison, 'sets' | 'metrics'>,
  joint = ' of ',
): string {
  const several = new Set(comparison.metrics.map(({ scenario }) => scenario)).size > 1;
  return [
    `${one.name}${joint}${one.subject}`,
    several ? ` in ${one.scenario}` : '',
    comparison.sets.length > 2 ? `, ${one.candidate}` : '',
  ].join('');
}

/** Why it stands as it stands, in one sentence with numbers. */
export function reasonSentence(one: MetricComparison, tests: number): string {
  const { evidence, unit } = one;
  if (!one.decides) return 'One sample a run, of too few runs: shown, but no part of the verdict.';
  if (evidence === null) return onesided(one);
  const { shift, smallest, repeated } = evidence;
  const matters = `${formatIn(unit, smallest.value)} (${smallest.because})`;
  const moved = `${formatShift(unit, shift.value)} (95 %: ${formatInterval(unit, shift.interval)})`;
  const runs = one.pooled.candidate?.byRun.length ?? 0;
  if (one.reason === 'within') return `${moved}: whatever the shift is, it is less than ${matters}.`;
  if (one.reason === 'proven')
    return `${moved}, more than ${matters}; p ${formatP(one.adjustedP ?? 1)} among ${counted(tests, 'test')}; each of ${counted(runs, 'run')} shifts that way.`;
  if (one.reason === 'unrepeated')
    return `Looks ${inBetter(one) ? 'better' : 'worse'}: ${moved}, more than ${matters}, p ${formatP(one.adjustedP ?? 1)}. One run shows it: run it again, and name both as the candidate.`;
  if (one.reason === 'beyond')
    return `${moved} by the median, less than ${matters}; but beyond measure were ${beyondWords(one)}.`;
  if (one.reason === 'contradicted' && repeated === false)
    return `${moved}, more than ${matters} over all runs, but they do not all shift that way.`;
  return `${moved}: with ${told(one)} this can be less than ${matters}, or more. ${would(one)}`;
}

function beyondWords({ evidence, baselineMeasured, candidateMeasured }: MetricComparison): string {
  const { baseline = 0, candidate = 0 } = evidence?.beyond ?? {};
  return `${baseline} of ${baselineMeasured?.trials ?? 0} samples of the baseline and ${candidate} of ${candidateMeasured?.trials ?? 0} of the candidate`;
}

function told({ baselineMeasured, candidateMeasured }: MetricComparison): string {
  return `${baselineMeasured?.trials ?? 0} and ${counted(candidateMeasured?.trials ?? 0, 'sample')}`;
}

function would({ needed, evidence, unit, adjustedP }: MetricComparison): string {
  const detectable = evidence?.detectable;
  const now =
    detectable === null || detectable === undefined || !Number.isFinite(detectable)
      ? ''
      : ` These tell shifts of ${formatIn(unit, detectable)} and more from none.`;
  const p = adjustedP === null || adjustedP < level ? '' : ` p ${formatP(adjustedP)}.`;
  const enough =
    needed === null
      ? 'No number of trials that is in reach would do.'
      : `About ${counted(needed, 'sample')} on each side would do.`;
  return `${enough}${now}${p}`;
}

function onesided({ baselineMeasured, candidateMeasured, candidate }: MetricComparison): string {
  if (baselineMeasured !== null && candidateMeasured !== null)
    return 'The trials of the two sides are of different phases: none may be held beside another.';
  return baselineMeasured === null
    ? `Only ${candidate} shows it: there is nothing to compare it with.`
    : `Only the baseline shows it, ${candidate} does not.`;
}

function inBetter({ evidence, better }: MetricComparison): boolean {
  return (evidence?.shift.value ?? 0) < 0 === (better === 'lower');
}

/** Everything in one sentence for somebody on call. */
export function comparisonSentence(comparison: SetComparison): string {
  const { metrics, standing, sets } = comparison;
  if (!metrics.some(({ decides }) => decides)) return `Unknown: nothing is left to compare. ${nothingLeft(comparison)}`;
  const deciding = metrics.filter(({ decides }) => decides);
  const of = (wanted: Standing) => deciding.filter((one) => one.standing === wanted);
  const tally = (['better', 'same', 'unknown'] as const)
    .map((wanted) => ({ wanted, number: of(wanted).length }))
    .filter(({ number }) => number > 0)
    .map(({ wanted, number }) => `${number} ${wanted}`)
    .join(', ');
  if (standing === 'worse') {
    const [first, ...more] = of('worse');
    const shift = first?.evidence ? formatShift(first.unit, first.evidence.shift.value) : '';
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    return `Worse: ${first === undefined ? '' : nameOf(first, comparison)} by ${shift}${others}${tally === '' ? '' : `; ${tally}`}.`;
  }
  const doubted = deciding.filter(({ reason, evidence }) => reason === 'unrepeated' && evidence !== null);
  const looks = doubted.filter((one) => !inBetter(one));
  if (looks.length > 0) {
    const [first] = looks;
    const shift = first?.evidence ? formatShift(first.unit, first.evidence.shift.value) : '';
    return `Unknown: ${first === undefined ? '' : nameOf(first, comparison)} looks worse by ${shift}${looks.length > 1 ? ` and ${looks.length - 1} more` : ''}; one run shows it, a second must. ${tally}.`;
  }
  if (standing === 'unknown') return `Unknown: nothing is proven worse, but not everything can be told: ${tally}.`;
  const all = counted(deciding.length, 'metric');
  const versus = sets.length > 2 ? ` of ${sets.length - 1} candidates` : '';
  return `Not worse: ${all}${versus} held beside the baseline: ${tally}.`;
}

function nothingLeft({ sets }: SetComparison): string {
  const empty = sets.filter(({ used }) => used.length === 0).map(({ label }) => label);
  if (empty.length > 0) return `Every run of ${empty.join(' and ')} was left out; --force takes them all the same.`;
  return 'Baseline and candidate have no metric in common.';
}
