import type { Measured, Range } from '../harness/model.ts';

/** A number with so many decimals; thousands are set apart by a thin space from 10 000 on. Not the locale's way. */
export function formatNumber(value: number, decimals = 0): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.length < 5 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, '\u{2009}');
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? '\u{2212}' : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Milliseconds for a reader: `2.964 s` from a second on, `12.3 ms` below. */
export function formatMs(ms: number): string {
  return Math.abs(ms) >= 999.95 ? `${formatNumber(ms / 1000, 3)} s` : `${formatNumber(ms, 1)} ms`;
}

/** A count or a measured number in its own unit; times read as times. */
export function formatIn(unit: string, value: number): string {
  if (unit === 'ms') return formatMs(value);
  const text = formatNumber(value, Number.isInteger(value) ? 0 : 2);
  return unit === '' ? text : `${text} ${unit}`;
}

/** `2.61 s .. 3.61 s`; a range of a single number is that number. */
export function formatRange(unit: string, { low, high }: Range): string {
  if (low === high) return formatIn(unit, low);
  if (low === Number.NEGATIVE_INFINITY) return `at most ${formatIn(unit, high)}`;
  if (high === Number.POSITIVE_INFINITY) return `at least ${formatIn(unit, low)}`;
  return `${formatIn(unit, low)} .. ${formatIn(unit, high)}`;
}

/** Median and extremes over the trials: `3.649 s [3.648 s .. 3.650 s]`. */
export function formatMeasured(unit: string, { median, min, max }: Measured): string {
  return min === max
    ? formatIn(unit, median)
    : `${formatIn(unit, median)} [${formatIn(unit, min)} .. ${formatIn(unit, max)}]`;
}

/** A part of a whole in percent; an empty whole has no share. */
export function formatShare(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${formatNumber((part / whole) * 100, 1)} %`;
}

/** The number by which a reader knows a trial: that of run.json and of the checks' headlines, from 0. */
export function trialNumber({ index }: { index: number }): string {
  return String(index);
}

/** `1 trial`, `3 trials`. */
export function counted(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}
