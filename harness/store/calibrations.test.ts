import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { handMadeCalibration } from '../measure/hand-made-calibration.ts';
import { testMachine } from '../measure/synthetic-night.ts';
import { calibrationsFolder, pathOfCalibration, readCalibration, storeCalibration } from './calibrations.ts';

let folder = '';
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'lvs-drill-calibrations-')), 'state', 'calibrations');
});
afterEach(() => rm(dirname(dirname(folder)), { recursive: true }));

test('what was stored comes back, and the next one takes its place', async () => {
  const first = handMadeCalibration();
  const path = await storeCalibration(folder, first);
  expect(await readCalibration(folder, testMachine)).toEqual(first);
  const failed = handMadeCalibration({ startedAt: '2026-11-20T02:00:00.000Z', verdict: 'fail', clock: null });
  expect(await storeCalibration(folder, failed)).toBe(path);
  expect(await readCalibration(folder, testMachine)).toEqual(failed);
  expect(await readdir(folder)).toEqual(['lab-7.2.7-2-cpus-test-cpu-8e1b78a6.json']);
});

test('without a folder, and on another machine, there is none', async () => {
  expect(await readCalibration(folder, testMachine)).toBeNull();
  await storeCalibration(folder, handMadeCalibration());
  for (const other of [{ cpus: 4 }, { kernel: '7.2.8' }, { engine: 'native' as const }, { cpuModel: 'Other CPU' }]) {
    expect(await readCalibration(folder, { ...testMachine, ...other })).toBeNull();
  }
});

test('machines that are called alike have a calibration each', async () => {
  const alike = { ...testMachine, cpuModel: 'test/cpu' };
  await storeCalibration(folder, handMadeCalibration());
  await storeCalibration(folder, handMadeCalibration({ machine: alike, verdict: 'fail' }));
  expect(await readdir(folder)).toHaveLength(2);
  expect((await readCalibration(folder, testMachine))?.verdict).toBe('pass');
  expect((await readCalibration(folder, alike))?.verdict).toBe('fail');
});

const whole = () => JSON.stringify(handMadeCalibration());

test.each([
  ['cut in the middle', () => whole().slice(0, 400), /line 1: no JSON/],
  ['empty', () => '', /line 1: no JSON/],
  ['of another kind', () => '[]', /is no calibration of lvs-drill: it has no schema number/],
  [
    'of a later schema',
    () => whole().replace('"schema":1', '"schema":2'),
    /schema 2, from a newer lvs-drill; this one reads 1/,
  ],
  [
    'with a word for a number',
    () => whole().replace('"biasMs":0', '"biasMs":"none"'),
    /is no calibration: errors\.0\.biasMs: .*expected number/,
  ],
  ['without its errors', () => whole().replace('"errors"', '"faults"'), /is no calibration: errors: .*expected array/],
  ['of another machine', () => whole().replace('Test CPU', 'Other CPU'), /is of another machine than its place says/],
])('a file that is %s is refused in one sentence that names it', async (_, text, words) => {
  const path = pathOfCalibration(folder, testMachine);
  await mkdir(folder, { recursive: true });
  await writeFile(path, text());
  const error = await readCalibration(folder, testMachine).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'DrillError', exitCode: 64, message: expect.stringMatching(words) });
  const { message } = error as Error;
  expect(message).toContain(path);
  expect(message).not.toContain('\n');
  // The way out.
  await storeCalibration(folder, handMadeCalibration());
  expect(await readCalibration(folder, testMachine)).toEqual(handMadeCalibration());
});

test('one that was moved to where another machine’s belongs is not taken for theirs', async () => {
  const other = { ...testMachine, cpus: 64 };
  await rename(await storeCalibration(folder, handMadeCalibration()), pathOfCalibration(folder, other));
  await expect(readCalibration(folder, other)).rejects.toThrow('of another machine');
});

test('a folder that cannot be written is told', async () => {
  await mkdir(dirname(folder), { recursive: true });
  await writeFile(folder, 'a file');
  await expect(storeCalibration(folder, handMadeCalibration())).rejects.toMatchObject({ name: 'DrillError' });
});

// Catches: half a file, or one that a reader misses, while two drills end at the same moment.
test('of two processes that write at once, every reader finds one whole', async () => {
  await storeCalibration(folder, handMadeCalibration());
  const writer = `
    import { storeCalibration } from ${JSON.stringify(new URL('calibrations.ts', import.meta.url).href)};
    const calibration = JSON.parse(process.argv[2]);
    for (let time = 0; time < 40; time += 1) await storeCalibration(process.argv[1], calibration);
  `;
  const started = ['2026-11-20T02:00:00.000Z', '2026-11-21T02:00:00.000Z'];
  let over = false;
  const written = Promise.all(
    started.map((startedAt) =>
      execa('node', [
        ...['--import', 'tsx', '--input-type=module', '-e', writer],
        ...['--', folder, JSON.stringify(handMadeCalibration({ startedAt }))],
      ]),
    ),
  ).finally(() => {
    over = true;
  });
  const found = new Set<string | undefined>();
  while (!over) found.add((await readCalibration(folder, testMachine))?.startedAt);
  await written;
  const last = await readCalibration(folder, testMachine);
  expect(started).toContain(last?.startedAt);
  expect([...found].filter((one) => one !== handMadeCalibration().startedAt && !started.includes(one ?? ''))).toEqual(
    [],
  );
  expect(await readdir(folder)).toHaveLength(1);
});

test.each([
  [{ XDG_STATE_HOME: '/var/state' }, /^\/var\/state\/lvs-drill\/calibrations$/],
  [{ XDG_STATE_HOME: 'relative' }, /^\/.*\/\.local\/state\/lvs-drill\/calibrations$/],
  [{}, /^\/.*\/\.local\/state\/lvs-drill\/calibrations$/],
])('they lie where XDG says: %j', (env, path) => {
  expect(calibrationsFolder(env)).toMatch(path);
});

test('a stored file can be read by people', async () => {
  expect(
    (await readFile(await storeCalibration(folder, handMadeCalibration()), 'utf8')).split('\n').length,
  ).toBeGreaterThan(50);
});
