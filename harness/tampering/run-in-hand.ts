import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Observation, Run, Seal } from '../model.ts';
import { saveRun } from '../store/recorder.ts';
import type { RunFolder } from '../store/run-folder.ts';
import { sealOf } from '../store/seal.ts';

/** What a run's folder holds, taken into the hand to be changed and put back. For tests. */
export interface RunInHand {
  run: Run;
  /** In the order of the file. */
  observations: readonly Observation[];
  capture: Buffer;
  /** Bytes that the last line of the observations lacks. */
  cutBytes: number;
}

/** Runs that a lab has recorded, and that passed: each a folder below `recorded/`. */
export type RecordedRun = 'failover' | 'keep-alive';

const unzipped = promisify(gunzip);

/** One of them, as it was recorded. */
export async function takenInHand(name: RecordedRun): Promise<RunInHand> {
  const file = async (path: string) =>
    unzipped(await readFile(new URL(`./recorded/${name}/${path}.gz`, import.meta.url)));
  const lines = (await file('observations.ndjson')).toString().trimEnd().split('\n');
  return {
    run: JSON.parse((await file('run.json')).toString()) as Run,
    observations: lines.map((line) => JSON.parse(line) as Observation),
    capture: await file('capture.pcap'),
    cutBytes: 0,
  };
}

/** Puts it into a folder, over what is there. */
export async function putBack(folder: RunFolder, { run, observations, capture, cutBytes }: RunInHand): Promise<void> {
  await mkdir(folder.path, { recursive: true });
  const text = observations.map((one) => `${JSON.stringify(one)}\n`).join('');
  await writeFile(folder.observations, text.slice(0, text.length - cutBytes));
  await writeFile(folder.capture, capture);
  await saveRun(folder, run);
}

/** The seal of what was put into a folder. */
export async function sealedAs(folder: RunFolder, { run, observations }: RunInHand): Promise<Seal> {
  const counts: Seal['observations'] = {};
  for (const { series } of observations) counts[series] = (counts[series] ?? 0) + 1;
  return sealOf(folder, run, counts);
}
