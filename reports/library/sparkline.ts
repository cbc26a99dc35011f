import { counted, formatIn, formatRange } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { RunHistory } from './history.ts';

const widthPx = 120;
const heightPx = 28;
/** Room for the mark of a run at the picture's edge. */
const marginPx = 4;

/**
 * The medians of the runs of one kind up to this one, which is marked, above the band that was predicted for it; the same
 * in words. Null where this run and those before it show nothing.
 */
export function sparkline(history: RunHistory): Html | null {
  const { medians, predicted } = history;
  const known = medians.filter((one) => one !== null);
  if (known.length === 0) return null;
  const all = predicted === null ? known : [...known, predicted.low, predicted.high];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const x = (index: number) =>
    rounded(marginPx + (medians.length === 1 ? 0.5 : index / (medians.length - 1)) * (widthPx - 2 * marginPx));
  const y = (value: number) =>
    rounded(marginPx + (high === low ? 0.5 : (high - value) / (high - low)) * (heightPx - 2 * marginPx));
  const own = medians.at(-1) ?? null;
  return html`<svg class="spark" role="img" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}"><title>${inWords(history)}</title>${
    predicted !== null && bandOf(y(predicted.high), y(predicted.low))
  }${lines(medians, x, y)}${own !== null && html`<circle cx="${x(medians.length - 1)}" cy="${y(own)}" r="3"/>`}</svg>
<small>${besides(history)}</small>`;
}

/** What the picture is a picture of, below it. */
function besides({ medians, unit }: RunHistory): string {
  const known = medians.filter((one) => one !== null);
  const range = formatRange(unit, rangeOf(known));
  if ((medians.at(-1) ?? null) === null) return `${counted(known.length, 'run')} before: ${range}`;
  if (medians.length === 1) return 'first of its kind';
  return known.length === 1 ? 'first to show it' : `${known.length} runs: ${range}`;
}

/** A band of no height would not be seen. */
function bandOf(top: number, bottom: number): Html {
  return html`<rect x="0" y="${top === bottom ? top - 1 : top}" width="${widthPx}" height="${Math.max(2, rounded(bottom - top))}"/>`;
}

/** Joined where runs follow each other; one alone between gaps is a dot of its own. */
function lines(
  medians: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): Html[] {
  const pieces: string[][] = [[]];
  for (const [index, value] of medians.entries()) {
    if (value === null) pieces.push([]);
    else pieces.at(-1)?.push(`${x(index)},${y(value)}`);
  }
  return pieces.flatMap((points) => {
    const [first] = points;
    if (first === undefined) return [];
    if (points.length === 1) return [html`<polyline class="alone" points="${first} ${first}"/>`];
    return [html`<polyline points="${points.join(' ')}"/>`];
  });
}

function inWords({ name, subject, unit, medians, predicted }: RunHistory): string {
  const own = medians.at(-1) ?? null;
  const before = medians.slice(0, -1).filter((one) => one !== null);
  const what = subject === 'run' ? name : `${name} of ${subject}`;
  return [
    `${what}, median: ${own === null ? 'not shown by this run' : `${formatIn(unit, own)} in this run`}`,
    predicted === null ? 'not predicted' : `predicted ${formatRange(unit, predicted)}`,
    before.length === 0
      ? 'no run of its kind before'
      : `${runsBefore(before.length)} ${formatRange(unit, rangeOf(before))}`,
  ].join('; ');
}

function runsBefore(count: number): string {
  return count === 1 ? 'the run before' : `the ${count} runs before`;
}

function rangeOf(values: readonly number[]): { low: number; high: number } {
  return { low: Math.min(...values), high: Math.max(...values) };
}

function rounded(px: number): number {
  return Math.round(px * 10) / 10;
}
