import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { judgeOnce } from './judge-once.ts';
import { storeLargeRun } from './large-run.ts';

let out = '';
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-judge-'));
});
afterEach(() => rm(out, { recursive: true }));

const options = { seed: 3, trialsPerFault: 1, intervalMs: 20, checks: ['failover-time', 'prober-lateness'] };

test('a made-up run is the same for the same seed, and as the agent writes it: to a microsecond', async () => {
  const text = async (seed: number, sub: string) =>
    readFile((await storeLargeRun(join(out, sub), { ...options, seed })).folder.observations, 'utf8');
  const first = await text(3, 'a');
  expect(first).toBe(await text(3, 'b'));
  expect(first).not.toBe(await text(4, 'c'));
  expect(first).toContain('"series":"request"');
  expect(first).toContain('"series":"advert"');
  expect(first).not.toMatch(/\.\d{4}/);
});

test('a run is read, judged and drawn, and each of these takes its time and memory', async () => {
  const { folder, observations, trials } = await storeLargeRun(out, options);
  expect(trials).toBe(4);
  expect(observations).toBe((await readFile(folder.observations, 'utf8')).split('\n').length - 1);
  const cost = await judgeOnce(folder.path);
  expect((await stat(folder.report)).size).toBeGreaterThan(10_000);
  for (const ms of [cost.readMs, cost.judgeMs, cost.drawMs]) expect(ms).toBeGreaterThan(0);
  expect(cost.peakBytes).toBeGreaterThanOrEqual(cost.baseBytes);
  expect(cost.baseBytes).toBeGreaterThan(10e6);
});
