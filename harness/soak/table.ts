import { type Column, fittedTable } from '../../reports/fitted-table.ts';
import { counted, formatNumber } from '../../reports/format.ts';
import type { SoakReport } from './report.ts';
import type { CountTrend } from './trend.ts';

const number = (value: number | null) => (value === null ? '-' : formatNumber(value, 1));
const eventColumns: Column<SoakReport['byEvent'][number]>[] = [
  ['event', (one) => one.event],
  ['performed', (one) => String(one.performed)],
  ['too late', (one) => String(one.tooLate)],
  ['broken', (one) => String(one.broken)],
];
const invariantColumns: Column<SoakReport['invariants'][number]>[] = [
  ['invariant', (one) => one.name],
  ['broken', (one) => String(one.broken)],
];
const trendColumns: Column<CountTrend>[] = [
  ['count', (one) => one.what],
  ['events', (one) => String(one.samples)],
  ['first', (one) => number(one.first)],
  ['last', (one) => number(one.last)],
  ['per event', (one) => number(one.perEvent)],
  ['trend', (one) => one.verdict],
];

/** What a soak came to, for a terminal of so many columns. */
export function soakTable(report: SoakReport, columns: number, path: string): string {
  const width = columns > 0 ? columns : 80;
  const plain = (_: unknown, text: string) => text;
  const { verdict, performedEvents, plannedEvents, leftOut } = report;
  const words = { pass: 'Held', fail: 'Broken', unknown: 'Not all is known' }[verdict];
  return [
    ...fittedTable([eventColumns], report.byEvent, width, plain),
    '',
    ...fittedTable([invariantColumns], report.invariants, width, plain),
    '',
    ...fittedTable([trendColumns], report.trends, width, plain),
    '',
    ...(leftOut.length === 0 ? [] : [`Left out, because only root may do it: ${leftOut.join(', ')}.`]),
    `${words}: ${performedEvents} of ${counted(plannedEvents, 'event')} performed, seed ${report.seed}.`,
    `Figures: ${path}`,
  ].join('\n');
}
