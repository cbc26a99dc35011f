import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blankRun, handMade } from '../measure/synthetic-run.ts';
import { findRuns } from './find-runs.ts';
import { storeRecording } from './stored-run.ts';

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'find-runs-'));
});
afterEach(async () => {
  await rm(out, { recursive: true });
});

const stored = (id: string, startedAt: string, suite = 'failover') =>
  storeRecording(out, handMade(blankRun({ id, startedAt, suite, scenario: { name: id, summary: '' } }), []));
const ids = async (path: string) => (await findRuns(path)).map(({ run }) => run.id);

test('a run by its folder, its run.json and a link to it', async () => {
  const { path, runJson } = await stored('one', '2026-11-20T02:00:00Z');
  await symlink(path, join(out, 'latest'));
  expect(await findRuns(path)).toMatchObject([{ from: path, folder: path, run: { id: 'one' } }]);
  expect(await ids(runJson)).toEqual(['one']);
  expect(await ids(join(out, 'latest'))).toEqual(['one']);
});

test('every run of a drill, in its order', async () => {
  const drill = join(out, 'drill');
  await mkdir(drill);
  for (const name of ['a', 'b']) await rename((await stored(name, '2026-11-20T02:00:00Z')).path, join(drill, name));
  const json = {
    schema: 1,
    suite: 's',
    summary: '',
    startedAt: '',
    endedAt: null,
    command: '',
    scenarios: ['b', 'a', 'c'],
  };
  await writeFile(join(drill, 'drill.json'), JSON.stringify(json));
  expect(await ids(drill)).toEqual(['b', 'a']);
  expect(await ids(join(drill, 'drill.json'))).toEqual(['b', 'a']);
});

test('every night of a folder once, not again by its link', async () => {
  const first = await stored('one', '2026-11-20T02:00:00Z');
  await stored('two', '2026-11-21T02:00:00Z');
  await symlink(first.path, join(out, 'failover', 'latest'));
  expect(await ids(join(out, 'failover'))).toEqual(['one', 'two']);
  expect(await ids(out)).toEqual(['one', 'two']);
});

test('a run.json that was kept without its recording, under any name', async () => {
  await writeFile(join(out, 'kept.json'), JSON.stringify(blankRun({ id: 'kept' })));
  expect(await findRuns(join(out, 'kept.json'))).toMatchObject([{ folder: null, run: { id: 'kept' } }]);
  expect(await ids(out)).toEqual(['kept']);
});

test('a night, a comparison and a benchmark among runs are none; named themselves, they are refused', async () => {
  await stored('one', '2026-11-20T02:00:00Z');
  for (const name of ['night', 'compare', 'bench'])
    await writeFile(join(out, 'failover', `${name}.json`), JSON.stringify({ schema: 1, results: [], metrics: [] }));
  expect(await ids(join(out, 'failover'))).toEqual(['one']);
  await expect(findRuns(join(out, 'failover', 'compare.json'))).rejects.toMatchObject({
    exitCode: 64,
    message: expect.stringContaining('compare.json'),
  });
  await writeFile(join(out, 'failover', 'half.json'), '{"schema": 1, "scen');
  await expect(findRuns(join(out, 'failover'))).rejects.toMatchObject({
    message: expect.stringContaining('half.json'),
  });
});

test('the runs of an accepted night; one that is broken is refused by name', async () => {
  const night = {
    schema: 1,
    machine: { cpuModel: 'x', cpus: 1, engine: 'lab', kernel: '7.2.0' },
    entry: 'failover-dr',
    night: '2026-11-20T02:00:00Z',
    gitCommit: null,
    gitDirty: null,
    acceptedAt: '2026-11-20T08:00:00Z',
    acceptedBy: 'somebody',
    note: null,
    forced: false,
    runs: [blankRun({ id: 'one' }), blankRun({ id: 'two' })],
  };
  await writeFile(join(out, 'night.json'), JSON.stringify(night));
  expect(await ids(join(out, 'night.json'))).toEqual(['one', 'two']);
  await writeFile(join(out, 'night.json'), JSON.stringify({ ...night, entry: 7 }));
  await expect(findRuns(out)).rejects.toMatchObject({ exitCode: 64, message: expect.stringContaining('night.json') });
});

test('where no run is, and where nothing is, exit code 64', async () => {
  await expect(findRuns(out)).rejects.toMatchObject({ exitCode: 64, message: `There is no run in ${out}.` });
  await expect(findRuns(join(out, 'nowhere'))).rejects.toMatchObject({ exitCode: 64 });
});
