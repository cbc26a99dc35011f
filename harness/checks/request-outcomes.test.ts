import { expect, test } from 'vitest';
import { blankRun, handMade, syntheticRecording, syntheticTopology, withSeries } from '../measure/synthetic-run.ts';
import type { Observation, Recording, RequestValue, TrialRecord } from '../model.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './request-outcomes.ts';

const once = { faults: ['kill-director'], trialsPerFault: 1 };

/** Changes the first requests of the steady time before the fault. */
function withFirst(number: number, change: Partial<RequestValue>, trialsPerFault = 1): Recording {
  return withSeries(syntheticRecording({ ...once, trialsPerFault }), 'request', (all) =>
    all.map((one, index) =>
      index >= 20 && index < 20 + number ? { ...one, value: { ...one.value, ...change } } : one,
    ),
  );
}

test('what a fault loses is not held against the steady cluster', () => {
  const recording = syntheticRecording();
  expect(recording.series('request').some((one) => one.value.outcome !== 'ok')).toBe(true);
  const { run } = judged(check, recording);
  expect(run).toMatchObject({ verdict: 'pass', measured: { max: 0 }, unit: 'requests' });
  expect(run?.headline).toMatch(/^All \d{4} requests before the faults were answered in time\.$/);
});

test('one request lost without a fault fails', () => {
  const { run } = judged(check, syntheticRecording({ ...once, breaks: { steadyLosses: 1 } }));
  expect(run).toMatchObject({ verdict: 'fail', measured: { max: 1 } });
  expect(run?.headline).toMatch(/^Of \d+ requests before the faults: 1 lost, 0 late \(more than 50 ms\)\.$/);
});

test('one stall is a hiccup, more may be the machine, many are not', () => {
  expect(verdicts(check, withFirst(1, { latencyMs: 80 })).run).toBe('pass');
  expect(verdicts(check, withFirst(5, { latencyMs: 80 })).run).toBe('pass');
  expect(verdicts(check, withFirst(6, { latencyMs: 80 }, 3)).run).toBe('unknown');
  expect(verdicts(check, withFirst(20, { latencyMs: 80 })).run).toBe('fail');
});

test("answers that are late only because the prober was are not the cluster's", () => {
  expect(verdicts(check, withFirst(20, { lateMs: 78, latencyMs: 80 })).run).toBe('pass');
});

/** A cluster that never served, watched for a while: so many requests, of which every third gets that outcome. */
function watched(requests: number, changes: Partial<RequestValue>, topology = syntheticTopology()): Recording {
  const { vip, port } = topology.virtualServices[0] ?? {};
  return handMade(
    blankRun({ topology }),
    Array.from({ length: requests }, (_, index): Observation<'request'> => {
      const realServer = `real-server-${1 + (index % 3)}`;
      const good = { outcome: 'ok' as const, lateMs: 0, latencyMs: 2, realServer };
      const value = { service: `${vip}:${port}`, source: '198.18.0.100', ...good, ...(index % 3 === 0 ? changes : {}) };
      return { series: 'request', at: 1000 + index, node: 'client-1', value };
    }),
  );
}

test('a cluster that never served loses requests although nothing was done to it: who does not answer is named', () => {
  const lost = { outcome: 'connect-timeout' as const, realServer: null };
  expect(judged(check, watched(90, lost)).run).toMatchObject({
    verdict: 'fail',
    measured: { max: 30 },
    headline:
      'Nothing was done to the cluster, and 30 of 90 requests were lost (30 connect-timeout); real-server-1 answered none.',
  });
  const { realServers } = syntheticTopology();
  const untunnelled = realServers.map((one, place) => (place === 0 ? { ...one, lacksTunnel: true as const } : one));
  const without = syntheticTopology({ realServers: untunnelled });
  expect(judged(check, watched(90, lost, without)).run?.headline).toMatch(
    /real-server-1 answered none: it has no tunnel to receive by, which health checks do not notice/,
  );
  const strayed = realServers.map((one, place) => (place === 0 ? { ...one, gateway: '198.18.1.12' } : one));
  const inside = { subnet: '198.18.1.0/24', vip: '198.18.1.99' };
  expect(judged(check, watched(90, lost, syntheticTopology({ realServers: strayed, inside }))).run?.headline).toContain(
    "real-server-1 answered none: its default route leads to 198.18.1.12 and not to the directors' 198.18.1.99, which",
  );
  expect(judged(check, watched(30, lost)).run?.headline).toMatch(/\(10 connect-timeout\)\.$/);
  expect(verdicts(check, watched(90, {})).run).toBe('unknown');
});

test('a cluster that served and was never steady is held to what it lost as well', () => {
  const lost = { outcome: 'unreachable' as const, realServer: null };
  const recording = watched(90, lost);
  const trials = [{ ...(syntheticRecording(once).run.trials[0] as TrialRecord), steadyAtMs: null }];
  const run = { ...recording.run, trials, readyAfterMs: 9000 };
  expect(verdicts(check, { ...recording, run }).run).toBe('fail');
  const realServers = run.topology.realServers.map((one, place) => ({ ...one, on: `director-${place + 1}` }));
  const topology = { ...run.topology, realServers };
  expect(judged(check, { ...recording, run: { ...run, topology } }).run?.headline).toMatch(
    /\(30 unreachable\); .*in a circle: net\.ipv4\.vs\.backup_only 1/,
  );
});

test('unknown: nothing recorded, never steady', () => {
  expect(
    verdicts(
      check,
      withSeries(syntheticRecording(once), 'request', () => []),
    ).run,
  ).toBe('unknown');
  expect(verdicts(check, syntheticRecording({ ...once, trialsPerFault: 0 })).run).toBe('unknown');
});
