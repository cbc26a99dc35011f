import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exitCodes } from '../errors.ts';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import { readBaselines } from '../store/baselines.ts';
import { readNight } from '../store/night-folder.ts';
import { storeRecording } from '../store/stored-run.ts';
import { compareCommand } from './compare.ts';
import { reportCommand } from './report.ts';

let out = '';
const quiet = () => {};

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-other-schema-'));
});
afterEach(() => rm(out, { recursive: true }));

/** A run folder whose run.json says that another version wrote it. */
async function runOf(schema: number): Promise<string> {
  const folder = await storeRecording(out, syntheticRecording({ trialsPerFault: 1, faults: ['stop-keepalived'] }));
  const run: object = JSON.parse(await readFile(folder.runJson, 'utf8'));
  await writeFile(folder.runJson, JSON.stringify({ ...run, schema, versions: { lvsDrill: '7.1.0' } }));
  return folder.path;
}

describe.each([
  [0, 'an older'],
  [2, 'a newer'],
])('a folder of schema %i', (schema, age) => {
  const sentence = (path: string) => `${path} has schema ${schema}, from ${age} lvs-drill; this one reads 1.`;

  test('is not reported on', async () => {
    const path = await runOf(schema);
    await expect(reportCommand(path, {}, quiet)).rejects.toMatchObject({
      message: sentence(join(path, 'run.json')),
      remedy: 'Use lvs-drill 7.1.0, which wrote it.',
      exitCode: exitCodes.usage,
    });
  });

  test('is not compared', async () => {
    const whole = await storeRecording(out, syntheticRecording({ trialsPerFault: 1, faults: ['stop-keepalived'] }));
    const path = await runOf(schema);
    await expect(compareCommand([whole.path, path], {}, quiet)).rejects.toMatchObject({
      message: sentence(join(path, 'run.json')),
      exitCode: exitCodes.usage,
    });
  });

  test('stands in the page of all runs as not readable, with the reason, beside those that are', async () => {
    await storeRecording(out, syntheticRecording({ trialsPerFault: 1, faults: ['stop-keepalived'] }));
    await runOf(schema);
    await reportCommand(undefined, { index: out }, quiet);
    const page = await readFile(join(out, 'index.html'), 'utf8');
    expect(page).toContain('1 not readable');
    expect(page).toContain(`has schema ${schema}, from ${age} lvs-drill; this one reads 1.`);
  });

  test('is refused as a drill, as a night and as an accepted night too, in one line', async () => {
    const usage = { exitCode: exitCodes.usage, remedy: 'Use the version of lvs-drill that wrote it.' };
    const paths = { drill: join(out, 'drill.json'), night: join(out, 'night.json'), kept: join(out, 'kept', 'a.json') };
    await mkdir(join(out, 'kept'));
    for (const path of Object.values(paths)) await writeFile(path, JSON.stringify({ schema, runs: [] }));
    await expect(readNight(out)).rejects.toMatchObject({ ...usage, message: sentence(paths.night) });
    await expect(readBaselines(join(out, 'kept'))).rejects.toMatchObject({ ...usage, message: sentence(paths.kept) });
    await rm(paths.night);
    await expect(reportCommand(out, {}, quiet)).rejects.toMatchObject({ ...usage, message: sentence(paths.drill) });
    await expect(compareCommand([out, out], {}, quiet)).rejects.toMatchObject({
      ...usage,
      message: sentence(paths.drill),
    });
    const kept = [paths.kept, paths.kept];
    await expect(compareCommand(kept, {}, quiet)).rejects.toMatchObject({ ...usage, message: sentence(paths.kept) });
  });
});
