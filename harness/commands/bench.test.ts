import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TargetVerdict } from '../bench/result.ts';
import { exitCodes } from '../errors.ts';
import { benchCommand, commandOf, exitCodeOf } from './bench.ts';

test('the command that repeats it', () => {
  expect(commandOf([], {})).toBe('npm run bench');
  expect(commandOf(['prober'], {})).toBe('npm run bench -- prober');
  expect(commandOf(['prober', 'probe-cost'], { rounds: 3, seed: 2, engine: 'lab' })).toBe(
    'npm run bench -- prober probe-cost --rounds 3 --seed 2 --engine lab',
  );
  expect(commandOf([], { rounds: 3 })).toBe('npm run bench -- --rounds 3');
});

test('the exit code is that of the worst target', () => {
  const result = (verdicts: TargetVerdict[], error: string | null = null) => ({
    targets: verdicts.map((verdict) => ({ what: '', unit: '', measured: 1, verdict })),
    error,
  });
  expect(exitCodeOf([])).toBe(exitCodes.pass);
  expect(exitCodeOf([result(['met', 'met'])])).toBe(exitCodes.pass);
  expect(exitCodeOf([result(['met']), result(['unknown'])])).toBe(exitCodes.unknown);
  expect(exitCodeOf([result(['met']), result([], 'broke off')])).toBe(exitCodes.unknown);
  expect(exitCodeOf([result(['unknown', 'missed'])])).toBe(exitCodes.fail);
});

test('a wrong name or number of rounds is said before anything is made', async () => {
  const out = await mkdtemp(join(tmpdir(), 'lvs-drill-bench-'));
  try {
    const run = (names: string[], rounds?: number) =>
      benchCommand(names, { out, ...(rounds === undefined ? {} : { rounds }) }, () => {});
    await expect(run(['judge-and-drew'])).rejects.toThrow("Did you mean 'judge-and-draw'?");
    await expect(run(['judge-and-draw'], 0)).rejects.toMatchObject({
      exitCode: exitCodes.usage,
      remedy: expect.stringContaining('Leave it out'),
    });
    await expect(run(['judge-and-draw'], Number.NaN)).rejects.toThrow('--rounds');
    expect(await readdir(out)).toEqual([]);
  } finally {
    await rm(out, { recursive: true });
  }
});
