import { basename } from 'node:path';
import type { Night } from '../harness/model.ts';
import { type NightFolder, runsOf } from '../harness/store/night-folder.ts';
import { replaceFile } from '../harness/store/replace-file.ts';
import { nightPage } from './night/page.ts';
import { nightSummary } from './night/summary.ts';
import type { NightPart } from './night/words.ts';

/**
 * Writes report.html and summary.md of a night from what lies in its folder, and returns the summary. Each of its runs has
 * a report of its own already. Throws a `DrillError` with exit code 64 when a run cannot be read.
 */
export async function writeNight(night: Night, folder: NightFolder): Promise<string> {
  const parts: NightPart[] = [];
  for (const result of night.results) parts.push({ result, times: await runsOf(folder, result) });
  const name = basename(folder.path);
  const summary = nightSummary(night, parts, `results/nightly/${name}`);
  for (const [path, text] of [
    [folder.report, nightPage(night, parts, name)],
    [folder.summary, summary],
  ] as const) {
    await replaceFile(path, text);
  }
  return summary;
}
