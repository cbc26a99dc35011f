import type { Night } from '../../harness/model.ts';
import { painter, type TerminalOptions, wrapped } from '../terminal.ts';
import { verdictSigns } from '../verdict-sentence.ts';
import { nightVerdict, resultVerdict } from './verdict.ts';
import { acceptWords, gateSigns, nightSentence, problemOf } from './words.ts';

/** The night for a terminal of so many columns. `path`: its folder, as the user may type it. */
export function nightTable(night: Night, columns: number, path: string, options: TerminalOptions = {}): string {
  const width = columns > 0 ? columns : 80;
  const paint = painter(options);
  const indent = '    ';
  const accept = acceptWords(night, path);
  return [
    ...night.results.flatMap((result) => {
      const { entry, verdict, gate } = result;
      const compared = gate === null ? '' : `, compared: ${gateSigns[gate.verdict]}`;
      const told = [problemOf(result), gate?.sentence ?? null].filter((one) => one !== null);
      return [
        `${paint(resultVerdict(result), verdict === null ? verdictSigns.unknown : verdictSigns[verdict])}  ${entry.name}${compared}`,
        ...told.flatMap((sentence) => wrapped(sentence, width - indent.length).map((line) => `${indent}${line}`)),
      ];
    }),
    '',
    ...wrapped(nightSentence(night), width).map((line) => paint(nightVerdict(night), line)),
    ...(accept === null ? [] : [`To accept it: ${accept}`]),
    ...(options.reportPath === undefined ? [] : [`Report: ${options.reportPath}`]),
  ].join('\n');
}
