import { expect, test } from 'vitest';
import { type Fates, tried } from '../measure/synthetic-cohorts.ts';
import { withSeries } from '../measure/synthetic-run.ts';
import { check } from './connection-survival.ts';
import { judged, verdicts } from './judged.ts';

const old = { packets: 3, ageMs: 4000, count: 4 };
const young = { packets: 3, ageMs: 1000, count: 4 };
const handshakeOnly = { packets: 2, ageMs: 4000, count: 4 };
const brandNew = { packets: 3, ageMs: 0, count: 4 };

test('without the sync daemon every connection is lost with the director', () => {
  const recording = tried([
    { ...old, failover: 'reset' },
    { ...handshakeOnly, failover: 'reset' },
  ]);
  expect(judged(check, recording)['kill-director']).toMatchObject({
    verdict: 'pass',
    headline: 'Without lvs_sync_daemon 0 of 8 established connections survived the takeover, as predicted; 1 trial.',
    unit: 'connections',
    measured: { median: 0 },
    predicted: { low: 0, high: 0 },
  });
});

test('with it the old ones live, the handshakes die, the young may do either, and all die with the switch back', () => {
  const recording = tried(
    [
      { ...old, failover: 'alive', reversion: 'reset' },
      { ...handshakeOnly, failover: 'reset' },
      { ...young, failover: 'reset' },
      { ...brandNew, ageMs: 2000, count: 1, failover: 'alive', reversion: 'reset' },
    ],
    { sync: true },
  );
  expect(judged(check, recording)['kill-director']).toMatchObject({
    verdict: 'pass',
    headline:
      'With lvs_sync_daemon 4 of 4 connections that the backup had been told of survived the takeover and 0 of 4 others, as predicted; 1 of 5 that were too young to call did; of the survivors 0 of 5 survived the switch back, as predicted: the old master comes back with an empty connection table and is not sent all of it; 1 trial.',
    measured: { median: 5 },
    predicted: { low: 4, high: 9 },
  });
});

test('a director that kept its table keeps its connections, and goes on telling the backup until the takeover', () => {
  const fates: Fates[] = [{ ...young, failover: 'alive', reversion: 'alive' }];
  expect(judged(check, tried(fates, { fault: 'kill-keepalived', sync: true }))['kill-keepalived']).toMatchObject({
    verdict: 'pass',
    headline:
      'With lvs_sync_daemon 4 of 4 connections that the backup had been told of survived the takeover, as predicted; of the survivors 4 of 4 survived the switch back, as predicted; 1 trial.',
  });
});

test('a graceful stop leaves the connections in the table, unless expire_nodest_conn flushes them', () => {
  const stopped = { fault: 'stop-keepalived', sync: true };
  const flushing = { ...stopped, sysctls: { 'net.ipv4.vs.expire_nodest_conn': '1' } };
  const living: Fates[] = [{ ...old, failover: 'alive', reversion: 'alive' }];
  const dying: Fates[] = [{ ...old, failover: 'alive', reversion: 'reset' }];
  expect(verdicts(check, tried(living, stopped))).toEqual({ 'stop-keepalived': 'pass' });
  expect(verdicts(check, tried(dying, stopped))).toEqual({ 'stop-keepalived': 'fail' });
  expect(verdicts(check, tried(living, flushing))).toEqual({ 'stop-keepalived': 'fail' });
  expect(verdicts(check, tried(dying, flushing))).toEqual({ 'stop-keepalived': 'pass' });
});

test('fails: an old connection that was lost in spite of the sync daemon', () => {
  const recording = tried(
    [
      { ...old, count: 3, failover: 'alive', reversion: 'reset' },
      { ...old, count: 1, failover: 'timeout' },
    ],
    { sync: true },
  );
  expect(judged(check, recording)['kill-director']).toMatchObject({
    verdict: 'fail',
    headline:
      'Trial 0: with lvs_sync_daemon 3 of 4 connections with 3 packets, 4 s old, survived the takeover (1 without an answer), 4 predicted.',
    measured: { median: 3 },
  });
});

test('fails: survival where nothing explains it', () => {
  expect(verdicts(check, tried([{ ...old, failover: 'alive', reversion: 'reset' }]))).toEqual({
    'kill-director': 'fail',
  });
  const back = tried([{ ...old, failover: 'alive', reversion: 'alive' }], { sync: true });
  expect(judged(check, back)['kill-director']?.headline).toBe(
    'Trial 0: with lvs_sync_daemon 4 of 4 connections with 3 packets, 4 s old, survived the switch back to director-1, 0 predicted.',
  );
});

test('a connection whose message cannot have left yet is lost', () => {
  const unsent = brandNew;
  const sync = { sync: true };
  expect(verdicts(check, tried([{ ...unsent, failover: 'reset' }], sync))).toEqual({ 'kill-director': 'pass' });
  expect(verdicts(check, tried([{ ...unsent, failover: 'alive' }], sync))).toEqual({ 'kill-director': 'fail' });
});

test('other thresholds and sloppy_tcp move what can be said', () => {
  const sync = { sync: true };
  const later = { ...sync, sysctls: { 'net.ipv4.vs.sync_threshold': '5\t50' } };
  expect(verdicts(check, tried([{ ...old, failover: 'reset' }], later))).toEqual({ 'kill-director': 'pass' });
  const sloppy = { sysctls: { 'net.ipv4.vs.sloppy_tcp': '1' } };
  expect(verdicts(check, tried([{ ...old, failover: 'reset' }], sloppy))).toEqual({ 'kill-director': 'unknown' });
});

test('unknown: all too young to call, none tried, closed by the real server, never tried after the switch back', () => {
  const sync = { sync: true };
  const tooYoung = judged(check, tried([{ ...young, failover: 'reset' }], sync))['kill-director'];
  expect(tooYoung).toMatchObject({
    verdict: 'unknown',
    headline:
      'Trial 0: the message to the backup takes up to 3 s, and all 4 connections were younger: 0 survived the takeover, which proves nothing.',
  });
  const unknown = { 'kill-director': 'unknown' };
  expect(verdicts(check, tried([], sync))).toEqual(unknown);
  expect(verdicts(check, tried([{ ...old, failover: 'closed' }], sync))).toEqual(unknown);
  expect(verdicts(check, tried([{ ...old, failover: 'alive' }], sync))).toEqual(unknown);
  const nobody = withSeries(tried([{ ...old, failover: 'reset' }]), 'advert', () => []);
  expect(verdicts(check, nobody)).toEqual(unknown);
});

test('faults that leave the director in office are not asked', () => {
  const recording = tried([{ ...old, failover: 'reset' }]);
  const faults = recording.run.faults.map((one) => ({ ...one, detection: 'none' as const }));
  expect(verdicts(check, { ...recording, run: { ...recording.run, faults } })).toEqual({});
});
