import { expect, test } from 'vitest';
import { type DrainingSetting, drained, reloadMs, shownMs } from '../measure/synthetic-draining.ts';
import { handMade } from '../measure/synthetic-run.ts';
import type { Observation, Recording } from '../model.ts';
import { check } from './draining.ts';
import { judged, verdicts } from './judged.ts';

const persistent = { service: { persistenceTimeoutMs: 60_000 } };
/** Of the 16 clients every third was on the target. */
const bySource = (request: number) => (request % 16) % 3;
const leaving = (request: number, at: number) => (at > reloadMs ? 2 * (request % 2) : bySource(request));
const quiescent = { sysctls: { 'net.ipv4.vs.expire_quiescent_template': '1' } };
const nodest = { sysctls: { 'net.ipv4.vs.expire_nodest_conn': '1' } };
const removal = { fault: 'remove-real-server' as const };

test('a drained real server gets nothing new and keeps what it has', () => {
  const recording = drained({ cohort: 'alive' });
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
  const failing = (setting: DrainingSetting) => judged(check, drained(setting))['drain-real-server'];
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
  expect(judged(check, drained({ ...persistent, server: bySource }))['drain-real-server']).toMatchObject({
    verdict: 'pass',
    headline:
      'real-server-2 got none of 357 new connections once drained besides its 5 persistent clients, which it keeps; no request was lost; 1 of 1 established connection lived on; 1 trial.',
  });
  const verdictOf = (setting: DrainingSetting) =>
    verdicts(check, drained({ ...persistent, ...setting }))['drain-real-server'];
  expect(verdictOf({ server: leaving })).toBe('fail');
  expect(verdictOf({ server: leaving, ...quiescent })).toBe('pass');
  expect(verdictOf({ server: bySource, ...quiescent })).toBe('fail');
  const newcomer = (request: number, at: number) => (at > 5000 && request % 16 === 0 ? 1 : bySource(request));
  expect(verdictOf({ server: newcomer })).toBe('fail');
});

test('a removed real server leaves its connections hanging, or has them reset with expire_nodest_conn', () => {
  const verdictOf = (setting: DrainingSetting) =>
    verdicts(check, drained({ ...removal, ...setting }))['remove-real-server'];
  const hung = { ends: { at: 13_000, cause: 'timeout' as const } };
  const ended = { ends: { at: 2300, cause: 'reset' as const } };
  expect(judged(check, drained({ ...removal, ...hung }))['remove-real-server']?.headline).toBe(
    'real-server-2 got none of 357 new connections once removed; no request was lost; 1 of 1 established connection hung without an answer (expire_nodest_conn is 0); 1 trial.',
  );
  expect(verdictOf(hung)).toBe('pass');
  expect(verdictOf(ended)).toBe('fail');
  expect(verdictOf({ ...nodest, ...ended })).toBe('pass');
  expect(verdictOf({ ...nodest, ...hung })).toBe('fail');
  expect(verdictOf({})).toBe('fail');
  // Silence is seen after a while only.
  expect(judged(check, drained({ ...removal, healMs: 6000 }))['remove-real-server']).toMatchObject({
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
      drained({
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
  expect(verdicts(check, drained({ outcome: (at) => (at === shownMs - 50 ? 'response-timeout' : 'ok') }))).toEqual({
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
    expect(verdicts(check, without(drained(), series))).toEqual(unknown);
  expect(verdicts(check, drained({ server: () => 0 }))).toEqual(unknown);
});

test('other faults are not asked', () => {
  const recording = drained();
  const faults = recording.run.faults.map(({ retirement: _, ...one }) => one);
  expect(verdicts(check, { ...recording, run: { ...recording.run, faults } })).toEqual({});
});
