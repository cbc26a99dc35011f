import { count } from './words.ts';

/** A strength in the unit of its fault, for a headline: times in seconds (`3.050 s`), counts and percentages as they are. */
export function inLevelUnit(level: number, unit: string): string {
  if (unit === 'ms') return `${(level / 1000).toFixed(3)} s`;
  const number = String(Number(level.toFixed(3)));
  if (unit === '%') return `${number} %`;
  const singular = unit.replace(/s$/, '');
  return level === 1 ? count(1, singular) : `${number} ${singular}s`;
}
