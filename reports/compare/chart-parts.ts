import { type PointShape, palette, realServerShape } from '../charts/palette.ts';
import { formatIn } from '../format.ts';

const setColours = [palette.blue, palette.vermillion, palette.green, palette.purple, palette.orange, palette.ink];

/** Colour of the n-th set; the baseline is the first. */
export function setColour(index: number): string {
  return setColours[index % setColours.length] ?? palette.grey;
}

/** Shape of its points: tells sets apart without colour. */
export function setShape(index: number): PointShape {
  return realServerShape(index);
}

/** The unit that an axis is labelled in, and what its numbers are divided by. */
export function axisUnit(unit: string, values: readonly number[]): { unit: string; divisor: number } {
  const largest = Math.max(0, ...values.map(Math.abs));
  return unit === 'ms' && largest >= 1000 ? { unit: 's', divisor: 1000 } : { unit, divisor: 1 };
}

/** Limits of an axis on which all these values stand clear of the edges. */
export function axisLimits(values: readonly number[]): { min: number; max: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = low === high ? Math.max(Math.abs(low) * 0.05, 1e-3) : (high - low) * 0.06;
  // What cannot be negative does not look as if it could.
  return { min: low >= 0 ? Math.max(0, low - room) : low - room, max: high + room };
}

/** What can be drawn: a sample beyond measure has no place on an axis. */
export function finite(values: readonly number[]): number[] {
  return values.filter(Number.isFinite);
}

/** Median for alternative texts. */
export function medianWords(unit: string, median: number | null): string {
  if (median === null) return 'nothing measured';
  return Number.isFinite(median) ? `median ${formatIn(unit, median)}` : 'median beyond measure';
}
