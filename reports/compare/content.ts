import type { SetComparison } from '../../harness/compare/compare-sets.ts';
import { createRenderer, type Drawing, type Renderer } from '../charts/render.ts';
import { ecdfChart } from './ecdf-chart.ts';
import { stripChart } from './strip-chart.ts';
import { type ChartedSubject, chartedSubjects, slug } from './subjects.ts';
import { trendChart } from './trend-chart.ts';

/** A subject with its pictures. */
export interface DrawnSubject {
  charted: ChartedSubject;
  distribution: Drawing;
  /** Null below three runs. */
  trend: Drawing | null;
}

/** All that goes into the page of a comparison. Pure data: the same content gives the same page, byte for byte. */
export interface ComparisonContent {
  comparison: SetComparison;
  /** The command that repeats it. */
  command: string;
  /** The news first; not all, where there are many. */
  drawn: DrawnSubject[];
  /** So many subjects have no chart. */
  undrawn: number;
  version: string;
}

/** The page of a run with more metrics than this would grow beyond what can be mailed. */
const mostCharts = 40;
/** With more samples than this on a side, dots hide each other. */
const mostDots = 25;

/** Draws the distributions, and what the runs show one by one. */
export async function drawComparison(
  comparison: SetComparison,
  { command, version }: { command: string; version: string },
): Promise<ComparisonContent> {
  const subjects = chartedSubjects(comparison);
  const render = createRenderer();
  const drawn: DrawnSubject[] = [];
  for (const [index, charted] of subjects.slice(0, mostCharts).entries()) {
    drawn.push(await drawnSubject(charted, uniqueName(charted, index, subjects), render));
  }
  return { comparison, command, drawn, undrawn: subjects.length - drawn.length, version };
}

async function drawnSubject(charted: ChartedSubject, name: string, render: Renderer): Promise<DrawnSubject> {
  const alike = charted.sides.every(({ pooled }) => pooled.byRun.every(({ metric }) => metric.strata === undefined));
  const many = charted.sides.some(({ pooled }) => pooled.samples.length > mostDots);
  const distribution = await render((alike && many ? ecdfChart : stripChart)(charted, name));
  const trend = trendChart(charted, `${name}-by-run`);
  return { charted, distribution, trend: trend === null ? null : await render(trend) };
}

/** `compare-` keeps it apart from the run's own charts in the same folder; two subjects may have one slug. */
function uniqueName(charted: ChartedSubject, index: number, subjects: readonly ChartedSubject[]): string {
  const nameOf = ({ scenario, name, subject }: ChartedSubject) => `compare-${slug(`${scenario} ${name} ${subject}`)}`;
  const own = nameOf(charted);
  return subjects.findIndex((one) => nameOf(one) === own) === index ? own : `${own}-${index + 1}`;
}

/** Every picture of the page, once. */
export function picturesOf({ drawn }: ComparisonContent): Drawing[] {
  return drawn.flatMap(({ distribution, trend }) => (trend === null ? [distribution] : [distribution, trend]));
}
