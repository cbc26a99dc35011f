import { appendFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { ExportInput } from '../../reports/export/export-input.ts';
import { summary } from '../../reports/export/summary.ts';
import { markdownCode } from '../../reports/markdown.ts';
import { messageOf } from '../errors.ts';

/**
 * Appends the Markdown summary to the file that `GITHUB_STEP_SUMMARY` names, if it names one: GitHub shows it on the page
 * of the job. No link would lead from there to the report, so its path stands there. A file that cannot be written is told
 * and changes no verdict.
 */
export async function appendStepSummary(
  input: ExportInput,
  report: string,
  file: string | undefined,
  warn: (line: string) => void = console.error,
): Promise<void> {
  if (file === undefined || file === '') return;
  try {
    await appendFile(file, `${summary(input, markdownCode(relative(process.cwd(), report)))}\n`);
  } catch (error) {
    warn(`The summary could not be appended to ${file}, which GITHUB_STEP_SUMMARY names (${messageOf(error)}).`);
  }
}
