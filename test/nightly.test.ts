import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isThere } from '../harness/is-there.ts';
import type { Night, Run } from '../harness/model.ts';
import { type CliResult, runCli, startCli } from './cli.ts';
import { expectPass, stalledIn } from './expect-pass.ts';
import { ours, sharedLab } from './lab.ts';

let out = '';
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-e2e-'));
});
afterAll(async () => {
  await rm(out, { recursive: true });
});

const nightIn = async (folder: string) =>
  JSON.parse(await readFile(join(folder, 'nightly', 'latest', 'night.json'), 'utf8')) as Night;
const runIn = async (folder: string, entry: string) =>
  JSON.parse(await readFile(join(folder, 'nightly', 'latest', entry, 'run.json'), 'utf8')) as Run;

describe('the short night', () => {
  let result: CliResult;
  let night: Night;
  let summary = '';
  beforeAll(async () => {
    const stepSummary = join(out, 'step.md');
    result = await runCli(['nightly', '--short', '--out', join(out, 'short')], { GITHUB_STEP_SUMMARY: stepSummary });
    night = await nightIn(join(out, 'short'));
    summary = await readFile(stepSummary, 'utf8');
  });

  // Catches: a method whose cluster, prediction or checks no longer work, and an exit code that is not that of the worst.
  test('one failover by each method comes out as predicted', async () => {
    expect(night.results.map(({ entry, problem }) => [entry.name, problem])).toEqual([
      ['failover-dr', null],
      ['failover-tun', null],
      ['failover-nat', null],
    ]);
    const passed = night.results.every(({ verdict }) => verdict === 'pass');
    for (const { entry, verdict } of night.results) {
      const exitCode = verdict === 'pass' ? 0 : verdict === 'unknown' ? 2 : 1;
      expectPass({ exitCode, output: result.output }, await runIn(join(out, 'short'), entry.name));
    }
    expect(result.exitCode, result.output).toBe(passed ? 0 : 2);
  });

  // Catches: a page that leads nowhere, and a summary that does not reach GitHub's page of the job.
  test('leaves a page that leads to each report, and the same in the step summary', async () => {
    const folder = join(out, 'short', 'nightly', 'latest');
    const page = await readFile(join(folder, 'report.html'), 'utf8');
    const links = [...page.matchAll(/href="\.\/([^"]+)"/g)].map(([, path = '']) => path);
    expect(links).toEqual(expect.arrayContaining(['failover-dr/report.html', 'failover-nat/report.html']));
    for (const path of links) expect(await isThere(join(folder, path)), path).toBe(true);
    for (const method of ['DR', 'TUN', 'NAT']) {
      const stalled = stalledIn(await runIn(join(out, 'short'), `failover-${method.toLowerCase()}`));
      const detection = stalled.length === 0 ? '3\\.[67]' : '(3\\.[67]|–)';
      expect(summary).toMatch(new RegExp(`\\| ${method} \\| kill-director \\| ${detection}`));
    }
  });

  // Catches: a night that ends the lab which somebody keeps up, or leaves clusters on it.
  test('leaves the lab as it was found', async () => {
    expect(await ours((await sharedLab()).docker)).toEqual([]);
  });

  // Catches: one trial that becomes what nights are compared with.
  test('is too little to be accepted', async () => {
    const argv = ['baseline', 'accept', join(out, 'short', 'nightly', 'latest'), '--baselines', join(out, 'baselines')];
    const { exitCode, output } = await runCli(argv);
    expect(output).toContain('too little to compare with');
    expect(exitCode).toBe(64);
  });
});

// Catches: Ctrl-C that loses the finished suites, goes on with the next, or leaves something on the engine.
test('Ctrl-C in the second suite keeps the first, and ends the night', async () => {
  const running = startCli(['nightly', '--short', '--out', join(out, 'ended')]);
  await running.printed('failover-tun, 2 of 3');
  running.kill('SIGINT');
  const { exitCode, output } = await running.ended;
  expect(exitCode, output).toBe(130);
  const night = await nightIn(join(out, 'ended'));
  expect(night.interrupted).toBe(true);
  expect(night.results.map(({ verdict }) => verdict !== null)).toEqual([true, false, false]);
  expect((await runIn(join(out, 'ended'), 'failover-dr')).status).toBe('judged');
  expect(await readFile(join(out, 'ended', 'nightly', 'latest', 'report.html'), 'utf8')).toContain('interrupted');
  expect(await ours((await sharedLab()).docker)).toEqual([]);
});
