import type { Measured, Range, TrialStage } from '../model.ts';

/** A time as an operator reads it, to the millisecond: `3.649 s`. */
export function inSeconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(3)} s`;
}

/** `3.542 to 3.648 s`, or one number where both ends read the same. */
export function rangeInSeconds({ low, high }: Range): string {
  return fromTo({ low: low / 1000, high: high / 1000 }, 3, 's');
}

/** The median, and the spread when there is one to tell: `3.249 s (2.850 to 3.560 s)`. */
export function measuredInSeconds({ median, min, max }: Measured): string {
  const [middle, spread] = [inSeconds(median), rangeInSeconds({ low: min, high: max })];
  return spread === middle ? middle : `${middle} (${spread})`;
}

/** `9.50 to 10.00 times`, with so many decimals; one number where both ends read the same with them. */
export function fromTo({ low, high }: Range, decimals: number, unit: string): string {
  const [from, to] = [low.toFixed(decimals), high.toFixed(decimals)];
  return from === to ? `${to} ${unit}` : `${from} to ${to} ${unit}`;
}

/** `1 trial`, `5 trials`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A short time, to a tenth of a millisecond: `0.3 ms`. */
export function inMs(durationMs: number): string {
  return `${durationMs.toFixed(1)} ms`;
}

/** With a capital letter, as a sentence begins. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Who got a connection, or was to: a real server, or nobody. */
export function receiver(realServer: string | null): string {
  return realServer ?? 'nobody (refused)';
}

/** A stage of a trial as words of time. */
export const stageWords: Record<TrialStage, string> = {
  before: 'before the fault',
  under: 'under the fault',
  after: 'after healing',
};
