import { join } from 'node:path';
import { replaceFile } from '../store/replace-file.ts';
import { createRunFolder } from '../store/run-folder.ts';
import type { BenchReport } from './result.ts';

/** Where the numbers of one call go: `results/bench/<started-at>/`. */
export interface BenchFolder {
  path: string;
  benchJson: string;
}

/** Makes the folder. Throws a `DrillError` with exit code 64 when it cannot be written. */
export async function createBenchFolder(out: string, startedAt: Date): Promise<BenchFolder> {
  const { path } = await createRunFolder(out, 'bench', startedAt, false);
  return { path, benchJson: join(path, 'bench.json') };
}

/** Writes bench.json so that a reader finds the old one or the new one, never half of one. */
export async function saveBench({ benchJson }: BenchFolder, report: BenchReport): Promise<void> {
  await replaceFile(benchJson, `${JSON.stringify(report, null, 2)}\n`);
}
