import { evidenceOf } from '../measure/link-evidence.ts';
import { isShaped, kindName, loadKinds, trialsOfKind } from '../measure/loads.ts';
import { withSoundLoads } from '../measure/sound-loads.ts';
import type { Judgement, LoadTrial, Run } from '../model.ts';
import { judgeFindings, type TrialFinding } from './by-fault.ts';
import type { Check } from './check.ts';
import { deviationLimit, linkDoubt, mayBeLeftOut } from './link-evidence.ts';
import { bottleneckWords, inTenths } from './load-words.ts';
import { count } from './words.ts';

/**
 * Through limited links: which link is full first, and how many requests it then carries, from the bytes of a request as
 * the client's link counted them in that very trial. What is judged is which bytes take which way: with direct routing and
 * tunnels answers must not pass the director, through NAT all must.
 */
export const check: Check = {
  name: 'forwarding-capacity',
  summary: 'Through limited links every path carries as many requests as its bytes predict, within 10 %.',
  concerns: isShaped,
  judge: ({ recording }) => {
    const { run } = withSoundLoads(recording);
    return loadKinds(run).map((kind) =>
      judgeFindings(
        { check: 'forwarding-capacity', subject: kindName(kind), unit: '/s' },
        trialsOfKind(run, kind).map((trial) => find(run, trial)),
        passHeadline,
      ),
    );
  },
};

/** A finding with what its headline needs. */
interface CapacityFinding extends TrialFinding {
  name: string;
  link: string;
  utilisation: number;
}

function find(run: Run, trial: LoadTrial): CapacityFinding {
  const evidence = evidenceOf(run, trial);
  const { load } = evidence;
  const doubt = linkDoubt(evidence);
  const { index } = trial;
  const link = load === null ? '' : bottleneckWords(load);
  const about = { index, name: kindName(trial), link, utilisation: load?.utilisation ?? 0 };
  const elsewhere = evidence.doubt === 'other-link-full';
  if (load === null || (doubt !== null && !elsewhere)) {
    return {
      ...about,
      verdict: 'unknown',
      leftOut: mayBeLeftOut(evidence, trial),
      text: doubt ?? 'it was not measured',
    };
  }
  const { requestsPerSecond, predicted, edgeError } = load;
  const value = predicted.requestsPerSecond;
  const deviation = requestsPerSecond / value - 1;
  const inside = Math.abs(deviation) <= deviationLimit && !elsewhere;
  const used = elsewhere ? doubt : `${inTenths(load.utilisation)} of ${link} used`;
  return {
    ...about,
    verdict: inside ? 'pass' : 'fail',
    text: `${requestsPerSecond.toFixed(1)} requests per second, ${value.toFixed(1)} predicted: ${signed(deviation)}; ${used}`,
    value: requestsPerSecond,
    bound: requestsPerSecond * edgeError,
    predicted: { low: value, high: value },
    limit: { low: value * (1 - deviationLimit), high: value * (1 + deviationLimit) },
  };
}

function signed(share: number): string {
  return `${share < 0 ? '\u{2212}' : '+'}${inTenths(Math.abs(share))}`;
}

function passHeadline(
  { measured, predicted }: Pick<Judgement, 'measured' | 'predicted'>,
  findings: CapacityFinding[],
): string {
  const [first] = findings;
  if (measured === null || predicted === null || first === undefined) return `${count(findings.length, 'trial')}.`;
  const least = Math.min(...findings.map(({ utilisation }) => utilisation));
  const values = findings.flatMap(({ value, predicted: own }) => (value && own ? value / own.low - 1 : []));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const apart = low === high ? signed(low) : `${signed(low)} to ${signed(high)}`;
  return (
    `${first.name}: ${measured.median.toFixed(1)} requests per second, ${apart} from the prediction; ${first.link} full ` +
    `(${inTenths(least)} or more), ${count(findings.length, 'trial')}.`
  );
}
