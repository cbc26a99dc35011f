import { expect, test } from 'vitest';
import { blankRun, handMade, syntheticTopology } from '../measure/synthetic-run.ts';
import type {
  CohortValue,
  ConnectionValue,
  FaultFacts,
  Observation,
  Recording,
  RequestOutcome,
  VirtualService,
} from '../model.ts';
import { check } from './draining.ts';
import { judged, verdicts } from './judged.ts';

/** The trial: steady at 0 s, the reload at 2 s, its effect on the table seen at 2.1 s, healing at 20 s. */
const reloadMs = 2000;
const shownMs = 2100;
const healMs = 20_000;
const target = 'real-server-2';

interface Setting {
  fault?: 'drain-real-server' | 'remove-real-server';
  sysctls?: Record<string, string>;
  service?: Partial<VirtualService>;
  /** Real server that answers, from 0, and what a request meets. */
  server?: (request: number, at: number) => number;
  outcome?: (at: number) => RequestOutcome;
  /** How the long-lived connection to the target ends, and when. */
  ends?: { at: number; cause: NonNullable<ConnectionValue['cause']> };
  cohort?: CohortValue['outcome'];
  healMs?: number;
  tableChanges?: boolean;
}

const aroundTarget = (request: number, at: number) => (at > reloadMs + 50 ? [0, 2][request % 2] : request % 3) ?? 0;

function trialOf(setting: Setting = {}): Recording {
  const { fault = 'drain-real-server', server = aroundTarget, outcome = () => 'ok', ends, cohort } = setting;
  const endMs = setting.healMs ?? healMs;
  const plain = syntheticTopology();
  const topology = syntheticTopology({
    virtualServices: plain.virtualServices.map((one) => ({ ...one, ...setting.service })),
  });
  const facts: FaultFacts = {
    name: fault,
    summary: 'a real server is taken out of service by a reload',
    colour: '#000000',
    aim: 'real-server',
    retirement: fault === 'drain-real-server' ? 'drain' : 'removal',
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  };
  const run = blankRun({
    topology,
    faults: [facts],
    sysctls: setting.sysctls ?? {},
    probe: { intervalMs: 50, deadlineMs: 1000, delayThresholdMs: 50, connections: 1 },
    trials: [
      {
        index: 1,
        fault,
        target,
        phase: 0,
        steadyAtMs: 0,
        injectDueMs: reloadMs,
        effective: { earliestMs: reloadMs, latestMs: reloadMs + 1 },
        confirmation: { confirmed: true, evidence: 'the table was seen to change' },
        healStartedAtMs: endMs,
        healedAtMs: endMs + 100,
        restored: { earliestMs: endMs + 50, latestMs: endMs + 60 },
        endedAtMs: endMs + 2000,
      },
    ],
  });
  const requests = Array.from({ length: endMs / 50 }, (_, request): Observation<'request'> => {
    const at = request * 50;
    const met = outcome(at);
    return {
      series: 'request',
      at,
      node: 'client-1',
      value: {
        outcome: met,
        service: '198.18.0.10:80',
        source: `198.18.0.${101 + (request % 16)}`,
        lateMs: 0,
        latencyMs: met === 'ok' ? 2 : 1000,
        realServer: met === 'ok' ? `real-server-${1 + server(request, at)}` : null,
      },
    };
  });
  const destination = (at: number, previousMs: number, weight: number | null): Observation => ({
    series: 'destination',
    at,
    node: 'director-1',
    value: {
      service: '198.18.0.10:80',
      realServer: target,
      weight,
      activeConnections: 1,
      inactiveConnections: 9,
      previousMs,
    },
  });
  const held = (at: number, event: ConnectionValue['event'], cause?: ConnectionValue['cause']): Observation => ({
    series: 'connection',
    at,
    node: 'client-1',
    value: {
      connection: 1,
      event,
      source: '198.18.0.101',
      realServer: target,
      ...(cause === undefined ? {} : { cause }),
    },
  });
  const aged = (at: number, stage: CohortValue['stage'], met: CohortValue['outcome']): Observation => ({
    series: 'cohort',
    at,
    node: 'client-1',
    value: { connection: 7, packets: 3, ageMs: 1000, source: '198.18.0.101', stage, outcome: met, realServer: target },
  });
  return handMade(run, [
    { series: 'vip-holder', at: -100, node: 'director-1', value: { address: '198.18.0.10', held: true } },
    destination(-90, -90, 1),
    ...(setting.tableChanges === false
      ? []
      : [destination(shownMs, shownMs - 50, fault === 'drain-real-server' ? 0 : null)]),
    ...requests,
    held(500, 'open'),
    ...(ends === undefined ? [] : [held(ends.at, 'lost', ends.cause)]),
    ...(cohort === undefined ? [] : [aged(1000, 'made', 'alive'), aged(5000, 'failover', cohort)]),
  ]);
}

const persistent = { service: { persistenceTimeoutMs: 60_000 } };
/** Of the 16 clients every third was on the target. */
const bySource = (request: number) => (request % 16) % 3;
const leaving = (request: number, at: number) => (at > reloadMs ? 2 * (request % 2) : bySource(request));
const quiescent = { sysctls: { 'net.ipv4.vs.expire_quiescent_template': '1' } };
const nodest = { sysctls: { 'net.ipv4.vs.expire_nodest_conn': '1' } };
const removal = { fault: 'remove-real-server' as const };

test('a drained real server gets nothing new and keeps what it has', () => {
  const recording = trialOf({ cohort: 'alive' });
  expect(judged(check, recording)['drain-real-server']).toMatchObject({
    verdict: 'pass',
    headline:
      'real-server-2 got none of 357 new connections once drained; no request was lost; 2 of 2 established connections lived on; 1 trial.',
    unit: 'requests',
    measured: { median: 0 },
    predicted: { low: 0, high: 0 },
  });
});

