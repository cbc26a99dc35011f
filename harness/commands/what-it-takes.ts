import { counted } from '../../reports/format.ts';
import type { MetricComparison, SetComparison } from '../compare/compare-sets.ts';
import { strataOf } from '../compare/pooled-metrics.ts';
import { hasInterval } from '../stats/hodges-lehmann.ts';
import { pooledNights } from '../store/baselines.ts';

/** What is held together: accepted nights, with so many trials of each fault in each of them and tonight. */
interface Amount {
  nights: number;
  trials: number;
}

/** Samples of a metric that one run makes, by what its trials differ in; and of how many trials of a fault. */
interface Yield {
  samples: number[];
  trials: number;
}

/** Nobody is told to make more trials of a fault. */
const mostTrials = 50;

/** False: with so many samples on both sides it could tell nothing, whatever their values. */
export function couldTell({ evidence }: Pick<MetricComparison, 'evidence'>): boolean {
  return evidence !== null && evidence.shift.interval !== null;
}

/** That nothing was compared, and what it would take. `made`: accepted nights, and times that the entry was run tonight. */
export function tooFewSentence(
  { metrics, sets }: Pick<SetComparison, 'metrics' | 'sets'>,
  { nights, times }: { nights: number; times: number },
): string {
  const trialsOf = new Map(
    sets.flatMap(({ used }) => used.map(({ run }) => [run.scenario.name, run.trialsPerFault] as const)),
  );
  const yields = metrics.flatMap((one) => yieldOf(one, trialsOf.get(one.scenario) ?? 1, { nights, times }));
  const ways = waysToTell(yields, nights).map(amountWords);
  const remedy =
    ways.length === 0 ? 'No number of trials that anybody makes would do.' : `It would take ${ways.join(', or ')}.`;
  return `Nothing was compared: beside ${counted(nights, 'accepted night')} so few trials tell nothing, whatever they show. ${remedy}`;
}

/** More nights of the same trials; more trials beside the same nights; or the fewest trials that nights make up for. */
function waysToTell(yields: readonly Yield[], nights: number): Partial<Amount>[] {
  const some = (amount: Partial<Amount>) => yields.some((one) => tells(one, { nights, trials: one.trials, ...amount }));
  const moreNights = countingUp(nights + 1, pooledNights, (n) => some({ nights: n }));
  const moreTrials = countingUp(1, mostTrials, (n) => some({ trials: n }));
  if (moreNights !== null) return [{ nights: moreNights }, ...(moreTrials === null ? [] : [{ trials: moreTrials }])];
  const fewest = countingUp(1, mostTrials, (n) => some({ nights: pooledNights, trials: n }));
  if (fewest === null) return [];
  const beside = countingUp(nights, pooledNights, (n) => some({ nights: n, trials: fewest })) ?? pooledNights;
  return [
    { trials: fewest, nights: beside },
    ...(moreTrials === null || beside === nights ? [] : [{ trials: moreTrials, nights }]),
  ];
}

function countingUp(from: number, to: number, does: (n: number) => boolean): number | null {
  for (let n = from; n <= to; n += 1) if (does(n)) return n;
  return null;
}

/** Trials go through what they differ in by turns. */
function tells({ samples, trials }: Yield, amount: Amount): boolean {
  const all = Math.floor((samples.reduce((sum, one) => sum + one, 0) * amount.trials) / trials);
  const spread = samples.map((_, place) => Math.floor((all + samples.length - 1 - place) / samples.length));
  const each = amount.trials === trials ? samples : spread;
  return hasInterval(each.map((count) => [count * amount.nights, count]));
}

/** What the fuller side of the two shows of a run: the other has lost some. */
function yieldOf(
  { pooled: { baseline, candidate } }: MetricComparison,
  trials: number,
  { nights, times }: { nights: number; times: number },
): Yield {
  const [before = [], tonight = []] = [baseline, candidate].map((side) => side?.byRun.map(({ metric }) => metric));
  return {
    trials,
    samples: strataOf(before, tonight).map((one) =>
      Math.max(Math.round(one.baseline.length / nights), Math.round(one.candidate.length / times)),
    ),
  };
}

function amountWords({ nights, trials }: Partial<Amount>): string {
  const beside = nights === undefined ? '' : counted(nights, 'accepted night');
  if (trials === undefined) return beside;
  const made = `${counted(trials, 'trial')} of each fault`;
  return beside === '' ? made : `${made} beside ${beside}`;
}
