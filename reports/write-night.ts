import { basename } from 'node:path';
import type { Night } from '../harness/model.ts';
import { type NightFolder, readableRunsOf } from '../harness/store/night-folder.ts';
import { replaceFile } from '../harness/store/replace-file.ts';
import { nightPage } from './night/page.ts';
import { nightSummary } from './night/summary.ts';
import type { NightPart } from './night/words.ts';

/**
 * Writes report.html and summary.md of a night from what lies in its folder, and returns the summary, and the night as it
 * is told: a run that cannot be read is a problem of its entry. Each of its runs has a report of its own already.
 */
export async function writeNight(given: Night, folder: NightFolder): Promise<{ summary: string; night: Night }> {
  const parts: NightPart[] = [];
  for (const result of given.results) {
    const { times, trouble } = await readableRunsOf(folder, result);
    const problem = result.problem ?? trouble[0]?.message ?? null;
    parts.push({ result: { ...result, problem }, times });
  }
  const night = { ...given, results: parts.map(({ result }) => result) };
  const name = basename(folder.path);
  const summary = nightSummary(night, parts, `results/nightly/${name}`);
  for (const [path, text] of [
    [folder.report, nightPage(night, parts, name)],
    [folder.summary, summary],
  ] as const) {
    await replaceFile(path, text);
  }
  return { summary, night };
}
