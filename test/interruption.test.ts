import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Drill, Run } from '../harness/model.ts';
import { latestRun, runCli, startCli } from './cli.ts';
import { expectPass } from './expect-pass.ts';
import { ours, sharedLab } from './lab.ts';

let out = '';
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-e2e-'));
});
afterAll(async () => {
  await rm(out, { recursive: true });
});

const oneTrial = ['suite', 'failover', '--trials', '1', '--probe-interval', '20', '--fault', 'kill-director'];

// Catches: what a killed harness leaves behind and the next run trips over, and a recording that dies with the harness.
test('kill -9 of the harness in mid-fault; the next run is clean', async () => {
  const { docker } = await sharedLab();
  const doomed = startCli([...oneTrial, '--out', out]);
  await doomed.printed('waiting for the takeover');
  doomed.kill('SIGKILL');
  await doomed.ended;
  expect(await ours(docker)).not.toEqual([]);
  const [started] = await readdir(join(out, 'failover'));
  const saved = JSON.parse(await readFile(join(out, 'failover', started ?? '', 'run.json'), 'utf8'));
  expect(saved.status).toBe('running');

  const redrawn = await runCli(['report', join(out, 'failover', started ?? '')]);
  expect(redrawn.exitCode, redrawn.output).toBe(0);

  const next = await runCli([
    'suite',
    'failover',
    '--trials',
    '1',
    '--probe-interval',
    '20',
    '--fault',
    'stop-keepalived',
    '--out',
    out,
  ]);
  expectPass(next, await latestRun(out));
  expect(next.output).toContain('an earlier run had left behind');
  expect(await ours(docker)).toEqual([]);
});

// Catches: Ctrl-C between two runs that ends as a failure, loses the first one or goes on with the second.
test('Ctrl-C while the second scenario’s cluster starts keeps the first, reports over both and cleans up', async () => {
  const names = ['preempt', 'nopreempt'];
  const argv = ['--scenario', ...names, '--fault', 'stop-keepalived', '--trials', '1', '--probe-interval', '20'];
  const running = startCli(['suite', 'reversion', ...argv, '--out', out]);
  await running.printed('Scenario nopreempt');
  running.kill('SIGINT');
  const { exitCode, output } = await running.ended;
  expect(exitCode, output).toBe(130);
  const folder = join(out, 'reversion', 'latest');
  const drill = JSON.parse(await readFile(join(folder, 'drill.json'), 'utf8')) as Drill;
  expect(drill.endedAt).not.toBeNull();
  const first = JSON.parse(await readFile(join(folder, 'preempt', 'run.json'), 'utf8')) as Run;
  expect(first.status).toBe('judged');
  expect(first.trials).toHaveLength(1);
  expect(first.command).toContain('--scenario preempt --fault');
  expect(await readdir(join(folder, 'nopreempt'))).not.toContain('run.json');
  const report = await readFile(join(folder, 'report.html'), 'utf8');
  expect(report).toContain('href="./preempt/report.html"');
  expect(report).toContain('It was not run.');
  expect(await ours((await sharedLab()).docker)).toEqual([]);
});
