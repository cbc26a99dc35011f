import { join, resolve } from 'node:path';
import type { SetComparison } from '../../harness/compare/compare-sets.ts';
import { makeWritable, replaceFile } from '../../harness/store/replace-file.ts';
import { comparisonJson } from './comparison-json.ts';
import { drawComparison, picturesOf } from './content.ts';
import { comparisonPage } from './page.ts';

/**
 * Writes `compare.html`, `compare.json` and `charts/compare-*.png` into a folder, which it makes, and returns the page's
 * path. The same comparison gives the same bytes. Throws a `DrillError` with exit code 64 where it cannot be written, 3 where the disk is full.
 */
export async function writeComparison(
  out: string,
  comparison: SetComparison,
  facts: { command: string; version: string },
): Promise<string> {
  const folder = resolve(out);
  const content = await drawComparison(comparison, facts);
  await makeWritable(join(folder, 'charts'), folder);
  for (const { name, png } of picturesOf(content)) await replaceFile(join(folder, 'charts', `${name}.png`), png);
  await replaceFile(join(folder, 'compare.json'), comparisonJson(comparison, facts.command));
  const page = join(folder, 'compare.html');
  await replaceFile(page, comparisonPage(content));
  return page;
}
