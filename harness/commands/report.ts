import { writeReport } from '../../reports/write-report.ts';
import { usageError } from '../errors.ts';
import { libraryCommand } from './library.ts';

/** Options of `npm run report`, as the command line names them. */
export interface ReportOptions {
  /** True: of the folder that results go to by default. */
  index?: string | true;
}

/**
 * `npm run report -- <run folder>`: draws the report of a run again from disk and prints where it is; with `--index`, the
 * page of all runs below a folder. Throws a `DrillError` with exit code 64 for a folder that holds no readable run, and
 * when it is not clear which of the two is wanted.
 */
export async function reportCommand(
  folder: string | undefined,
  { index }: ReportOptions = {},
  print: (line: string) => void = console.log,
): Promise<void> {
  if (folder !== undefined && index !== undefined) {
    throw usageError(
      `A report of ${folder} or an index: one at a time.`,
      'Name the folder to index behind --index, such as --index results.',
    );
  }
  if (index !== undefined) return libraryCommand(index === true ? 'results' : index, print);
  if (folder === undefined) {
    throw usageError(
      'Name the folder of a run, or ask for the page of all runs.',
      'For example: npm run report -- results/failover/latest, or npm run report -- --index results',
    );
  }
  print(await writeReport(folder));
}
