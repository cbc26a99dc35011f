import { expect, test } from 'vitest';
import { syntheticRecording, syntheticTopology, withSeries } from '../measure/synthetic-run.ts';
import type { Observation, Recording, RequestOutcome, Scheduler, Topology } from '../model.ts';
import { check } from './failover-time.ts';
import { judged, verdicts } from './judged.ts';

/** The directors are the first two of three real servers. */
function shared(scheduler: Scheduler = 'rr'): Topology {
  const topology = syntheticTopology();
  return {
    ...topology,
    realServers: topology.realServers.map((server, place) => {
      const director = topology.directors[place];
      return director === undefined ? server : { ...server, address: director.address, on: director.name };
    }),
    virtualServices: topology.virtualServices.map((service) => ({ ...service, scheduler })),
  };
}

/** When the backup takes over in the one trial, ms. */
function takeoverMs({ run, series }: Recording): number {
  const fromMs = run.trials[0]?.effective?.earliestMs ?? 0;
  return series('advert').find((one) => one.at > fromMs && one.value.source === '198.18.0.12')?.at ?? 0;
}

/** Loses requests of the one trial, by their number under the fault, before and after the takeover. */
function losing(
  fault: string,
  outcomeOf: (turn: number, after: boolean) => RequestOutcome | 'late' | null,
  topology = shared(),
): Recording {
  const recording = syntheticRecording({ faults: [fault], trialsPerFault: 1, topology });
  const { effective, healStartedAtMs } = recording.run.trials[0] ?? {};
  const changedMs = takeoverMs(recording);
  let turn = 0;
  const change = (one: Observation<'request'>): Observation<'request'> => {
    if (one.at < (effective?.latestMs ?? 0) || one.at >= (healStartedAtMs ?? 0)) return one;
    const outcome = outcomeOf(turn, one.at >= changedMs);
    turn += 1;
    if (outcome === null) return one;
    if (outcome === 'late') return { ...one, value: { ...one.value, latencyMs: 300 } };
    return { ...one, value: { ...one.value, outcome, realServer: null } };
  };
  return withSeries(recording, 'request', (all) => all.toSorted((a, b) => a.at - b.at).map(change));
}

const everyNinth = (turn: number, after: boolean) => (after && turn % 9 === 0 ? ('unreachable' as const) : null);

test('a director that goes on forwarding sends every ninth request in a circle, and no outage is made of that', () => {
  const { 'kill-keepalived': judgement } = judged(check, losing('kill-keepalived', everyNinth));
  expect(judgement).toMatchObject({ verdict: 'pass', unit: 'ms' });
  expect(judgement?.headline).toMatch(
    /^Here and there 2\d of \d{3} requests were lost, 2\d predicted, give or take \d+: what director-1 gets for its own httpd it schedules again, and some of it back to director-2; 1 trial\.$/,
  );
  // A ninth of what 2 s hold.
  expect(judgement?.predicted?.low).toBeGreaterThan(200);
  expect(judgement?.predicted?.high).toBeLessThan(230);
});

test('one that is frozen takes its httpd along: every third before the takeover, two of nine after it', () => {
  const frozen = (turn: number, after: boolean) =>
    after ? ([0, 4].includes(turn % 9) ? 'response-timeout' : null) : turn % 3 === 0 ? 'response-timeout' : null;
  const { 'pause-director': judgement } = judged(check, losing('pause-director', frozen));
  expect(judgement).toMatchObject({ verdict: 'pass' });
  expect(judgement?.headline).toContain('the httpd of director-1 is frozen with it; what director-1 gets');
  expect(verdicts(check, losing('pause-director', everyNinth))).toEqual({ 'pause-director': 'fail' });
});

test('fails: more than that is lost, or nothing', () => {
  const third = (turn: number, after: boolean) => (after && turn % 3 === 0 ? 'unreachable' : null);
  expect(judged(check, losing('kill-keepalived', third))['kill-keepalived']?.headline).toMatch(
    /^Trial 0: \d+ of \d+ requests were lost, 2\d predicted/,
  );
  expect(verdicts(check, losing('kill-keepalived', third))).toEqual({ 'kill-keepalived': 'fail' });
  expect(
    verdicts(
      check,
      losing('kill-keepalived', () => null),
    ),
  ).toEqual({ 'kill-keepalived': 'fail' });
});

test('unknown: many were only late, which may be the machine', () => {
  const late = (turn: number, after: boolean) => everyNinth(turn, after) ?? (turn % 4 === 1 ? 'late' : null);
  const { 'kill-keepalived': judgement } = judged(check, losing('kill-keepalived', late));
  expect(judgement).toMatchObject({ verdict: 'unknown' });
  expect(judgement?.headline).toContain('more were answered late, which may be the machine');
});

test('where real servers do not take turns, or none is a director, a fault that leaves the kernel alone is held to nothing lost', () => {
  const hashed = losing('kill-keepalived', () => null, shared('sh'));
  expect(verdicts(check, hashed)).toEqual({ 'kill-keepalived': 'pass' });
  expect(verdicts(check, losing('kill-keepalived', everyNinth, syntheticTopology()))).toEqual({
    'kill-keepalived': 'fail',
  });
});

test('a director that dies takes its httpd along: lost until the health checks of the other have taken that out', () => {
  const topology = shared();
  // Three attempts of 1.5 s and 1 s between them, begun within 2 s: after 6.5 to 8.5 s.
  const healthCheck = {
    type: 'TCP_CHECK' as const,
    delayLoopMs: 2000,
    connectTimeoutMs: 1500,
    retries: 2,
    delayBeforeRetryMs: 1000,
  };
  const virtualServices = topology.virtualServices.map((service) => ({ ...service, healthCheck }));
  const dead = (extraOutageMs: number, changed: Topology = { ...topology, virtualServices }) =>
    syntheticRecording({ faults: ['kill-director'], trialsPerFault: 3, topology: changed, breaks: { extraOutageMs } });
  const { 'kill-director': judgement } = judged(check, dead(4200));
  expect(judgement).toMatchObject({ verdict: 'pass', predicted: { low: 6470, high: 8600 } });
  expect(judgement?.headline).toContain(
    "until the successor's health checks had taken out real-server-1, which died with director-1",
  );
  expect(verdicts(check, dead(0))).toEqual({ 'kill-director': 'fail' });
  expect(verdicts(check, dead(6500))).toEqual({ 'kill-director': 'fail' });
  const separate = { ...syntheticTopology(), virtualServices };
  expect(verdicts(check, dead(4200, separate))).toEqual({ 'kill-director': 'fail' });
  expect(judged(check, dead(0, separate))['kill-director']?.headline).not.toContain('died with');
});