test('fails: it goes on getting new connections, requests are lost, an established connection is, the table is as before', () => {
  const failing = (setting: Setting) => judged(check, trialOf(setting))['drain-real-server'];
  expect(failing({ server: (request) => request % 3 })).toMatchObject({
    verdict: 'fail',
    headline:
      'Trial 1: real-server-2 answered 119 of 357 new connections after it was drained, the first 50.0 ms later.',
  });
  expect(failing({ outcome: (at) => (at === 3000 ? 'refused' : 'ok') })).toMatchObject({
    verdict: 'fail',
    headline: 'Trial 1: 1 request lost (first: refused) while real-server-2 was drained.',
    measured: { median: 1 },
  });
  expect(failing({ ends: { at: 2300, cause: 'reset' } })).toMatchObject({
    verdict: 'fail',
    headline:
      'Trial 1: 1 of 1 established connection did not live on, as predicted (0 alive, 1 reset, 0 without an answer), when real-server-2 was drained.',
  });
  expect(failing({ tableChanges: false })).toMatchObject({
    verdict: 'fail',
    headline:
      'Trial 1: the reload changed nothing: the table of director-1 still had real-server-2 with its weight on 198.18.0.10:80 when healing began.',
  });
});

test('persistent clients stay with a drained real server until expire_quiescent_template lets them go', () => {
  expect(judged(check, trialOf({ ...persistent, server: bySource }))['drain-real-server']).toMatchObject({
    verdict: 'pass',
    headline:
      'real-server-2 got none of 357 new connections once drained besides its 5 persistent clients, which it keeps; no request was lost; 1 of 1 established connection lived on; 1 trial.',
  });
  const verdictOf = (setting: Setting) => verdicts(check, trialOf({ ...persistent, ...setting }))['drain-real-server'];
  expect(verdictOf({ server: leaving })).toBe('fail');
  expect(verdictOf({ server: leaving, ...quiescent })).toBe('pass');
  expect(verdictOf({ server: bySource, ...quiescent })).toBe('fail');
  const newcomer = (request: number, at: number) => (at > 5000 && request % 16 === 0 ? 1 : bySource(request));
  expect(verdictOf({ server: newcomer })).toBe('fail');
});

test('a removed real server leaves its connections hanging, or has them reset with expire_nodest_conn', () => {
  const verdictOf = (setting: Setting) => verdicts(check, trialOf({ ...removal, ...setting }))['remove-real-server'];
  const hung = { ends: { at: 13_000, cause: 'timeout' as const } };
  const ended = { ends: { at: 2300, cause: 'reset' as const } };
  expect(judged(check, trialOf({ ...removal, ...hung }))['remove-real-server']?.headline).toBe(
    'real-server-2 got none of 357 new connections once removed; no request was lost; 1 of 1 established connection hung without an answer (expire_nodest_conn is 0); 1 trial.',
  );
  expect(verdictOf(hung)).toBe('pass');
  expect(verdictOf(ended)).toBe('fail');
  expect(verdictOf({ ...nodest, ...ended })).toBe('pass');
  expect(verdictOf({ ...nodest, ...hung })).toBe('fail');
  expect(verdictOf({})).toBe('fail');
  // Silence is seen after a while only.
  expect(judged(check, trialOf({ ...removal, healMs: 6000 }))['remove-real-server']).toMatchObject({
    verdict: 'unknown',
    headline:
      'Trial 1: the 1 connection to real-server-2 had not been watched for long enough to tell whether packets still pass.',
  });
  expect(verdictOf({ healMs: 6000, cohort: 'alive' })).toBe('fail');
  expect(verdictOf({ healMs: 6000, cohort: 'timeout' })).toBe('pass');
});

test('removal may catch a request that is under way, and no other', () => {
  const losing = (lostAt: number) =>
    judged(
      check,
      trialOf({
        ...removal,
        ...nodest,
        cohort: 'reset',
        ends: { at: 2300, cause: 'reset' },
        outcome: (at) => (at === lostAt ? 'response-timeout' : 'ok'),
      }),
    )['remove-real-server'];
  expect(losing(shownMs - 50)).toMatchObject({ verdict: 'pass', measured: { median: 0 } });
  expect(losing(shownMs - 50)?.headline).toContain('1 request under way to it lost');
  expect(losing(shownMs + 50)).toMatchObject({ verdict: 'fail' });
  expect(verdicts(check, trialOf({ outcome: (at) => (at === shownMs - 50 ? 'response-timeout' : 'ok') }))).toEqual({
    'drain-real-server': 'fail',
  });
});

test('unknown: the table unread, the target never asked, nobody asked afterwards, no connection to it', () => {
  const unknown = { 'drain-real-server': 'unknown' };
  const without = (recording: Recording, series: string) =>
    handMade(
      recording.run,
      (['vip-holder', 'destination', 'request', 'connection'] as const)
        .filter((name) => name !== series)
        .flatMap((name): Observation[] => [...recording.series(name)]),
    );
  for (const series of ['vip-holder', 'destination', 'request', 'connection'])
    expect(verdicts(check, without(trialOf(), series))).toEqual(unknown);
  expect(verdicts(check, trialOf({ server: () => 0 }))).toEqual(unknown);
});

test('other faults are not asked', () => {
  const recording = trialOf();
  const faults = recording.run.faults.map(({ retirement: _, ...one }) => one);
  expect(verdicts(check, { ...recording, run: { ...recording.run, faults } })).toEqual({});
});
