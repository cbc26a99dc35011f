import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../store/replace-file.ts';
import { createRunFolder } from '../store/run-folder.ts';
import type { EventLine, SoakReport } from './report.ts';

/** Where a soak goes: `results/soak/<started-at>/`. */
export interface SoakFolder {
  path: string;
  soakJson: string;
  /** One line per event, on the disk before the next one begins. */
  events: string;
  /** What the suites of events printed that broke something. */
  outputs: string;
}

/** Makes the folder. Throws a `DrillError` with exit code 64 when it cannot be written. */
export async function createSoakFolder(out: string, startedAt: Date): Promise<SoakFolder> {
  const { path } = await createRunFolder(out, 'soak', startedAt, false);
  return {
    path,
    soakJson: join(path, 'soak.json'),
    events: join(path, 'events.ndjson'),
    outputs: join(path, 'outputs'),
  };
}

/** Adds the line of an event: a soak that dies loses none that is over. */
export async function appendEvent({ events }: SoakFolder, line: EventLine): Promise<void> {
  const file = await open(events, 'a');
  try {
    await file.appendFile(`${JSON.stringify(line)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Keeps what the suites of an event printed; returns where. */
export async function keepOutputs({ outputs }: SoakFolder, number: number, texts: readonly string[]): Promise<string> {
  await mkdir(outputs, { recursive: true });
  const path = join(outputs, `${number}.log`);
  await writeFile(path, texts.join('\n---- the next suite ----\n'));
  return path;
}

/** Writes soak.json, whole or not at all. */
export async function saveSoak({ soakJson }: SoakFolder, report: SoakReport): Promise<void> {
  await replaceFile(soakJson, `${JSON.stringify(report, null, 2)}\n`);
}
