import { writeReport } from '../../reports/write-report.ts';

/**
 * `npm run report -- <run folder>`: draws the report of a run again from disk and prints where it is.
 * Throws a `DrillError` with exit code 64 for a folder that holds no readable run.
 */
export async function reportCommand(folder: string, print: (line: string) => void = console.log): Promise<void> {
  print(await writeReport(folder));
}
