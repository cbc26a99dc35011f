import { expect, test } from 'vitest';
import { effectMs, type HealthOptions, healthRecording } from '../measure/synthetic-health.ts';
import { withSeries } from '../measure/synthetic-run.ts';
import type { Recording } from '../model.ts';
import { judged } from './judged.ts';
import { check } from './load-share.ts';

const subject = 'stop-httpd on 198.18.0.10:80';

/** Whoever is to be chosen from half a second after healing on, when the table is whole again; before that in turn. */
function afterReturn(choose: (turn: number) => string): HealthOptions {
  return {
    choose: (table, at, turn) => {
      if (at > effectMs(0) + 5500) return choose(turn);
      const names = [...table].filter(([, weight]) => weight > 0).map(([name]) => name);
      return names[turn % names.length];
    },
  };
}

function judgement(options: HealthOptions) {
  return judged(check, healthRecording(options))[subject];
}

/** What the kernel counts for the server when it returns. */
function withCounts(recording: Recording, activeConnections: number, inactiveConnections: number): Recording {
  return withSeries(recording, 'destination', (all) =>
    all.map((one) =>
      one.at > effectMs(0) ? { ...one, value: { ...one.value, activeConnections, inactiveConnections } } : one,
    ),
  );
}

test('pass: under rr the returned server gets its turns', () => {
  expect(judgement({})).toMatchObject({
    verdict: 'pass',
    headline:
      'A returned real server got 34 % of the requests in the first 2.0 s after its return (33 % predicted: its turn under rr); 33 % is its part in the long run; 1 trial.',
    unit: '%',
  });
});

test('fail: under rr load falls on one member, the returned one or another', () => {
  expect(judgement(afterReturn(() => 'real-server-1'))?.headline).toBe(
    'Trial 1: load fell on real-server-1: real-server-1 got 100 % of 200 requests in the first 2.0 s after real-server-1 was back, 33 % predicted, give or take 2.5 %: its turn under rr.',
  );
  expect(judgement(afterReturn((turn) => (turn % 4 === 0 ? 'real-server-1' : 'real-server-3')))?.headline).toBe(
    'Trial 1: load fell on real-server-3: 75 % of 200 requests in the first 2.0 s after real-server-1 was back, 33 % predicted under rr.',
  );
});

test('pass, and a finding: lc gives a returned server everything until it has caught up', () => {
  const options = { ...afterReturn(() => 'real-server-1'), service: { scheduler: 'lc' as const } };
  const found = judged(check, withCounts(healthRecording(options), 0, 0))[subject];
  expect(found).toMatchObject({ verdict: 'pass', measured: { median: 100 } });
  expect(found?.headline).toMatch(
    /^A returned real server got 100 % .* predicted: lc evens out connections, of which it has 0/,
  );
});

test('fail: lc that shares evenly although the returned server lacks connections', () => {
  const service = { scheduler: 'lc' as const };
  const even = afterReturn((turn) => `real-server-${(turn % 3) + 1}`);
  expect(judged(check, withCounts(healthRecording({ ...even, service }), 0, 0))[subject]?.verdict).toBe('fail');
});

test('lc: handshakes that never ended count, and keep requests away from the returned server', () => {
  const service = { scheduler: 'lc' as const };
  const avoided = afterReturn((turn) => `real-server-${(turn % 2) + 2}`);
  const found = judged(check, withCounts(healthRecording({ ...avoided, service }), 10, 0))[subject];
  expect(found).toMatchObject({ verdict: 'pass', measured: { median: 0 } });
});

test("wlc: a server back from maintenance gets all until it has caught up, by the kernel's own counts of the others", () => {
  const service = { scheduler: 'wlc' as const };
  const counted = (recording: Recording, ofOthers: number) =>
    withSeries(withCounts(recording, 0, 100), 'destination', (all) =>
      all.map((one) => {
        const others = ['real-server-2', 'real-server-3'].map((realServer) => ({
          realServer,
          activeConnections: 0,
          inactiveConnections: ofOthers,
        }));
        return { ...one, value: { ...one.value, others } };
      }),
    );
  const all = healthRecording({ ...afterReturn(() => 'real-server-1'), service });
  expect(judged(check, counted(all, 600))[subject]).toMatchObject({ verdict: 'pass', measured: { median: 100 } });
  // Of whom it lacks nothing it gets no more than its part.
  expect(judged(check, counted(all, 100))[subject]).toMatchObject({ verdict: 'fail' });
});

test('persistence: nobody comes back by himself', () => {
  const service = { scheduler: 'wlc' as const, persistenceTimeoutMs: 60_000 };
  const mine = (at: number) => `real-server-${((Math.round(at / 10) % 16) % 2) + 2}`;
  expect(judgement({ service, choose: (_, at) => mine(at) })).toMatchObject({
    verdict: 'pass',
    predicted: { low: 0, high: 0 },
  });
});

test('a client that is pinned may make one member the heaviest; a prediction that leaves everything open is none', () => {
  const service = { scheduler: 'rr' as const, persistenceTimeoutMs: 60_000 };
  const mine = (at: number) => `real-server-${Math.round(at / 10) % 16 === 0 ? 3 : 2}`;
  expect(judgement({ service, choose: (_, at) => mine(at) })?.verdict).toBe('pass');

  const counted = { ...afterReturn(() => 'real-server-1'), service: { scheduler: 'lc' as const } };
  const slow = { intervalMs: 100, deadlineMs: 1000, delayThresholdMs: 50, connections: 4 };
  const open = judged(check, withCounts(healthRecording({ ...counted, run: { probe: slow } }), 0, 40))[subject];
  expect(open).toMatchObject({ verdict: 'unknown', headline: expect.stringContaining('leaves everything open') });
});

test('unknown: it did not come back, few requests, no prediction, not confirmed', () => {
  expect(judgement({ trials: [{ returnedAfterMs: null }] })?.verdict).toBe('unknown');
  expect(judgement({ service: { scheduler: 'sed' } })?.verdict).toBe('unknown');
  expect(judgement({ trials: [{ record: { confirmation: null } }] })?.verdict).toBe('unknown');
  const silent = withSeries(healthRecording(), 'request', () => []);
  expect(judged(check, silent)[subject]?.headline).toBe('Trial 1: only 0 answers in the first 2.0 s after the return.');
});
