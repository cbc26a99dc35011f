import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Drill, Run } from '../harness/model.ts';
import { latestRun, runCli } from './cli.ts';
import { expectPass } from './expect-pass.ts';

let out = '';
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-suites-'));
});
afterAll(async () => {
  await rm(out, { recursive: true });
});

const brief = ['--trials', '1', '--probe-interval', '20'];

// Catches: a suite whose faults, probes or checks do not work on a real cluster, and a prediction that reality refutes.
test.each([
  ['health', ['--fault', 'freeze-real-server'], /TCP_CHECK does not see a hang/],
  ['split-brain', ['--scenario', 'one-way', '--fault', 'deafen-backup'], /[Tt]wo MASTERs/],
  ['connections', ['--scenario', 'sync', '--fault', 'pause-director'], /survived the switch back, as predicted/],
  ['hygiene', ['--scenario', 'reload', '--fault', 'reload-unchanged'], /No role changed/],
  ['failover', ['--topology', 'dr-localnode', '--fault', 'kill-director'], /which died with director-1/],
  ['failover', ['--topology', 'nat-pair', '--fault', 'kill-director'], /Service was impaired for/],
  [
    'failover',
    ['--topology', 'tun-pair', '--fault', 'kill-director', '--threshold', 'connectionsLost{kill-director}.min > 0'],
    /Service was impaired for[\s\S]*more than 0 connections asked for/,
  ],
  ['forwarding', ['--scenario', 'mtu'], /Requests of 1429 B and more stalled/],
  ['schedulers', ['--scenario', 'disruption', '--fault', 'drain-real-server'], /each client where the table puts it/],
  ['starvation', ['--scenario', 'pauses', '--fault', 'stall-director'], /without failover/],
  ['calibration', ['--scenario', 'server'], /off at the median [\s\S]*true length known to/],
])('a trial of %s comes out as predicted', async (suite, argv, finding) => {
  const result = await runCli(['suite', suite, ...argv, ...brief, '--out', out]);
  const run = await latestRun(out, suite);
  expectPass(result, run);
  expect(run.judgements?.map(({ headline }) => headline).join('\n')).toMatch(finding);
});

// Catches: a scheduler that does not do as its algorithm says or a prediction that is wrong, counts that contradict each
// other, and a slow real server that is none.
test('every scheduler that the kernel has shares out traffic as predicted, and spares a slow real server or not', async () => {
  const result = await runCli(['suite', 'schedulers', '--scenario', 'slow-server', '--out', out]);
  const run = await latestRun(out, 'schedulers');
  expectPass(result, run);
  expect(run.balanceTrials?.map(({ error }) => error)).toEqual(Array(run.plannedTrials).fill(undefined));
  const headlines = run.judgements?.map(({ headline }) => headline).join('\n');
  expect(headlines).toMatch(/rr does not spare real-server-1/);
  expect(headlines).toMatch(/nq spares real-server-1/);
});

// Catches: scenarios that share a cluster, a configuration or a recording, and a drill whose report leaves one out.
test('two scenarios of reversion are two clusters, two runs, and one report', async () => {
  const names = ['nopreempt', 'preempt-delay'];
  const argv = ['--scenario', ...names, '--fault', 'stop-keepalived'];
  const { output, exitCode } = await runCli(['suite', 'reversion', ...argv, ...brief, '--out', out]);
  const folder = join(out, 'reversion', 'latest');
  const drill = JSON.parse(await readFile(join(folder, 'drill.json'), 'utf8')) as Drill;
  expect(drill.scenarios).toEqual(names);
  const runs = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name, 'run.json'), 'utf8')) as Run),
  );
  expect(runs.map(({ id }) => id)).toEqual([...new Set(runs.map(({ id }) => id))]);
  expect(runs.map(({ topology }) => topology.vrrp.preempt)).toEqual([false, true]);
  const report = await readFile(join(folder, 'report.html'), 'utf8');
  for (const run of runs) {
    expectPass({ exitCode: run.verdict === 'pass' ? 0 : 2, output }, run);
    expect(output).toContain(run.scenario.name);
    expect(report).toContain(`id="${run.scenario.name}"`);
  }
  expect(exitCode, output).toBe(runs.every(({ verdict }) => verdict === 'pass') ? 0 : 2);
});
