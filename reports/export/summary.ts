import { calibrationsInWords } from '../calibration-words.ts';
import { inUtc } from '../document.ts';
import { skippedIn } from '../drill-table.ts';
import { counted } from '../format.ts';
import { escapeMarkdown, markdownCode } from '../markdown.ts';
import { trialCount } from '../trial-words.ts';
import { statusSentence, verdictSigns } from '../verdict-sentence.ts';
import { type ExportInput, sentenceOfExport, verdictOfExport } from './export-input.ts';
import { checksTable, clipped, numbersTable, scenarioTable } from './summary-tables.ts';

/**
 * The results as Markdown for people who pass by: the verdict, the checks that matter, the numbers, and where the report
 * is, which is Markdown of the caller's. Below 1 MB whatever the run.
 */
export function summary(input: ExportInput, report: string): string {
  const topologies = [...new Set(input.runs.map((run) => run.topology.name))].join(', ');
  const what = topologies === '' ? input.suite : `${input.suite} on ${topologies}`;
  const blocks = [
    `## ${verdictSigns[verdictOfExport(input)]}: ${escapeMarkdown(clipped(what))}`,
    `**${escapeMarkdown(clipped(sentenceOfExport(input)))}**`,
    ...input.runs.flatMap((run) => statusSentence(run) ?? []).map(escapeMarkdown),
    escapeMarkdown(clipped(facts(input))),
    ...skippedIn(input.runs)
      .slice(0, 20)
      .map(({ what: left, reason }) => `Skipped: ${escapeMarkdown(clipped(`${left}: ${reason}`))}`),
    ...scenarioTable(input),
    ...checksTable(input),
    ...numbersTable(input),
    ...calibrationsInWords(input.runs).map(escapeMarkdown),
    `Report: ${report}`,
    `To repeat it: ${markdownCode(clipped(input.command))}`,
  ];
  return `${blocks.map((block) => block.trimEnd()).join('\n\n')}\n`;
}

function facts({ startedAt, runs }: ExportInput): string {
  const [first] = runs;
  const trials = runs.reduce((sum, run) => sum + trialCount(run), 0);
  const versions = first === undefined ? [] : [first.versions.keepalived, `kernel ${first.versions.kernel}`];
  return [inUtc(startedAt), counted(trials, 'trial'), ...versions].join(' · ');
}
