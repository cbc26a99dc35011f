import { expect, test } from 'vitest';
import { loadSummaryOf } from './load-summary.ts';
import { failedShareOf, kindName, type LoadKind, loadKinds, trialsOfKind } from './loads.ts';
import { loadedRecording } from './synthetic-loads.ts';

const kind: LoadKind = { path: 'NAT', responseBytes: 1024, connectionUse: 'kept' };

test('loads come use by use, size by size, path by path, and each has a name', () => {
  const comparison = { responseBytes: [100, 10_240] as (100 | 10_240)[] };
  const names = loadKinds(loadedRecording({ comparison }).run).map(kindName);
  expect(names.slice(0, 5)).toEqual([
    'direct 100 B kept',
    'NAT 100 B kept',
    'DR 100 B kept',
    'TUN 100 B kept',
    'direct 10 KB kept',
  ]);
  expect(names).toHaveLength(16);
  expect(loadKinds({})).toEqual([]);
});

test('a drift of the machine that meets a whole round leaves the ratio as it is', () => {
  const { run } = loadedRecording({
    change: (trial) => {
      const slower = 1 + trial.round;
      const { throughput } = trial;
      if (throughput === null) return trial;
      return { ...trial, throughput: { ...throughput, requestsPerSecond: throughput.requestsPerSecond / slower } };
    },
  });
  const { requestsPerSecond, againstDirect } = loadSummaryOf(run, kind);
  expect((requestsPerSecond?.max ?? 0) / (requestsPerSecond?.min ?? 1)).toBeGreaterThan(4);
  expect(againstDirect?.interval.value).toBeCloseTo(0.82, 1);
  expect((againstDirect?.ratio.max ?? 0) - (againstDirect?.ratio.min ?? 0)).toBeLessThan(0.02);
  expect(againstDirect?.ratio.trials).toBe(5);
});

test('what forwarding costs in processor time is told per request, above the direct path', () => {
  const { run } = loadedRecording();
  const summary = loadSummaryOf(run, kind);
  const responses = trialsOfKind(run, kind)[0]?.throughput?.responses ?? 0;
  expect(summary.directorCpuMsPerRequest?.max).toBeCloseTo(40 / responses, 3);
  expect(summary.againstDirect?.addedEngineCpuMsPerRequest?.median).toBeCloseTo(2000 / (1500 * 0.82) - 2000 / 1500, 6);
  expect(summary.againstDirect?.addedP50Ms?.median).toBeGreaterThan(0);
  expect(loadSummaryOf(run, { ...kind, path: 'direct' }).againstDirect).toBeNull();
});

test('a load that broke off, or answered nothing, has no latency and no processor time per request', () => {
  const { run } = loadedRecording({
    rounds: 2,
    change: (trial) => {
      const { throughput } = trial;
      if (trial.path !== 'NAT' || throughput === null) return trial;
      if (trial.round === 0) return { ...trial, error: 'autocannon did not end' };
      return { ...trial, throughput: { ...throughput, responses: 0, requestsPerSecond: 0 } };
    },
  });
  const summary = loadSummaryOf(run, kind);
  expect(summary.requestsPerSecond).toEqual({ median: 0, min: 0, max: 0, trials: 1 });
  expect([summary.p50Ms, summary.directorCpuMsPerRequest]).toEqual([null, null]);
  expect(summary.againstDirect?.addedP50Ms).toBeNull();
});

test('what failed is told over all that was asked', () => {
  const [trial] = loadedRecording({ rounds: 1 }).run.loadTrials ?? [];
  if (trial?.throughput == null) throw new Error('there is no trial');
  const failing = { ...trial, throughput: { ...trial.throughput, responses: 90, errors: 10, non2xx: 5 } };
  expect(failedShareOf([failing])).toBeCloseTo(0.15, 9);
  expect(failedShareOf([{ ...trial, throughput: null }])).toBeNull();
});
