import type { Night, Run } from '../../harness/model.ts';
import { calibrationsInWords } from '../calibration-words.ts';
import { inUtc } from '../document.ts';
import { scenarioLines } from '../drill-table.ts';
import { absent } from '../format.ts';
import { escapeMarkdown, markdownCode, markdownTable } from '../markdown.ts';
import { verdictSigns } from '../verdict-sentence.ts';
import { methodColumns, methodRows, methodTexts } from './methods.ts';
import { acceptWords, commitWords, gateSigns, machineWords, type NightPart, nightSentence } from './words.ts';

/** The night in few words, for a step summary or a chat: Markdown. `path`: the folder, as its reader finds it. */
export function nightSummary(night: Night, parts: readonly NightPart[], path: string): string {
  const methods = parts.flatMap(({ times }) => times.flatMap((runs) => methodRows(runs).map(methodTexts)));
  const accept = acceptWords(night, path);
  const told = parts.flatMap(({ result: { entry, problem, gate }, times }) => [
    ...(problem === null ? [] : [`${entry.name}: ${problem}`]),
    ...times.flatMap(findingsOf).map((finding) => `${entry.name}, ${finding}`),
    ...(gate === null || gate.verdict === 'no-baseline' || gate.verdict === 'not-worse'
      ? []
      : [`${entry.name}: ${gate.sentence}`]),
  ]);
  return [
    `## ${night.short ? 'Short night' : 'Night'} of ${inUtc(night.startedAt)}`,
    `**${escapeMarkdown(nightSentence(night))}**`,
    markdownTable(
      ['Entry', 'Checks', 'Compared', 'Against'].map((title) => ({ title })),
      parts.map(({ result: { entry, verdict, gate } }) => [
        entry.name,
        verdict === null ? absent : verdictSigns[verdict],
        gate === null ? absent : gateSigns[gate.verdict],
        gate === null || gate.nights.length === 0 ? absent : `${gate.nights.length}`,
      ]),
    ),
    ...(methods.length === 0 ? [] : [markdownTable(methodColumns, methods)]),
    ...calibrationsInWords(parts.flatMap(({ times }) => times.flat())).map(escapeMarkdown),
    ...(told.length === 0 ? [] : [told.map((sentence) => `- ${escapeMarkdown(sentence)}`).join('\n')]),
    [...(night.machine === null ? [] : [machineWords(night.machine)]), `commit ${commitWords(night.versions)}`]
      .map(escapeMarkdown)
      .join(' · '),
    ...(accept === null ? [] : [`To accept it: ${markdownCode(accept)}`]),
  ]
    .map((block) => block.trimEnd())
    .join('\n\n')
    .concat('\n');
}

/** What did not pass, by scenario. */
function findingsOf(runs: readonly Run[]): string[] {
  return scenarioLines(
    runs.map(({ scenario }) => scenario.name),
    runs,
  )
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ name, verdict, finding }) => `${name}, ${verdict}: ${finding}`);
}
