import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { nightSummary } from '../../reports/night/summary.ts';
import { nightTable } from '../../reports/night/table.ts';
import { nightVerdict } from '../../reports/night/verdict.ts';
import type { NightPart } from '../../reports/night/words.ts';
import { writeNight } from '../../reports/write-night.ts';
import type { Log } from '../engine/engine.ts';
import { type ExitCode, exitCodes } from '../errors.ts';
import type { Night } from '../model.ts';
import { Interrupted } from '../run/signals.ts';
import type { NightFolder } from '../store/night-folder.ts';
import { syncLatest } from '../store/run-folder.ts';
import type { NightEnd } from './night.ts';
import { appendToStepSummary } from './step-summary.ts';

/** Where a night is told. */
export interface NightOutlets {
  print: Log;
  /** File to which a summary is added: what GITHUB_STEP_SUMMARY says. */
  stepSummary: string | undefined;
}

/**
 * Draws a night, tells it, and returns its exit code. A night that was interrupted before anything was recorded leaves
 * nothing behind: throws `Interrupted`. Where its page cannot be written, all else is told before that is thrown.
 */
export async function closeNight(end: NightEnd, folder: NightFolder, outlets: NightOutlets): Promise<ExitCode> {
  const { bugs } = end;
  if (end.night.interrupted && end.night.results.every(({ folders }) => folders.length === 0)) {
    await rm(folder.path, { recursive: true, force: true });
    throw new Interrupted();
  }
  const { print, stepSummary } = outlets;
  const written = await writeNight(end.night, folder).catch((error: unknown) => ({ error }));
  const night = 'error' in written ? end.night : written.night;
  const path = relative(process.cwd(), folder.path);
  const summary = 'error' in written ? nightSummary(night, withoutRuns(night), path) : written.summary;
  await appendToStepSummary(summary, stepSummary, print);
  print(`\n${nightTable(night, process.stdout.columns || 80, path, { reportPath: folder.report })}`);
  for (const bug of bugs) console.error(bug);
  if (bugs.length > 0) console.error('These are bugs of lvs-drill. Please report them with the lines above.');
  // Last: where it cannot be made, the night is told all the same.
  await syncLatest(folder);
  if ('error' in written) throw written.error;
  return exitCodeOf({ night, bugs });
}

function withoutRuns({ results }: Night): NightPart[] {
  return results.map((result) => ({ result, times: [] }));
}

/** A failure outweighs a bug of ours, that one doubt: so that none of them hides what is worse. */
export function exitCodeOf({ night, bugs }: NightEnd): ExitCode {
  if (night.interrupted) return exitCodes.interrupted;
  const verdict = nightVerdict(night);
  return verdict !== 'fail' && bugs.length > 0 ? exitCodes.internal : exitCodes[verdict];
}
