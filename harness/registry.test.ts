import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { Check } from './checks/check.ts';
import type { Fault } from './faults/fault.ts';
import type { Suite, Topology } from './model.ts';
import { loadUnits, unitNamed } from './registry.ts';

let folder = '';
afterEach(() => rm(folder, { recursive: true, force: true }));

async function folderWith(files: Record<string, string>): Promise<URL> {
  folder = await mkdtemp(join(tmpdir(), 'registry-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return pathToFileURL(folder);
}

test('units are found by their files, also in folders below; tests and helpers are none', async () => {
  const url = await folderWith({
    'one.ts': "export const check = { name: 'one' };",
    'reference/two.ts': "export const check = { name: 'reference/two' };",
    'three.ts': "export const check = { facts: { name: 'three' } };",
    'helper.ts': "export const help = { name: 'helper' };",
    'one.test.ts': "throw new Error('a test was loaded');",
    'notes.md': 'no code',
  });
  expect([...(await loadUnits(url, 'check')).keys()]).toEqual(['one', 'reference/two', 'three']);
});

test('a unit that is not named like its file is refused', async () => {
  const url = await folderWith({ 'one.ts': "export const check = { name: 'two' };" });
  await expect(loadUnits(url, 'check')).rejects.toThrow(/one\.ts .* declares 'two', expected 'one'/);
});

test('two files cannot declare the same unit', async () => {
  const one = "export const check = { name: 'a' };";
  await expect(loadUnits(await folderWith({ 'a.ts': one, 'b.ts': one }), 'check')).rejects.toThrow(
    /b\.ts declares 'a'/,
  );
});

test('every suite names faults, checks and a topology that there are', async () => {
  const faults = await loadUnits<Fault>(new URL('./faults/', import.meta.url), 'fault');
  const checks = await loadUnits<Check>(new URL('./checks/', import.meta.url), 'check');
  const topologies = await loadUnits<Topology>(new URL('../topologies/', import.meta.url), 'topology');
  const suites = await loadUnits<Suite>(new URL('../suites/', import.meta.url), 'suite');
  expect(suites.size).toBeGreaterThanOrEqual(7);
  for (const { scenarios } of suites.values()) {
    for (const scenario of scenarios) {
      expect([...topologies.keys()]).toContain(scenario.topology);
      expect([...checks.keys()]).toEqual(expect.arrayContaining(scenario.checks));
      const named = scenario.faults.map((one) => (typeof one === 'string' ? one : one.fault));
      expect([...faults.keys()]).toEqual(expect.arrayContaining(named));
    }
  }
});

test('every check belongs to some suite', async () => {
  const checks = await loadUnits<Check>(new URL('./checks/', import.meta.url), 'check');
  const suites = await loadUnits<Suite>(new URL('../suites/', import.meta.url), 'suite');
  const used = new Set([...suites.values()].flatMap(({ scenarios }) => scenarios.flatMap((one) => one.checks)));
  // It comes with the thresholds of a run (harness/run/new-run.ts).
  used.add('threshold');
  expect([...checks.keys()].filter((name) => !used.has(name))).toEqual([]);
});

const units = new Map([
  ['kill-director', 1],
  ['pause-director', 2],
]);

test('an unknown name is a usage error that lists the known ones and the nearest', () => {
  expect(unitNamed(units, 'kill-director', 'fault')).toBe(1);
  expect(() => unitNamed(units, 'kil-directer', 'fault')).toThrow(
    "There is no fault 'kil-directer'. Did you mean 'kill-director'?",
  );
  expect(() => unitNamed(units, 'flood', 'fault')).toThrow(/^There is no fault 'flood'\.$/);
  expect(() => unitNamed(units, 'flood', 'fault')).toThrow(
    expect.objectContaining({ exitCode: 64, remedy: 'Known: kill-director, pause-director.' }),
  );
});
