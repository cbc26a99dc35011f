import { foundingClaim, type GainRound, gainKinds, gainOf, gainRounds } from '../measure/link-gain.ts';
import { isShaped, kindName, type LoadKind, sizeWords } from '../measure/loads.ts';
import { withSoundLoads } from '../measure/sound-loads.ts';
import type { Judgement, Run } from '../model.ts';
import { judgeFindings, type TrialFinding } from './by-fault.ts';
import type { Check } from './check.ts';
import { deviationLimit, linkDoubt, mayBeLeftOut } from './link-evidence.ts';
import { intervalName } from './load-words.ts';
import { count, fromTo } from './words.ts';

/**
 * What LVS was founded on: answers that bypass the director let it serve ten times what it can through NAT (Zhang
 * Wensong; MEASURING 7.3). It takes answers ten times as long as requests and ten links of real servers for each of the
 * director's, so it is asked where both are given.
 */
export const check: Check = {
  name: 'link-gain',
  summary:
    'Through limited links DR and TUN carry as many times what NAT carries as bytes predict; ten times at 10 KB.',
  concerns: (run) => isShaped(run) && run.comparison?.paths.includes('NAT') === true && gainKinds(run).length > 0,
  judge: ({ recording }) => {
    const { run } = withSoundLoads(recording);
    return claimedFirst(gainKinds(run)).map((kind) => judgeKind(run, kind));
  },
};

function claimedFirst(kinds: LoadKind[]): LoadKind[] {
  const others = (kind: LoadKind) => Number(kind.responseBytes !== foundingClaim.responseBytes);
  return kinds.toSorted((a, b) => others(a) - others(b));
}

function judgeKind(run: Run, kind: LoadKind): Judgement {
  const judgement = judgeFindings(
    { check: 'link-gain', subject: kindName(kind), unit: '× NAT' },
    gainRounds(run, kind).map((round) => find(kind, round)),
    ({ measured, predicted }, findings) => {
      const rounds = count(findings.length, 'round');
      if (measured === null || predicted === null) return `${rounds}.`;
      const band = fromTo(predicted, 2, 'times');
      return `${kind.path} carried ${times(measured.median)} what NAT carried at ${sizeWords(kind.responseBytes)}, ${kind.connectionUse}; ${band} predicted, ${rounds}.`;
    },
  );
  return judgement.verdict === 'pass' ? heldToClaim(run, kind, judgement) : judgement;
}

function find({ path }: LoadKind, { trial, against, evidence, gain }: GainRound): TrialFinding {
  const { index } = trial;
  const [own, nat] = evidence.map(linkDoubt);
  if (gain === null) {
    const text = own ? `${path}: ${own}` : `NAT, in trial ${against.index}: ${nat ?? 'it was not measured'}`;
    if (evidence.some(({ doubt }) => doubt === 'other-link-full')) return { index, verdict: 'fail', text };
    const leftOut = mayBeLeftOut(evidence[0], trial) && mayBeLeftOut(evidence[1], against);
    return { index, verdict: 'unknown', leftOut, text };
  }
  const { measured, predicted, bound } = gain;
  const inside = Math.abs(measured / predicted - 1) <= deviationLimit;
  return {
    index,
    verdict: inside ? 'pass' : 'fail',
    text: `${path} carried ${times(measured)} what NAT carried in trial ${against.index}, ${times(predicted)} predicted`,
    value: measured,
    bound,
    predicted: { low: predicted, high: predicted },
    limit: { low: predicted * (1 - deviationLimit), high: predicted * (1 + deviationLimit) },
  };
}

/** A gain as predicted, where it must be ten: whether it is; unknown where ten lies within its bound. */
function heldToClaim(run: Run, kind: LoadKind, judgement: Judgement): Judgement {
  const gain = gainOf(run, kind);
  const enough = run.topology.realServers.length >= foundingClaim.realServers;
  if (gain === null || kind.responseBytes !== foundingClaim.responseBytes || !enough) return judgement;
  const { measured, predicted } = gain;
  const headline = (words: string) => `${judgement.headline} ${words}`;
  const bound = judgement.bound ?? 0;
  if (measured.value - bound >= foundingClaim.gain && predicted.value >= foundingClaim.gain) {
    return { ...judgement, headline: headline('Ten times NAT, as is claimed of it.') };
  }
  const open = measured.high + bound >= foundingClaim.gain && predicted.high >= foundingClaim.gain;
  const least = `At least ${foundingClaim.gain} is claimed with ${foundingClaim.realServers} real servers and 10 KB`;
  const interval = `measured ${fromTo(measured, 2, 'times')} (${intervalName([measured.samples])}), known to ${bound.toFixed(2)}`;
  return {
    ...judgement,
    verdict: open ? 'unknown' : 'fail',
    headline: headline(`${least}: ${interval}.`),
  };
}

function times(gain: number): string {
  return `${gain.toFixed(2)} times`;
}
