import { isShown, valuesOf } from '../../harness/measure/metrics/sample.ts';
import type { Judgement, Metric } from '../../harness/model.ts';
import { measured, median } from '../../harness/stats/quantiles.ts';
import { scenarioLines } from '../drill-table.ts';
import { absent, counted, formatIn, formatMeasured, formatNumber, formatRange } from '../format.ts';
import { markdownTable } from '../markdown.ts';
import { verdictSigns } from '../verdict-sentence.ts';
import type { ExportInput } from './export-input.ts';

/** Rows of a table at most: a summary is read, and the report has them all. */
const mostRows = 40;

/** Characters of a text at most. */
const longestText = 300;

/** Passed judgements of one check at most. */
const passedOfCheck = 4;

/** Of a number with more subjects than this, only the worst is told. */
const mostSubjects = 10;

/** Each scenario with its verdict and what decided it; nothing where there is only one. */
export function scenarioTable({ scenarios, runs, missing }: ExportInput): string[] {
  if (scenarios.length === 1) return [];
  const rows = scenarioLines(scenarios, runs, missing).map(({ name, verdict, finding }) => [
    name,
    verdictSigns[verdict],
    finding,
  ]);
  return [clippedTable([{ title: 'Scenario' }, { title: 'Verdict' }, { title: 'Finding' }], rows.slice(0, mostRows))];
}

/**
 * Judgements that matter: what failed, what could not be told, and of a single scenario also what passed with numbers, a
 * few of each check; then how many there are besides.
 */
export function checksTable(input: ExportInput): string[] {
  const all = input.runs.flatMap(({ scenario, judgements }) =>
    (judgements ?? []).map((judgement) => ({ scenario: scenario.name, judgement })),
  );
  const by = (verdict: Judgement['verdict']) => all.filter(({ judgement }) => judgement.verdict === verdict);
  const inNumbers = by('pass').filter(({ judgement }) => judgement.measured !== null);
  const told = inNumbers.filter(
    (one, index) =>
      inNumbers.slice(0, index).filter(({ judgement }) => judgement.check === one.judgement.check).length <
      passedOfCheck,
  );
  const shown = [...by('fail'), ...by('unknown'), ...(input.scenarios.length === 1 ? told : [])].slice(0, mostRows);
  const titles = [
    { title: 'Verdict' },
    { title: 'Check' },
    { title: 'Subject' },
    { title: 'Measured', numeric: true },
    { title: 'Predicted', numeric: true },
    { title: 'Limit', numeric: true },
    { title: 'Finding' },
  ];
  const rows = shown.map(({ scenario, judgement }) => named(input, scenario, judgementCells(judgement)));
  const rest = (['fail', 'unknown', 'pass'] as const)
    .map((verdict) => ({ verdict, count: by(verdict).filter((one) => !shown.includes(one)).length }))
    .filter(({ count }) => count > 0);
  return [
    ...(rows.length === 0 ? [] : ['### Checks', clippedTable(named(input, { title: 'Scenario' }, titles), rows)]),
    ...(rest.length === 0
      ? []
      : [
          `Besides: ${rest.map(({ verdict, count }) => `${counted(count, 'judgement')} ${verdictSigns[verdict]}`).join(', ')}.`,
        ]),
  ];
}

/** Every quantity that the runs show; of one with many subjects, the subject that came out worst. */
export function numbersTable(input: ExportInput): string[] {
  const rows = input.runs.flatMap(({ scenario, metrics }) =>
    numberRows((metrics ?? []).filter(isShown)).map((cells) => named(input, scenario.name, cells)),
  );
  if (rows.length === 0) return [];
  const titles = [
    { title: 'Number' },
    { title: 'Subject' },
    { title: 'Median [smallest .. largest]', numeric: true },
    { title: 'Error bound', numeric: true },
    { title: 'Predicted', numeric: true },
    { title: 'Samples', numeric: true },
  ];
  return [
    '### Numbers',
    clippedTable(named(input, { title: 'Scenario' }, titles), rows.slice(0, mostRows)),
    ...(rows.length > mostRows ? [`Besides: ${counted(rows.length - mostRows, 'number')}.`] : []),
  ];
}

function numberRows(metrics: readonly Metric[]): string[][] {
  return [...new Set(metrics.map(({ name }) => name))].flatMap((name) => {
    const alike = metrics.filter((one) => one.name === name);
    if (alike.length <= mostSubjects) return alike.map((one) => numberCells(one, one.subject));
    const worst = alike.reduce((a, b) => (worse(b, a) ? b : a));
    return [numberCells(worst, `worst of ${alike.length}: ${worst.subject}`)];
  });
}

function worse(a: Metric, b: Metric): boolean {
  const [own, other] = [median(valuesOf(a)) ?? 0, median(valuesOf(b)) ?? 0];
  // Not by their difference: two that are both beyond measure have none.
  if (own === other) return (a.beyond ?? 0) > (b.beyond ?? 0);
  return (a.better === 'lower') === own > other;
}

/** Text that stays short enough for the whole to stay below what CI systems take (GitHub: 1 MiB). */
export function clipped(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)} …`;
}

function clippedTable(columns: readonly { title: string; numeric?: boolean }[], rows: readonly string[][]): string {
  return markdownTable(
    columns,
    rows.map((cells) => cells.map(clipped)),
  );
}

/** With the scenario in front, where there are several. */
function named<T>({ scenarios }: ExportInput, scenario: T, cells: T[]): T[] {
  return scenarios.length === 1 ? cells : [scenario, ...cells];
}

function judgementCells({
  check,
  subject,
  verdict,
  unit,
  measured: seen,
  predicted,
  limit,
  headline,
}: Judgement): string[] {
  return [
    verdictSigns[verdict],
    check,
    subject,
    seen === null ? absent : formatMeasured(unit, seen),
    predicted === null ? absent : formatRange(unit, predicted),
    limit === null ? absent : formatRange(unit, limit),
    headline,
  ];
}

function numberCells({ name, unit, samples, beyond = 0, bound, predicted }: Metric, subject: string): string[] {
  const figures = measured(samples);
  return [
    name,
    subject,
    figures === null ? absent : formatMeasured(unit, figures),
    bound === null ? absent : `± ${formatIn(unit, bound)}`,
    predicted === null ? absent : formatRange(unit, predicted),
    `${formatNumber(samples.length)}${beyond === 0 ? '' : `, and ${formatNumber(beyond)} beyond measure`}`,
  ];
}
