import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LinkCount, LoadTrial } from '../harness/model.ts';
import { latestRun, runCli } from './cli.ts';

let out = '';
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-forwarding-'));
});
afterAll(async () => {
  await rm(out, { recursive: true });
});

const linksOf = (trial: LoadTrial, node: string) => trial.links.filter((link) => link.node.startsWith(node));
const sum = (links: LinkCount[], of: 'sentBytes' | 'receivedBytes') => links.reduce((all, link) => all + link[of], 0);

// Catches: a path that leads elsewhere, a page of another size, a client that no real server can answer, counters of other links.
test('every load through every path is answered, and crosses the links that it must', async () => {
  const argv = ['--scenario', 'unshaped', '--trials', '1'];
  const { output } = await runCli(['suite', 'forwarding', ...argv, '--out', out]);
  const run = await latestRun(out, 'forwarding');
  expect(run.loadTrials, output).toHaveLength(4 * 4 * 2);
  for (const trial of run.loadTrials ?? []) {
    expect(trial, output).toMatchObject({ throughput: { errors: 0, non2xx: 0 } });
    expect(trial.error, output).toBeUndefined();
    const responses = trial.throughput?.responses ?? 0;
    expect(responses, output).toBeGreaterThan(0);
    const answerBytes = ((trial.answeredBytesPerSecond ?? 0) * (trial.throughput?.durationMs ?? 0)) / 1000 / responses;
    expect(answerBytes).toBeGreaterThan(trial.responseBytes + 100);
    expect(answerBytes).toBeLessThan(trial.responseBytes + 500);
    // A busy machine may have read them late; then there are none.
    if (trial.countedMs === null || responses < 100) continue;
    const answered = trial.responseBytes * responses;
    const forwarded = sum(linksOf(trial, 'director-1'), 'sentBytes');
    if (trial.path === 'NAT') expect(forwarded).toBeGreaterThan(0.8 * answered);
    else if (trial.responseBytes > 1024) expect(forwarded).toBeLessThan(0.3 * answered);
    if (trial.path === 'direct') expect(forwarded).toBeLessThan(20_000);
  }
});

// Catches: links that are not limited, in one direction or the other, and a prediction that reality refutes.
test('limited links carry what they are limited to, and what was predicted', async () => {
  const argv = ['--scenario', 'shaped', '--trials', '1', '--real-servers', '2', '--link-rate', '800kbit'];
  const { output } = await runCli(['suite', 'forwarding', ...argv, '--out', out]);
  const run = await latestRun(out, 'forwarding');
  expect(run.topology.realServers).toHaveLength(2);
  expect(run.comparison?.linkBitsPerSecond).toBe(800_000);
  expect(run.loadTrials, output).toHaveLength(3 * 2);
  for (const trial of run.loadTrials ?? []) {
    expect(trial.throughput?.responses, output).toBeGreaterThan(0);
    for (const link of [...linksOf(trial, 'director'), ...linksOf(trial, 'real-server')]) {
      expect((link.sentBytes * 8) / ((trial.countedMs ?? 0) / 1000)).toBeLessThan(1.03 * 800_000);
    }
  }
  expect(
    run.judgements?.filter(({ verdict }) => verdict === 'fail'),
    output,
  ).toEqual([]);
  const capacity = run.judgements?.filter(
    ({ check, verdict }) => check === 'forwarding-capacity' && verdict === 'pass',
  );
  expect(capacity?.map(({ subject }) => subject).join(), output).toMatch(/NAT/);
});
