import type { Range } from '../model.ts';

/** Tail that is left out on either side of the band: a right model is called wrong once in 1,000 times. */
const tailShare = 0.0005;

/** How many of `trials` independent ones, each a success with probability `share` (0..1), are plausible: the middle 99.9 %. */
export function binomialBand(trials: number, share: number): Range {
  if (trials === 0 || share <= 0) return { low: 0, high: 0 };
  if (share >= 1) return { low: trials, high: trials };
  const chances = Array.from({ length: trials + 1 }, (_, successes) => chance(trials, successes, share));
  return { low: firstBeyondTail(chances), high: trials - firstBeyondTail(chances.toReversed()) };
}

/** By logarithms: factorials overflow from 171 on. */
function chance(trials: number, successes: number, share: number): number {
  let logarithm = successes * Math.log(share) + (trials - successes) * Math.log(1 - share);
  for (let k = 1; k <= successes; k += 1) logarithm += Math.log((trials - successes + k) / k);
  return Math.exp(logarithm);
}

function firstBeyondTail(chances: readonly number[]): number {
  let sum = 0;
  return Math.max(
    0,
    chances.findIndex((one) => {
      sum += one;
      return sum > tailShare;
    }),
  );
}
