import { firstStalledRequestBytes, hasPathMtuCure, pathMtuDiscovery, withoutPathMtuCure } from '../ipvs/path-mtu.ts';
import { serviceKey } from '../measure/destinations.ts';
import { type SizeSweepResult, sizeSweepOf, sweepBoundBytes, uncleanSweep } from '../measure/size-sweep.ts';
import type { FaultFacts, Judgement, Recording, Topology, TrialRecord } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { concerning } from './concerning.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count } from './words.ts';

/**
 * What a tunnel takes away from every packet shows only where clients do not hear of it: small requests are answered, large
 * ones never. The size from which on that is so follows from the headers; with a cure in place there is none.
 */
export const check: Check = {
  name: 'path-mtu',
  summary: 'Requests stall from the size on that the tunnel predicts, and none does with a cure in place.',
  concerns: ({ faults }) => faults.some(hidesPathMtu),
  judge: (input) => {
    const { recording } = input;
    return judgeByFault(concerning(input, hidesPathMtu), {
      check: 'path-mtu',
      unit: 'B',
      find: (judged) => find(recording, judged),
      passHeadline: (judgement, judged) => passHeadline(recording, judgement, judged),
    });
  },
};

function hidesPathMtu(facts: FaultFacts): boolean {
  return facts.hidesPathMtu === true;
}

function find(recording: Recording, judged: JudgedTrial): Finding {
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const { trial, run } = judged;
  const requests = sizeSweepOf(recording, trial, 'under', 'request');
  if (requests === null) return { verdict: 'unknown', text: 'no request of a given size was sent under the fault' };
  const early = uncleanSweep(recording, trial, 'before');
  if (early !== null) return { verdict: 'unknown', text: `${early} before the fault` };

  const service = run.topology.virtualServices.find((one) => serviceKey(one) === requests.service);
  if (service === undefined) return { verdict: 'unknown', text: `${requests.service} is no service of the topology` };
  const first = firstStalledRequestBytes(run.topology, service);
  const uncured = firstStalledRequestBytes(withoutPathMtuCure(run.topology), service);
  if (uncured !== null && requests.largestBytes < uncured) {
    const text = `no request was longer than ${requests.largestBytes} B, and the tunnel takes up to ${uncured - 1} B`;
    return { verdict: 'unknown', text };
  }
  const bound = requests.firstStalledBytes === null ? null : sweepBoundBytes(requests);
  const predicted = first === null ? null : { low: first, high: first };
  const numbers = { value: requests.firstStalledBytes, predicted, bound, limit: predicted };
  const odd = requests.otherwise[0];
  if (odd !== undefined) {
    return { verdict: 'unknown', text: `a request of ${odd.bytes} B ended otherwise: ${odd.outcome}`, ...numbers };
  }
  const wrong = requestsAgainst(requests, first, run.topology) ?? answersAgainst(recording, judged);
  const healingMs = trial.healStartedAtMs ?? Number.POSITIVE_INFINITY;
  const fail = (text: string, fromMs: number, toMs: number): Finding =>
    unlessMachineStalled({ verdict: 'fail', text, ...numbers }, recording, fromMs, toMs, longStallMs(recording, trial));
  if (wrong !== null) return fail(wrong, trial.effective?.earliestMs ?? Number.NEGATIVE_INFINITY, healingMs);
  const late = uncleanSweep(recording, trial, 'after');
  if (late !== null) return fail(`${late} after healing`, healingMs, trial.endedAtMs ?? Number.POSITIVE_INFINITY);
  return { verdict: 'pass', text: 'as predicted', ...numbers };
}

/** A machine that stands still for half as long as requests are waited for may be why they were not answered, ms. */
function longStallMs(recording: Recording, trial: TrialRecord): number {
  const sweeps = (['under', 'after'] as const).flatMap((stage) =>
    (['request', 'response'] as const).map((direction) => sizeSweepOf(recording, trial, stage, direction)),
  );
  return Math.min(...sweeps.map((sweep) => sweep?.givenUpAfterMs ?? Number.POSITIVE_INFINITY)) / 2;
}

/** How the requests contradict the prediction; null when they do not. */
function requestsAgainst(sweep: SizeSweepResult, first: number | null, topology: Topology): string | null {
  const { firstStalledBytes, lastAnsweredBytes, answeredAbove, largestBytes } = sweep;
  const said = first === null ? 'none was predicted to' : `${first} B predicted`;
  if (firstStalledBytes === null) {
    return first === null ? null : `no request up to ${largestBytes} B stalled, ${said}`;
  }
  const text = `requests of ${firstStalledBytes} B and more stalled while the client heard no ICMP`;
  if (hasPathMtuCure(topology)) return `${text}, in spite of ${cureWords(topology)}`;
  if (first === null || firstStalledBytes < first || (lastAnsweredBytes ?? 0) >= first) return `${text}, ${said}`;
  const [passed] = answeredAbove;
  return passed === undefined ? null : `${text}, but one of ${passed} B was answered`;
}

/** From a real server to the client there is no tunnel. */
function answersAgainst(recording: Recording, { trial }: JudgedTrial): string | null {
  const stalled = sizeSweepOf(recording, trial, 'under', 'response')?.firstStalledBytes ?? null;
  return stalled === null ? null : `answers of ${stalled} B and more stalled, none was predicted to`;
}

function passHeadline(
  recording: Recording,
  { measured, predicted, bound }: Omit<Judgement, 'headline'>,
  judged: JudgedTrial[],
): string {
  const { topology } = recording.run;
  const trials = count(judged.length, 'trial');
  const range = rangeOf(recording, judged);
  if (measured === null || predicted === null) {
    const why = hasPathMtuCure(topology) ? `: ${cureWords(topology)} keeps them small enough` : '';
    return `No request of ${range} stalled while the client heard no ICMP, as predicted${why}; ${trials}.`;
  }
  const error = bound === null || bound === 0 ? '' : `, give or take ${bound} B`;
  return (
    `Requests of ${measured.median} B and more stalled while the client heard no ICMP "fragmentation needed"${error} ` +
    `(${predicted.low} B predicted); shorter ones, all answers, and all requests while it heard it, got through; ${trials}.`
  );
}

function rangeOf(recording: Recording, judged: JudgedTrial[]): string {
  const sweeps = judged.flatMap(({ trial }) => sizeSweepOf(recording, trial, 'under', 'request') ?? []);
  const smallest = Math.min(...sweeps.map(({ smallestBytes }) => smallestBytes));
  return `${smallest} to ${Math.max(...sweeps.map(({ largestBytes }) => largestBytes))} B`;
}

/** What keeps clients from sending too much. */
function cureWords({ realServerAdvmss, clientRouteMtu, directorSysctls }: Topology): string {
  const cures = [
    ...(realServerAdvmss === undefined ? [] : [`the real servers' segment size of ${realServerAdvmss} B (advmss)`]),
    ...(clientRouteMtu === undefined ? [] : [`the MTU of ${clientRouteMtu} B of the client's route`]),
    ...(directorSysctls?.[pathMtuDiscovery] === '0' ? ["the directors' pmtu_disc 0"] : []),
  ];
  return cures.join(' and ');
}
