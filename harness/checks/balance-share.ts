import { type Balancing, isKeptAlive, saysNothingOfShares } from '../measure/balance.ts';
import { schedulerName } from '../measure/scheduled.ts';
import type { Range } from '../model.ts';
import { chiSquareTest } from '../stats/chi-square.ts';
import { maxRelativeDeviation, totalVariation } from '../stats/evenness.ts';
import { type Draw, likelinessTest, repeatsTest } from '../stats/lots.ts';
import type { Finding } from './by-fault.ts';
import { judgeByService } from './by-service.ts';
import type { Check } from './check.ts';
import { percents, sum } from './share-words.ts';
import { capital, count, receiver } from './words.ts';

/**
 * What share of the connections each real server got. How that is tested goes by what the scheduler is (MEASURING 5.1): what
 * is determined has to be met exactly, or lie in its bounds; only for `twos`, which draws lots, is there a test of chance.
 * A chi-square test of the others could never fail for the right reason: they are far more even than chance.
 */
export const check: Check = {
  name: 'balance-share',
  summary: 'Each real server gets the share of the connections that its scheduler is predicted to give it.',
  concerns: ({ balanceTrials }) =>
    balanceTrials !== undefined && !(balanceTrials.length > 0 && balanceTrials.every(isKeptAlive)),
  judge: ({ recording }) =>
    judgeByService(recording, {
      check: 'balance-share',
      unit: '%',
      ofEvery: true,
      find: (balancing) => (isKeptAlive(balancing.trial) ? null : find(balancing)),
    }),
};

/** A right model is called wrong once in 1,000 times. */
const significance = 0.001;
/** With many connections any deviation is significant; one below this is of no consequence. */
const relativeTolerance = 0.05;

function find(balancing: Balancing): Finding {
  const { servers, counts, refused } = balancing;
  const answered = counts.reduce((sum, one) => sum + one, 0);
  const open = servers.filter(({ weight }) => weight > 0).length;
  if (saysNothingOfShares(balancing))
    return { verdict: 'unknown', text: `${count(answered + refused, 'connection')} say nothing of ${open} shares` };
  if (balancing.chances !== null) return byChance(balancing, balancing.chances);
  if (balancing.bounds === null)
    return {
      verdict: 'unknown',
      text: `Nothing is predicted of ${schedulerName(balancing.service)} under such traffic`,
    };
  return byBounds(balancing, balancing.bounds);
}

/** Within bounds, or exactly. A connection without an answer may be one of anybody's. */
function byBounds(balancing: Balancing, bounds: readonly Range[]): Finding {
  const { service, servers, counts, refused, unanswered, boundsRefused, expected, expectedRefused } = balancing;
  const outcomes = [...counts, refused];
  const ranges = [...bounds, boundsRefused ?? none];
  const total = sum(outcomes);
  const nearest = outcomes.map((one, index) => {
    const { low, high } = ranges[index] ?? none;
    return Math.min(high, Math.max(low - unanswered, one));
  });
  const off = distance(outcomes, nearest);
  const numbers = { value: off.variation * 100, predicted: none, limit: none, bound: 0 };
  const name = schedulerName(service);
  const shares = sharesWords(balancing);
  const wrong = outcomes.findIndex((one, index) => one !== nearest[index]);
  if (wrong >= 0) {
    const who = receiver(servers[wrong]?.name ?? null);
    const text = `Of ${count(total, 'connection')} ${who} got ${outcomes[wrong]}, ${rangeWords(ranges[wrong])} predicted of ${name}; shares ${shares}, ${off.words}`;
    return { verdict: 'fail', text, ...numbers };
  }
  const exact = [...(expected ?? []), expectedRefused].every((one, index) => one === outcomes[index]);
  const how = exact ? 'exactly as predicted' : `within what was predicted (${bounds.map(rangeWords).join(', ')})`;
  const lost = unanswered === 0 ? '' : `; ${unanswered} more had no answer`;
  const text = `With ${name} ${count(total, 'connection')} were shared ${shares}, ${how}${lost}`;
  return { verdict: 'pass', text, ...numbers };
}

/**
 * Pearson's test with the size of the deviation, which alone passes what is more even than chance; and, where the recording
 * shows what each draw went by, whether the draws were lots at all.
 */
function byChance(balancing: Balancing, chances: readonly number[]): Finding {
  const { service, counts } = balancing;
  const total = sum(counts);
  const name = schedulerName(service);
  const result = chiSquareTest(counts, chances);
  if (result === null)
    return { verdict: 'unknown', text: `${count(total, 'connection')} are too few to test shares of ${name}` };
  const off = distance(
    counts,
    chances.map((share) => share * total),
  );
  const limit = { low: 0, high: relativeTolerance * 100 };
  const numbers = { value: off.relative * 100, predicted: none, limit, bound: 0 };
  const test = `chi-square ${result.statistic.toFixed(1)} with ${result.degreesOfFreedom} degrees of freedom, p ${result.p.toFixed(4)}`;
  const words = `shares ${sharesWords(balancing)}, ${percents(chances, 1)} predicted, ${test}, ${off.words}`;
  const noLots = againstLots(balancing.draws ?? []);
  if (noLots !== null)
    return { verdict: 'fail', text: `${capital(name)} draws no lots as predicted: ${noLots}; ${words}`, ...numbers };
  if (off.relative <= relativeTolerance)
    return { verdict: 'pass', text: `${capital(name)} chooses as predicted: ${words}`, ...numbers };
  return result.p < significance
    ? { verdict: 'fail', text: `${capital(name)} does not choose as predicted: ${words}`, ...numbers }
    : {
        verdict: 'unknown',
        text: `${count(total, 'connection')} are too few to tell of ${name}: ${words}`,
        ...numbers,
      };
}

/** What of single draws chance would not do, in words; null: nothing that can be told. */
function againstLots(draws: readonly Draw[]): string | null {
  const tests = [
    { test: repeatsTest(draws), what: 'the same real server twice running', decimals: 0 },
    { test: likelinessTest(draws), what: 'chances of those chosen, summed up', decimals: 1 },
  ];
  for (const { test, what, decimals } of tests) {
    if (test === null || test.p >= significance / tests.length) continue;
    const { observed, expected, p } = test;
    if (Math.abs(observed - expected) <= relativeTolerance * expected) continue;
    return `${what}: ${observed.toFixed(decimals)}, ${expected.toFixed(decimals)} expected of chance, p ${p.toFixed(4)}`;
  }
  return null;
}

const none: Range = { low: 0, high: 0 };

/** How far counts are from those that were to be: as parts of the whole, and of each. */
function distance(counts: readonly number[], expected: readonly number[]) {
  const total = Math.max(1, sum(counts));
  const shares = counts.map((one) => one / total);
  const wanted = expected.map((one) => one / total);
  const variation = totalVariation(shares, wanted);
  const relative = maxRelativeDeviation(shares, wanted);
  const most = Number.isFinite(relative) ? `${(relative * 100).toFixed(1)} %` : 'where nothing was predicted';
  const words = `total variation ${(variation * 100).toFixed(1)} %, largest relative deviation ${most}`;
  return { variation, relative, words };
}

function rangeWords({ low, high }: Range = none): string {
  return low === high ? `${low}` : `${low} to ${high}`;
}

/** What each got, and what was refused. */
function sharesWords({ counts, refused }: Balancing): string {
  const total = sum(counts) + refused;
  const shares = counts.map((one) => one / Math.max(1, total));
  return `${percents(shares, 1)}${refused === 0 ? '' : `, ${percents([refused / total], 1)} refused`}`;
}
