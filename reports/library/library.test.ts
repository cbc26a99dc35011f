import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blankRun } from '../../harness/measure/synthetic-run.ts';
import type { Drill, Night, Run } from '../../harness/model.ts';
import { type Entry, isDrill } from './entry.ts';
import { readLibrary } from './library.ts';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lvs-drill-library-'));
});
afterEach(() => rm(root, { recursive: true }));

async function put(path: string, file: string, content: unknown): Promise<void> {
  await mkdir(join(root, path), { recursive: true });
  await writeFile(join(root, path, file), typeof content === 'string' ? content : JSON.stringify(content));
}

async function putRun(path: string, parts: Partial<Run> = {}): Promise<void> {
  await put(path, 'run.json', blankRun({ status: 'judged', verdict: 'pass', judgements: [], ...parts }));
}

function drillOf(scenarios: string[], startedAt: string): Drill {
  const rest = { summary: 'the old master returns', endedAt: null, command: 'npm run suite reversion' };
  return { schema: 1, suite: 'reversion', startedAt, scenarios, ...rest };
}

function pathsOf(entries: readonly Entry[]): string[] {
  return entries.map(({ path }) => path);
}

test('runs and drills are found at any depth, latest first, and nothing twice', async () => {
  await putRun('failover/2026-11-20T01-00-00Z', { startedAt: '2026-11-20T01:00:00.000Z' });
  await symlink('2026-11-20T01-00-00Z', join(root, 'failover', 'latest'));
  await putRun('failover/2026-11-22T01-00-00Z', { startedAt: '2026-11-22T01:00:00.000Z' });
  await put('reversion/one', 'drill.json', drillOf(['preempt', 'nopreempt'], '2026-11-21T01:00:00.000Z'));
  await putRun('reversion/one/preempt', { scenario: { name: 'preempt', summary: '' } });
  await symlink('one', join(root, 'reversion', 'latest'));
  await putRun('archive/2025/lab-2/failover/old');
  // No results, however they look.
  await putRun('node_modules/some/package');
  await putRun('failover/2026-11-20T01-00-00Z/logs/copied');

  const { entries, trouble } = await readLibrary(root);
  expect(pathsOf(entries)).toEqual([
    'failover/2026-11-22T01-00-00Z',
    'reversion/one',
    'failover/2026-11-20T01-00-00Z',
    'archive/2025/lab-2/failover/old',
  ]);
  const drill = entries.find(isDrill);
  expect(drill?.runs).toEqual([
    expect.objectContaining({ scenario: 'preempt', path: 'reversion/one/preempt' }),
    { scenario: 'nopreempt', why: 'It was not run.' },
  ]);
  expect(trouble).toEqual([]);
});

test('a night is found beside its runs, latest first; one that cannot be read is trouble', async () => {
  const night: Night = {
    schema: 1,
    startedAt: '2026-11-20T01:00:00.000Z',
    endedAt: null,
    short: true,
    interrupted: false,
    command: 'npm run nightly -- --short',
    versions: { lvsDrill: '0.1.0', gitCommit: null, gitDirty: null, node: 'v20.19.0' },
    machine: null,
    results: [],
  };
  await put('nightly/a', 'night.json', night);
  await put('nightly/b', 'night.json', { ...night, startedAt: '2026-11-21T01:00:00.000Z' });
  await put('nightly/c', 'night.json', { ...night, results: 'none' });
  await putRun('nightly/a/dr/failover');
  const { entries, nights, trouble } = await readLibrary(root);
  expect(nights.map(({ path }) => path)).toEqual(['nightly/b', 'nightly/a']);
  expect(pathsOf(entries)).toEqual(['nightly/a/dr/failover']);
  expect(trouble.map(({ path }) => path)).toEqual(['nightly/c']);
});

test('recordings are not read', async () => {
  await putRun('failover/a');
  // Reading it would fail, or find no observation in it.
  await mkdir(join(root, 'failover/a/observations.ndjson'));
  await putRun('failover/b');
  await put('failover/b', 'observations.ndjson', 'no observation\n');
  const { entries, trouble } = await readLibrary(root);
  expect(pathsOf(entries)).toEqual(['failover/a', 'failover/b']);
  expect(trouble).toEqual([]);
});

test('what cannot be read is listed with its reason, without where the library lies, and hides nothing else', async () => {
  await putRun('failover/whole');
  await put('failover/cut', 'run.json', '{"schema": 1,\n "id": ');
  await put('failover/newer', 'run.json', { schema: 9 });
  await put('failover/strange', 'run.json', '[]');
  await put('failover/lost', 'observations.ndjson', '');
  await put('reversion/one', 'drill.json', drillOf(['preempt'], '2026-11-21T01:00:00.000Z'));
  await put('reversion/one/preempt', 'run.json', 'no JSON');
  await put('reversion/two', 'drill.json', { schema: 1 });
  await putRun('reversion/two/preempt');

  const { entries, trouble } = await readLibrary(root);
  // The runs of a drill that cannot be read stand alone.
  expect(pathsOf(entries)).toEqual(['reversion/one', 'failover/whole', 'reversion/two/preempt']);
  expect(entries.find(isDrill)?.runs).toEqual([
    { scenario: 'preempt', why: expect.stringContaining('cannot be read') },
  ]);
  expect(trouble.map(({ path }) => path)).toEqual([
    'failover/cut',
    'failover/lost',
    'failover/newer',
    'failover/strange',
    'reversion/one/preempt',
    'reversion/two',
  ]);
  const reasons = Object.fromEntries(trouble.map(({ path, reason }) => [path, reason]));
  expect(reasons['failover/cut']).toContain('failover/cut/run.json, line 2: no JSON');
  expect(reasons['failover/newer']).toContain('schema 9');
  expect(reasons['failover/lost']).toContain('no run.json');
  expect(JSON.stringify(trouble)).not.toContain(root);
});

test('a folder that is itself a run, and one that is empty', async () => {
  expect(await readLibrary(root)).toEqual({ entries: [], nights: [], trouble: [] });
  await putRun('.');
  expect(pathsOf((await readLibrary(root)).entries)).toEqual(['']);
});
