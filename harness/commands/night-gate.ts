import { formatIn, formatRange } from '../../reports/format.ts';
import {
  type CompareOptions,
  compareSets,
  type MetricComparison,
  type SetComparison,
} from '../compare/compare-sets.ts';
import { moreOftenBeyond } from '../compare/gate.ts';
import type { RunOfSet } from '../compare/run-set.ts';
import { DrillError } from '../errors.ts';
import { machineName } from '../measure/machine-kind.ts';
import type { GateResult, Run } from '../model.ts';
import type { StoredNight } from '../store/baselines.ts';
import type { Gated } from './night.ts';
import { couldTell, tooFewSentence } from './what-it-takes.ts';

/** What an entry is compared with, and by what. */
export interface GateOrder {
  entry: string;
  /** The last accepted nights on such a machine. */
  accepted: readonly StoredNight[];
  /** Why there is none, in words. */
  noBaseline: string;
  /** Of each time that the entry was run, this night. */
  times: readonly (readonly Run[])[];
  /** Names of metrics that are not compared. */
  leftOut: readonly string[];
  /** Draws the comparison; returns the page's path below the night's folder. */
  draw(comparison: SetComparison): Promise<string>;
}

/** Nothing may differ but the numbers. */
const strictly: CompareOptions = { mayDiffer: [], force: false };

/**
 * Compares an entry with the nights that were accepted before, all of them taken together, by the gate of MEASURING.md 5.2:
 * `worse` needs a second run that shows the same, so that one is asked for where the first looks worse. A metric of which
 * too few samples are there to tell is told of; it makes the entry `unknown` only where it looks worse, or where none tells that could; where
 * none could tell, whatever its values, the entry is `too-few`.
 */
export async function gateEntry(order: GateOrder): Promise<Gated> {
  const { entry, accepted, noBaseline, times, leftOut, draw } = order;
  const nights = accepted.map((one) => one.accepted.night);
  if (accepted.length === 0) {
    return { result: { verdict: 'no-baseline', sentence: noBaseline, nights, report: null }, again: false };
  }
  const sideOf = (from: string, runs: readonly Run[]): RunOfSet[] =>
    runs.map((run) => ({ from, run, metrics: (run.metrics ?? []).filter(({ name }) => !leftOut.includes(name)) }));
  try {
    const comparison = compareSets(
      [
        { label: 'baseline', runs: accepted.flatMap((one) => sideOf(one.path, one.accepted.runs)) },
        { label: 'tonight', runs: times.flatMap((runs, time) => sideOf(time === 0 ? entry : `${entry}, again`, runs)) },
      ],
      strictly,
    );
    const report = await draw(comparison);
    const suspects = comparison.metrics.filter((one) => one.decides && looksWorse(one));
    return {
      result: { ...judged(comparison, suspects, { nights: nights.length, times: times.length }), nights, report },
      again: suspects.length > 0 && times.length === 1,
    };
  } catch (error) {
    if (!(error instanceof DrillError)) throw error;
    const machines = [...new Set(accepted.map((one) => machineName(one.accepted.machine)))].join(' ');
    const remedy = `Drop those nights from the baseline (npm run baseline -- drop all --only ${entry} --machine ${machines}), and accept new ones.`;
    const sentence = `It cannot be compared with the accepted nights. ${error.message} ${remedy}`;
    return { result: { verdict: 'unknown', sentence, nights, report: null }, again: false };
  }
}

/** Its whole interval is on the wrong side of what matters, or its median hides samples beyond measure; that is not proven. */
function looksWorse({ standing, reason, evidence, better }: MetricComparison): boolean {
  const interval = evidence?.shift.interval;
  if (standing !== 'unknown' || evidence === null) return false;
  // Also where so few samples have no interval: a service that never came back must not pass for too little to compare.
  if (reason === 'beyond' || interval == null) return moreOftenBeyond(evidence) * (better === 'lower' ? 1 : -1) > 0;
  const { value } = evidence.smallest;
  return better === 'lower' ? interval.low > value : interval.high < -value;
}

/** That it got worse by what matters can be ruled out: its interval ends before. It need not be known whether it is better. */
function isNotWorse(one: MetricComparison): boolean {
  const { standing, evidence, better } = one;
  const interval = evidence?.shift.interval;
  if (standing === 'worse' || looksWorse(one) || evidence === null || interval == null) return false;
  const { value } = evidence.smallest;
  return better === 'lower' ? interval.high <= value : interval.low >= -value;
}

function judged(
  comparison: SetComparison,
  suspects: readonly MetricComparison[],
  made: { nights: number; times: number },
): Pick<GateResult, 'verdict' | 'sentence'> {
  const metrics = comparison.metrics.filter(({ decides }) => decides);
  const worse = metrics.filter(({ standing }) => standing === 'worse');
  const better = metrics.filter(({ standing }) => standing === 'better');
  const notWorse = metrics.filter(isNotWorse);
  const missing = metrics.filter(isMissing);
  const told = [...worse, ...suspects, ...notWorse, ...missing];
  const untold = metrics.filter((one) => !told.includes(one));
  const tail = [
    ...(missing.length === 0 ? [] : [`not measured tonight: ${namesOf(missing)}`]),
    ...(better.length === 0 ? [] : [`better: ${namesOf(better)}`]),
    ...(notWorse.length === 0 ? [] : [`not worse: ${notWorse.length} of ${metrics.length} metrics`]),
    ...(untold.length === 0 ? [] : [`too few samples to tell: ${namesOf(untold)}`]),
  ];
  const sentence = (...head: string[]) => {
    const [first = '', ...rest] = [...head, ...tail];
    return `${[first.charAt(0).toUpperCase() + first.slice(1), ...rest].join('; ')}.`;
  };
  if (worse.length > 0) return { verdict: 'worse', sentence: sentence(`worse: ${namesOf(worse)}`) };
  if (suspects.length > 0)
    return { verdict: 'unknown', sentence: sentence(`looks worse, which is not proven: ${namesOf(suspects)}`) };
  if (comparison.metrics.length === 0) return { verdict: 'unknown', sentence: 'Nothing was there to be compared.' };
  if (missing.length === 0 && !metrics.some(couldTell))
    return { verdict: 'too-few', sentence: tooFewSentence(comparison, made) };
  if (missing.length > 0 || notWorse.length === 0) return { verdict: 'unknown', sentence: sentence() };
  return { verdict: better.length > 0 ? 'better' : 'not-worse', sentence: sentence() };
}

/** The accepted nights have it, and tonight has not. */
function isMissing({ reason, candidateMeasured }: MetricComparison): boolean {
  return reason === 'one-sided' && candidateMeasured === null;
}

/** So many metrics are told by name. */
const toldByName = 4;

function namesOf(metrics: readonly MetricComparison[]): string {
  const names = metrics.slice(0, toldByName).map(inWords);
  const more = metrics.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** `failoverMs of kill-director by +52.1 ms [40.2 .. 63.0 ms]`. */
function inWords({ scenario, name, subject, unit, evidence }: MetricComparison): string {
  const what = subject === 'run' ? `${name} of ${scenario}` : `${name} of ${subject} (${scenario})`;
  if (evidence === null) return what;
  const { value, interval } = evidence.shift;
  if (!Number.isFinite(value)) return `${what}, ${value > 0 ? 'more' : 'less'} often beyond what could be measured`;
  const around = interval === null ? '' : ` [${formatRange(unit, interval)}]`;
  return `${what} by ${value > 0 ? '+' : ''}${formatIn(unit, value)}${around}`;
}
