import { type AgainstDirect, loadSummaryOf } from '../measure/load-summary.ts';
import {
  failedShareOf,
  isShaped,
  kindName,
  type LoadKind,
  loadKinds,
  sizeWords,
  trialsOfKind,
} from '../measure/loads.ts';
import { withSoundLoads } from '../measure/sound-loads.ts';
import type { Judgement, LoadTrial, Run } from '../model.ts';
import type { Estimate } from '../stats/bootstrap.ts';
import { leftOutShareLimit } from './by-fault.ts';
import type { Check } from './check.ts';
import { failedShareLimit, inTenths, intervalName, shareWords } from './load-words.ts';
import { count } from './words.ts';

/**
 * What a way through the director costs where processors are what is short. There is no telling beforehand how much, but
 * that it costs something: a path that does more for every request cannot carry more of them than the direct one.
 */
export const check: Check = {
  name: 'forwarding-ratio',
  summary:
    'Every path answers all requests, at a known share of the direct path’s rate, and none beats the direct path.',
  concerns: (run) => run.comparison !== undefined && !isShaped(run),
  judge: ({ recording }) => {
    const { run } = withSoundLoads(recording);
    return loadKinds(run)
      .filter(({ path }) => path !== 'direct')
      .map((kind) => judgeKind(run, kind));
  },
};

/** Four rounds give an interval of a median that covers 88 % (`bootstrap`); fewer say nothing of spread. */
const fewestRounds = 4;

/** An interval wider than this share of the ratio itself leaves open what the path costs. */
const widestShare = 0.2;

/** Throughput of one and the same thing differs by so much between loads (MEASURING 5.2): a ratio above 1 must exceed it. */
const noiseShare = 0.05;

function judgeKind(run: Run, kind: LoadKind): Judgement {
  const trials = trialsOfKind(run, kind);
  const { againstDirect, requestsPerSecond } = loadSummaryOf(run, kind);
  const interval = againstDirect?.interval;
  const judgement = {
    check: 'forwarding-ratio',
    subject: kindName(kind),
    unit: '%',
    measured: againstDirect === null ? null : inHundreds(againstDirect),
    // That a way costs something bounds it, and says not how much: that bound is the limit.
    predicted: null,
    bound: interval === undefined ? null : 50 * (interval.high - interval.low),
    limit: { low: 0, high: 100 * (1 + noiseShare) },
  };
  const such = (verdict: Judgement['verdict'], headline: string) => ({ ...judgement, verdict, headline });

  const failedShare = failedShareOf(trials);
  if (trials.some(({ throughput }) => throughput?.responses === 0)) {
    return such('fail', `${kind.path} answered nothing in trial ${silentTrial(trials)}.`);
  }
  if (failedShare !== null && failedShare > failedShareLimit) {
    const limit = shareWords(failedShareLimit);
    return such('fail', `${shareWords(failedShare)} of the requests failed; ${limit} are allowed (RFC 9411 7.1.3.4).`);
  }
  const direct = trialsOfKind(run, { ...kind, path: 'direct' });
  const broken = [...trials, ...direct].filter(({ error }) => error !== undefined);
  const failed = broken.find(({ clusterFailed }) => clusterFailed === true);
  if (failed !== undefined) {
    return such('unknown', `Trial ${failed.index}, ${failed.path}: ${failed.error?.replace(/\.$/, '')}.`);
  }
  const aside = brokenWords(broken);
  const directShare = failedShareOf(direct);
  if (directShare !== null && directShare > failedShareLimit) {
    return such(
      'unknown',
      `${shareWords(directShare)} of the requests failed on the direct path, so it is no measure.`,
    );
  }
  if (againstDirect === null || interval === undefined || requestsPerSecond === null) {
    return such('unknown', `There is no round in which both this path and the direct one were measured.${aside}`);
  }
  const rounds = againstDirect.ratio.trials;
  const carried = `${kind.path} carried ${inTenths(interval.value)} of the direct path's rate at ${sizeWords(kind.responseBytes)}, ${kind.connectionUse}`;
  if (rounds < fewestRounds) {
    const headline = `${carried}, ${count(rounds, 'round')}: fewer than ${fewestRounds} do not tell how much of that is chance.${aside}`;
    return { ...such('unknown', headline), bound: null };
  }
  const lost = new Set(broken.map(({ round }) => round)).size;
  if (lost > leftOutShareLimit * trials.length) {
    return such('unknown', `${carried}, but ${lost} of ${count(trials.length, 'round')} broke off.${aside}`);
  }
  const told = `${carried} (${intervalWords(interval)}, ${count(rounds, 'round')})`;
  if (interval.high - interval.low > widestShare * interval.value) {
    return such('unknown', `${told}: the interval is too wide to say what ${kind.path} costs.`);
  }
  if (interval.low > 1 + noiseShare) {
    return such('fail', `${told}: the longer way cannot be the faster one, so something else was measured.`);
  }
  const failedWords = failedShare === 0 ? 'none failed' : `${shareWords(failedShare ?? 0)} failed`;
  return such('pass', `${told}, ${Math.round(requestsPerSecond.median)} requests per second; ${failedWords}.${aside}`);
}

function inHundreds({ ratio }: AgainstDirect) {
  const { median, min, max, trials } = ratio;
  return { median: 100 * median, min: 100 * min, max: 100 * max, trials };
}

function silentTrial(trials: readonly LoadTrial[]): number {
  return trials.find(({ throughput }) => throughput?.responses === 0)?.index ?? 0;
}

/** Rounds of which one load broke off are left out, as long as they are few and enough are left. */
function brokenWords(broken: readonly LoadTrial[]): string {
  const [first] = broken;
  if (first === undefined) return '';
  return ` Left out, ${count(broken.length, 'trial')}: trial ${first.index}, ${first.error?.replace(/\.$/, '')}.`;
}

function intervalWords({ low, high, samples }: Estimate): string {
  return `${intervalName([samples])} ${inTenths(low).replace(' %', '')} to ${inTenths(high)}`;
}
