import { upperTail } from './chi-square.ts';

/** One of several that was drawn by lot, and with what chances, given all that went before. */
export interface Draw {
  /** 0..1, by place; they sum to 1. */
  chances: readonly number[];
  /** Place of what was drawn. */
  taken: number;
}

/** A sum over draws against what the lots would give. */
export interface LotsTest {
  observed: number;
  expected: number;
  /** Probability of a sum at least as far from `expected`, to either side, when the chances are right, 0..1. */
  p: number;
}

/** Below such a variance a sum of draws is no normal variable: the usual rule for counts. */
const leastVariance = 5;

/**
 * A runs test: how often the same was drawn twice running. Whoever takes turns does so next to never. Null where too little
 * was left to chance.
 */
export function repeatsTest(draws: readonly Draw[]): LotsTest | null {
  const terms = draws.slice(1).map(({ chances, taken }, place): Term => {
    const before = draws[place]?.taken ?? -1;
    const chance = chances[before] ?? 0;
    return { observed: taken === before ? 1 : 0, expected: chance, variance: chance * (1 - chance) };
  });
  const total = sumOf(terms);
  return total.variance < leastVariance ? null : testOf(total);
}

/**
 * Whether what was drawn had the chances it should: their sum, as it is, against as it is on average. Lots that know
 * nothing of what went before draw the improbable too often, and whoever always takes the best does so too seldom. Null
 * where too little was left to chance.
 */
export function likelinessTest(draws: readonly Draw[]): LotsTest | null {
  const terms = draws.map(({ chances, taken }): Term => {
    const moment = (power: number): number => chances.reduce((sum, chance) => sum + chance ** power, 0);
    return { observed: chances[taken] ?? 0, expected: moment(2), variance: moment(3) - moment(2) ** 2 };
  });
  const total = sumOf(terms);
  // The sum of so many bounded terms is about normal where their chances differ at all.
  return draws.length < leastDraws || total.variance < leastSpread ** 2 * draws.length ? null : testOf(total);
}

/** Fewer draws say nothing of their chances. */
const leastDraws = 100;
/** Standard deviation of the chance of what is drawn, below which all have about the same. */
const leastSpread = 0.01;

interface Term {
  observed: number;
  expected: number;
  variance: number;
}

/** Each draw's expectation is given those before it, so that variances add up (a martingale). */
function sumOf(terms: readonly Term[]): Term {
  const total = { observed: 0, expected: 0, variance: 0 };
  for (const { observed, expected, variance } of terms) {
    total.observed += observed;
    total.expected += expected;
    total.variance += variance;
  }
  return total;
}

function testOf({ observed, expected, variance }: Term): LotsTest {
  // The square of a standard normal variable is chi-square with one degree of freedom.
  return { observed, expected, p: upperTail((observed - expected) ** 2 / variance, 1) };
}
