import type { Range } from '../../model.ts';
import type { Threshold } from './parse.ts';

/** Whether a number is as the threshold wants it. */
export function holds({ operator, limit }: Pick<Threshold, 'operator' | 'limit'>, value: number): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '==':
      return value === limit;
    case '!=':
      return value !== limit;
  }
}

/**
 * Of two numbers the one that is further from holding, by what the operator wants: above 0, if it is the first. Of `==` it is
 * the one that is further away.
 */
export function worseFirst({ operator, limit }: Pick<Threshold, 'operator' | 'limit'>, a: number, b: number): number {
  if (operator === '<' || operator === '<=') return a - b;
  if (operator === '>' || operator === '>=') return b - a;
  const apart = Math.abs(a - limit) - Math.abs(b - limit);
  return operator === '==' ? apart : -apart;
}

/** In words, for a headline: `less than 3.700 s asked for`. */
export const operatorWords: Readonly<Record<Threshold['operator'], string>> = {
  '<': 'less than',
  '<=': 'at most',
  '>': 'more than',
  '>=': 'at least',
  '==': 'exactly',
  '!=': 'anything but',
};

/**
 * What the number must lie in, as far as that is an interval with two ends; null where it is not, or where the other end is
 * not known because the metric may be negative.
 */
export function limitRange({ operator, limit }: Pick<Threshold, 'operator' | 'limit'>, signed: boolean): Range | null {
  if (operator === '==') return { low: limit, high: limit };
  const upper = operator === '<' || operator === '<=';
  return upper && !signed && limit >= 0 ? { low: 0, high: limit } : null;
}
