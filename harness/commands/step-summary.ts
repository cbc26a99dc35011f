import { appendFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { ExportInput } from '../../reports/export/export-input.ts';
import { summary } from '../../reports/export/summary.ts';
import { markdownCode } from '../../reports/markdown.ts';
import { type DrillError, messageOf } from '../errors.ts';
import { isThere } from '../is-there.ts';
import type { DrillFolder } from '../store/drill-folder.ts';
import { readableRuns } from '../store/night-folder.ts';

type Warn = (line: string) => void;

/** Appends the summary of a suite: `appendToStepSummary`. No link would lead from there to the report: its path does. */
export async function appendStepSummary(
  input: ExportInput,
  report: string,
  file: string | undefined,
  warn?: Warn,
): Promise<void> {
  await appendToStepSummary(summary(input, markdownCode(relative(process.cwd(), report))), file, warn);
}

/**
 * The same for a suite that ended in an error: from what is in its folder by then; where nothing is, nothing is told. Never
 * throws, for the error of the suite is what its user must learn of.
 */
export async function appendBrokenSummary(
  given: Omit<ExportInput, 'runs' | 'missing'>,
  folder: Pick<DrillFolder, 'path' | 'report' | 'runs'>,
  file: string | undefined,
  warn: Warn = console.error,
): Promise<void> {
  try {
    const trouble: DrillError[] = [];
    const runs = await readableRuns(folder.runs, trouble);
    for (const { message } of trouble) warn(message);
    if (runs.length === 0) return;
    const report = (await isThere(folder.report)) ? folder.report : folder.path;
    await appendStepSummary({ ...given, runs }, report, file, warn);
  } catch (error) {
    warn(`What there is of the suite could not be summarised (${messageOf(error)}).`);
  }
}

/**
 * Appends Markdown to the file that `GITHUB_STEP_SUMMARY` names, if it names one: GitHub shows it on the page of the job.
 * A file that cannot be written is told and changes no verdict.
 */
export async function appendToStepSummary(
  text: string,
  file: string | undefined,
  warn: Warn = console.error,
): Promise<void> {
  if (file === undefined || file === '') return;
  try {
    await appendFile(file, `${text}\n`);
  } catch (error) {
    warn(`The summary could not be appended to ${file}, which GITHUB_STEP_SUMMARY names (${messageOf(error)}).`);
  }
}
