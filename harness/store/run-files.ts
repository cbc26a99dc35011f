import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunFolder } from './run-folder.ts';

/** A file of a run's folder. */
export interface RunFile {
  /** Relative to the folder, with `/` between its parts. */
  path: string;
  bytes: number;
}

/**
 * What was recorded beside run.json and is there: observations, capture, every log by its name. Not what is drawn from it:
 * a report must not differ by whether it was drawn before.
 */
export async function runFiles(folder: RunFolder): Promise<RunFile[]> {
  const names = await readdir(folder.logs).catch(() => []);
  const logs = names.toSorted().map((name) => `logs/${name}`);
  const paths = ['observations.ndjson', 'capture.pcap', ...logs];
  const found = await Promise.all(paths.map((path) => sizeOf(folder, path)));
  return found.flat();
}

async function sizeOf(folder: RunFolder, path: string): Promise<RunFile[]> {
  const facts = await stat(join(folder.path, path)).catch(() => null);
  return facts === null || !facts.isFile() ? [] : [{ path, bytes: facts.size }];
}
