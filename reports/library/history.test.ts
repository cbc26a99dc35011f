import { expect, test } from 'vitest';
import { blankRun } from '../../harness/measure/synthetic-run.ts';
import type { Run } from '../../harness/model.ts';
import { type RunEntry, runEntry } from './entry.ts';
import { histories } from './history.ts';

function entryOf(day: number, medians: Record<string, number>, parts: Partial<Run> = {}): RunEntry {
  const metrics = Object.entries(medians).map(([subject, value]) => {
    const rest = { unit: 'ms', better: 'lower' as const, predicted: { low: 0, high: value }, bound: null };
    return { name: 'failoverMs', subject, samples: [value], ...rest };
  });
  const startedAt = `2026-11-${String(day).padStart(2, '0')}T01:00:00.000Z`;
  const run = blankRun({ startedAt, metrics, ...parts });
  return runEntry({ path: `run-${day}`, kind: 'run', files: new Set() }, run);
}

test('each run sees those of its kind before it, by the number that the latest shows first', () => {
  // Latest first, as a library has them.
  const runs = [
    entryOf(3, { 'kill-director': 3, 'stop-keepalived': 30 }),
    entryOf(2, { 'stop-keepalived': 20 }),
    entryOf(1, { 'stop-keepalived': 10, 'kill-director': 1 }),
  ];
  const found = histories(runs);
  expect(runs.map((run) => found.get(run)?.medians)).toEqual([[1, null, 3], [1, null], [1]]);
  expect(found.get(runs[0] as RunEntry)).toMatchObject({
    name: 'failoverMs',
    subject: 'kill-director',
    predicted: { low: 0, high: 3 },
  });
});

test('other scenarios, topologies, advertisement intervals and engines are other kinds', () => {
  const base = blankRun({});
  const kinds: Partial<Run>[] = [
    {},
    { suite: 'health' },
    { scenario: { name: 'other', summary: '' } },
    { topology: { ...base.topology, name: 'tun-pair' } },
    { topology: { ...base.topology, vrrp: { ...base.topology.vrrp, advertIntervalMs: 5000 } } },
    { engine: { ...base.engine, kind: 'native' } },
  ];
  const runs = kinds.map((parts, index) => entryOf(index + 1, { run: index }, parts));
  const found = histories(runs);
  expect(runs.map((run) => found.get(run)?.medians)).toEqual([[0], [1], [2], [3], [4], [5]]);
});

test('runs from before there were metrics have a history of their own, by what their checks measured', () => {
  const measured = { median: 7, min: 7, max: 7, trials: 1 };
  const rest = {
    verdict: 'pass' as const,
    headline: '',
    unit: 'ms',
    measured,
    predicted: null,
    bound: null,
    limit: null,
  };
  const judgements = [{ check: 'failover-time', subject: 'kill-director', ...rest }];
  const old = [1, 2].map((day) => {
    const { metrics: _, ...run } = blankRun({ startedAt: `2026-11-0${day}T01:00:00.000Z`, judgements });
    return runEntry({ path: `old-${day}`, kind: 'run', files: new Set() }, run);
  });
  const found = histories([entryOf(3, { 'kill-director': 3 }), ...old]);
  expect(found.get(old[1] as RunEntry)).toMatchObject({ name: 'failover-time', medians: [7, 7] });
  expect([...found.values()].filter(({ name }) => name === 'failoverMs').map(({ medians }) => medians)).toEqual([[3]]);
});

test('it looks back over 20 runs, and has nothing to say of runs without numbers', () => {
  const runs = Array.from({ length: 28 }, (_, index) => entryOf(index + 1, { run: index }));
  expect(histories(runs).get(runs.at(-1) as RunEntry)?.medians).toEqual(Array.from({ length: 20 }, (_, n) => n + 8));
  expect(histories([entryOf(1, {})]).size).toBe(0);
});
