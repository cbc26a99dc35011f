import type { MetricComparison, SetComparison } from '../../harness/compare/compare-sets.ts';
import { disagreementSentence } from '../../harness/compare/disagreements.ts';
import { type Column, fittedTable } from '../fitted-table.ts';
import { formatIn, formatRange } from '../format.ts';
import { painter, type TerminalOptions, wrapped } from '../terminal.ts';
import { byNews } from './order.ts';
import {
  comparisonSentence,
  formatInterval,
  formatP,
  formatShift,
  nameOf,
  reasonSentence,
  standingColours,
  standingSigns,
} from './words.ts';

const none = '-';
/** `3.649 → 3.699 s`: the medians of baseline and candidate. */
const medians: Column<MetricComparison> = [
  'medians',
  ({ unit, baselineMeasured, candidateMeasured }) => {
    const [before, after] = [baselineMeasured?.median, candidateMeasured?.median];
    if (before !== undefined && after !== undefined && Number.isFinite(before) && Number.isFinite(after))
      return formatRange(unit, { low: before, high: after }).replace(' .. ', ' → ');
    return `${medianWords(unit, before)} → ${medianWords(unit, after)}`;
  },
];
const samples: Column<MetricComparison> = [
  'samples',
  ({ baselineMeasured, candidateMeasured }) => `${baselineMeasured?.trials ?? 0}, ${candidateMeasured?.trials ?? 0}`,
];
const shift: Column<MetricComparison> = [
  'shift',
  (one) => (one.evidence ? formatShift(one.unit, one.evidence.shift.value) : none),
];
const interval: Column<MetricComparison> = [
  '95 % interval',
  (one) => (one.evidence ? formatInterval(one.unit, one.evidence.shift.interval) : none),
];
const p: Column<MetricComparison> = ['p', (one) => (one.adjustedP === null ? none : formatP(one.adjustedP))];

/** From the richest to the poorest: the first that fits is taken. */
const layouts: Column<MetricComparison>[][] = [
  [medians, samples, shift, interval, p],
  [medians, samples, shift, interval],
  [medians, samples, shift],
  [medians, shift],
  [shift],
];

function medianWords(unit: string, median: number | undefined): string {
  if (median === undefined) return 'none';
  return Number.isFinite(median) ? formatIn(unit, median) : 'beyond';
}

/** More than so many that are the same, or cannot be told, are counted only; the page has them all. */
const longestTable = 40;
/** So many are explained in words, and of those of which nothing can be told but that the samples are few, so many. */
const explained = 8;
const explainedOfFew = 2;

/** A comparison for a terminal of so many columns (0, as some pseudo-terminals say, counts as 80). */
export function comparisonTable(comparison: SetComparison, columns: number, options: TerminalOptions = {}): string {
  const width = columns > 0 ? columns : 80;
  const paint = painter(options);
  const metrics = byNews(comparison.metrics);
  const deciding = metrics.filter(({ standing, decides }) => decides && standing !== 'same');
  const isNews = ({ reason }: MetricComparison) => reason !== 'too-few';
  const told = [
    ...deciding.filter(isNews).slice(0, explained),
    ...deciding.filter((one) => !isNews(one)).slice(0, explainedOfFew),
  ];
  return [
    ...setLines(comparison, width),
    ...caveats(comparison).flatMap((text) => wrapped(text, width)),
    '',
    ...fittedTable(
      layouts.map((layout): Column<MetricComparison>[] => [
        ['verdict', ({ standing }) => standingSigns[standing]],
        ['metric', (one) => nameOf(one, comparison, ' ')],
        ...layout,
      ]),
      metrics.slice(0, longestTable),
      width,
      ({ standing }, text) => coloured(paint, standing, text),
    ),
    ...(metrics.length > longestTable ? [`and ${metrics.length - longestTable} more, in the report`] : []),
    ...told.flatMap((one) => [
      '',
      ...wrapped(`${nameOf(one, comparison)}: ${reasonSentence(one, comparison.tests)}`, width),
    ]),
    '',
    ...wrapped(comparisonSentence(comparison), width).map((line) => coloured(paint, comparison.standing, line)),
    ...(options.reportPath === undefined ? [] : [`Report: ${options.reportPath}`]),
  ].join('\n');
}

/** What one must know before believing it. */
export function caveats({ across, forced, force, notes }: SetComparison): string[] {
  const fields = [...new Set(across.map(({ field }) => field))];
  return [
    ...(force ? [`FORCED: not comparable, or not trusted, and compared all the same.`] : []),
    ...forced.map((one) => `Not comparable: ${disagreementSentence(one)}.`),
    ...(fields.length === 0 ? [] : [`Compared across: ${fields.join(', ')}.`]),
    ...across.map((one) => `As allowed, ${disagreementSentence(one)}.`),
    ...notes,
  ];
}

function setLines({ sets }: SetComparison, width: number): string[] {
  return sets.flatMap(({ label, used, leftOut }) => [
    ...wrapped(`${label}: ${used.map(({ from }) => from).join(', ') || 'no run'}`, width),
    ...used
      .filter(({ run }) => run.verdict === 'fail')
      .flatMap(({ from }) => wrapped(`${from} failed a check; its numbers count.`, width)),
    ...leftOut.flatMap(({ one, why }) => wrapped(`left out: ${one.from}: ${why}`, width)),
  ]);
}

type Paint = ReturnType<typeof painter>;

function coloured(paint: Paint, standing: MetricComparison['standing'], text: string): string {
  const colour = standingColours[standing];
  return colour === 'skipped' ? text : paint(colour, text);
}
