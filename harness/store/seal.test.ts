import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import type { Run } from '../model.ts';
import { readRun } from './reader.ts';
import { saveRun } from './recorder.ts';
import { createRunFolder, type RunFolder } from './run-folder.ts';
import { sealOf } from './seal.ts';
import { storeInto } from './stored-run.ts';

const recording = syntheticRecording({ trialsPerFault: 1, faults: ['kill-director'] });
let out = '';
let folder: RunFolder;
let run: Run;

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-seal-'));
  folder = await createRunFolder(out, 'failover', new Date('2026-11-20T04:50:12Z'));
  await writeFile(join(folder.logs, 'director-1.log'), 'Entering MASTER STATE\n');
  const observations = await storeInto(folder, recording);
  run = { ...recording.run, seal: await sealOf(folder, recording.run, observations) };
  await saveRun(folder, run);
});
afterEach(() => rm(out, { recursive: true }));

const troubles = async () => (await readRun(folder.path)).run.recordingTrouble;

test('what nobody touched is whole, judged or not, and in whichever order run.json has its fields', async () => {
  expect(await troubles()).toEqual([]);
  await saveRun(folder, { ...run, status: 'judged', judgements: [], metrics: [], verdict: 'pass' });
  expect(await troubles()).toEqual([]);
  await saveRun(folder, Object.fromEntries(Object.entries(run).reverse()) as unknown as Run);
  expect(await troubles()).toEqual([]);
});

test('observations that are fewer are counted, series by series', async () => {
  const fewer = { ...recording, series: (name) => recording.series(name).slice(1) } as typeof recording;
  await rm(folder.observations);
  await storeInto(folder, fewer);
  await saveRun(folder, run);
  const requests = recording.series('request').length;
  expect(await troubles()).toEqual([
    expect.stringMatching(
      new RegExp(
        `^observations.ndjson is not what was recorded: it holds ${requests - 1} of ${requests} of the series request, `,
      ),
    ),
  ]);
});

test('a log that grew, one that is gone, a fact that was edited: each is told', async () => {
  await appendFile(join(folder.logs, 'director-1.log'), 'more\n');
  await saveRun(folder, { ...run, seed: 7 });
  expect(await troubles()).toEqual([
    'logs/director-1.log is not what was recorded: 27 B of 22 B',
    'run.json no longer says what it said when it was recorded',
  ]);
  await saveRun(folder, run);
  await rm(join(folder.logs, 'director-1.log'));
  expect(await troubles()).toEqual([expect.stringContaining('logs/director-1.log was recorded and cannot be read')]);
});

test('that a run was interrupted is a fact, too', async () => {
  const seal = await sealOf(folder, { ...run, status: 'interrupted' }, run.seal?.observations ?? {});
  await saveRun(folder, { ...run, seal });
  expect(await troubles()).toEqual(['run.json no longer says what it said when it was recorded']);
});

test.each(['../../etc/passwd', '/dev/zero', 'logs/..', 'logs/../../x', 'run.json'])(
  'a seal does not speak of %s, which is none of the recording',
  async (path) => {
    const { seal } = run;
    if (seal === undefined) throw new Error('not sealed');
    await saveRun(folder, { ...run, seal: { ...seal, files: { [path]: { bytes: 1, sha256: '' } } } });
    await expect(readRun(folder.path)).rejects.toThrow(`seal.files.${path}: Invalid key in record`);
  },
);

test('what was handed over and never reached the disk is missed, although the file is as it was sealed', async () => {
  const garps = (run.seal?.observations.garp ?? 0) + 3;
  const seal = await sealOf(folder, run, { ...run.seal?.observations, garp: garps });
  await saveRun(folder, { ...run, seal });
  expect(await troubles()).toEqual([
    `observations.ndjson lacks what was handed over to be written: it holds ${garps - 3} of ${garps} of the series garp`,
  ]);
});
