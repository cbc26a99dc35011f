import { join } from 'node:path';
import { replaceFile } from '../../harness/store/replace-file.ts';
import { ctrf } from './ctrf.ts';
import type { ExportInput } from './export-input.ts';
import { junit } from './junit.ts';
import { prometheus } from './prometheus.ts';
import { summary } from './summary.ts';

/** Writes what other programs read of a run or a drill into its folder, beside `report.html`. */
export async function writeExports(folder: string, input: ExportInput): Promise<void> {
  await replaceFile(join(folder, 'junit.xml'), junit(input));
  await replaceFile(join(folder, 'ctrf.json'), ctrf(input));
  await replaceFile(join(folder, 'summary.md'), summary(input, '[report.html](report.html)'));
  await replaceFile(join(folder, 'metrics.prom'), prometheus(input));
}
