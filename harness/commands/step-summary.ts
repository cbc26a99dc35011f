import { appendFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { ExportInput } from '../../reports/export/export-input.ts';
import { summary } from '../../reports/export/summary.ts';
import { markdownCode } from '../../reports/markdown.ts';
import { messageOf } from '../errors.ts';

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
