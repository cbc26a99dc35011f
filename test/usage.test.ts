import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from './cli.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lvs-drill-usage-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

// Catches: bad input that is noticed late, answered with a stack trace, or with the wrong exit code.
test.each([
  [['suite'], 'Name a suite'],
  [['suite', 'failovr'], "Did you mean 'failover'?"],
  [['suite', 'failover', '--fault', 'kill-directr'], "Did you mean 'kill-director'?"],
  [['suite', 'failover', '--topology', 'dr-pear'], "Did you mean 'dr-pair'?"],
  [['suite', 'failover', '--trials', '0'], '--trials is 0, expected a whole number from 1 to 1000'],
  [['suite', 'failover', '--trials', 'many'], '--trials'],
  [['suite', 'failover', '--advert-interval', '0.5'], 'whole'],
  [['suite', 'failover', '--probe-interval', '1'], '--probe-interval is 1, expected'],
  [['suite', 'failover', '--engine', 'podman'], 'podman'],
  [['suite', 'failover', '--out', '/proc/nowhere'], '--out'],
  [['suite', 'failover', '--pause-on-failure'], 'needs a terminal'],
  [['suite', 'failover', '--no-such-option'], '--no-such-option'],
  [['report', '/nowhere/at/all'], 'no run folder'],
  [['lab', 'sideways'], 'expected one of up, status'],
  [['dance'], 'dance'],
])('%j is a usage error that says what is wrong', async (argv, sentence) => {
  const { exitCode, output } = await runCli(argv);
  expect(output).toContain(sentence);
  expect(output).not.toMatch(/\n\s+at /);
  expect(exitCode).toBe(64);
});

test('all mistakes of a command are named at once', async () => {
  const { output } = await runCli(['suite', 'failover', '--trials', '0', '--probe-interval', '5000']);
  expect(output).toContain('--trials is 0');
  expect(output).toContain('--probe-interval is 5000');
});

// Catches: a report of half a run that looks whole.
test.each([
  ['run.json', 'not json', 'run.json'],
  ['run.json', '{"schema": 99}', 'schema'],
])('a run folder with a broken %s', async (file, text, sentence) => {
  await writeFile(join(folder, file), text);
  const { exitCode, output } = await runCli(['report', folder]);
  expect(output).toContain(sentence);
  expect(exitCode).toBe(64);
});

test('--help names every exit code', async () => {
  const { exitCode, output } = await runCli(['--help']);
  expect(exitCode).toBe(0);
  for (const code of ['0', '1', '2', '3', '64', '70', '130']) expect(output).toMatch(new RegExp(`^ +${code}  `, 'm'));
});

// Catches: `--engine native` that silently falls back to the lab.
test('a native engine that is not there is a machine error with the remedy', async () => {
  const { exitCode, output } = await runCli(['suite', 'failover', '--engine', 'native', '--out', folder], {
    DOCKER_HOST: 'unix:///nowhere/docker.sock',
  });
  expect(output).toContain('no Docker engine answers at unix:///nowhere/docker.sock');
  expect(output).toContain('leave out `--engine native`');
  expect(exitCode).toBe(3);
});
