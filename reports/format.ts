import type { Measured, Range } from '../harness/model.ts';

/** What a cell shows where there is nothing to tell. */
export const absent = '–';

/** A number with so many decimals; thousands are set apart by a thin space from 10 000 on. Not the locale's way. */
export function formatNumber(value: number, decimals = 0): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.length < 5 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, '\u{2009}');
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? '\u{2212}' : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Milliseconds for a reader: `2.964 s` from a second on, `12.3 ms` below, `0.25 ms` below one; whole ones bare. */
export function formatMs(ms: number): string {
  return spread('ms', [ms]).join('');
}

/** A count or a measured number in its own unit; times read as times. */
export function formatIn(unit: string, value: number): string {
  return spread(unit, [value]).join('');
}

/** `2.610 .. 3.610 s`; a range whose ends read alike is one number. Sentences have a word between the two. */
export function formatRange(unit: string, { low, high }: Range, joint = ' .. '): string {
  if (low === high) return formatIn(unit, low);
  const [from, to, suffix] = spread(unit, [low, high]);
  return from === to ? `${to}${suffix}` : `${from}${joint}${to}${suffix}`;
}

/** Median and extremes over the trials: `3.649 [3.648 .. 3.650] s`. */
export function formatMeasured(unit: string, { median, min, max }: Measured): string {
  const [middle, from, to, suffix] = spread(unit, [median, min, max]);
  return from === to ? `${middle}${suffix}` : `${middle} [${from} .. ${to}]${suffix}`;
}

/** The numbers in one unit and with as many decimals as the largest deserves, then the unit with its space. */
function spread(unit: string, values: number[]): string[] {
  const largest = Math.max(...values.map(Math.abs));
  if (unit !== 'ms') {
    const decimals = values.every(Number.isInteger) ? 0 : 2;
    const noun = values.every((value) => value === 1) ? unit.replace(/s$/, '') : unit;
    return [...values.map((value) => formatNumber(value, decimals)), unit === '' ? '' : ` ${noun}`];
  }
  if (largest >= 999.95) return [...values.map((ms) => formatNumber(ms / 1000, 3)), ' s'];
  const decimals = values.every(Number.isInteger) ? 0 : largest < 1 ? 2 : 1;
  return [...values.map((ms) => formatNumber(ms, decimals)), ' ms'];
}

/** Of a file, as it is listed: `812 B`, `12.3 kB`, `2.0 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${formatNumber(bytes)} B`;
  return bytes < 1e6 ? `${formatNumber(bytes / 1000, 1)} kB` : `${formatNumber(bytes / 1e6, 1)} MB`;
}

/** A part of a whole in percent; an empty whole has no share. */
export function formatShare(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${formatNumber((part / whole) * 100, 1)} %`;
}

/** The number by which a reader knows a trial: that of run.json and of the checks' headlines, from 1. */
export function trialNumber({ index }: { index: number }): string {
  return String(index);
}

/** `1 trial`, `3 trials`. */
export function counted(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}
