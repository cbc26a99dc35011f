import { styleText } from 'node:util';
import type { Judgement, Run, Skipped, Verdict } from '../harness/model.ts';
import { calibrationWords } from './calibration-words.ts';
import { type Column, fittedTable } from './fitted-table.ts';
import { counted, formatIn, formatMeasured, formatRange } from './format.ts';
import { onOneLine } from './one-line.ts';
import { runVerdict } from './run-verdict.ts';
import { statusSentence, verdictSentence, verdictSigns } from './verdict-sentence.ts';

/** How the table is written. */
export interface TerminalOptions {
  /** Default: only where standard output is a terminal, and NO_COLOR is not set. */
  colour?: boolean;
  /** Where the report is; its line comes last. */
  reportPath?: string;
}

type Cell = Column<Judgement>[1];

const none = '-';
const measured: Cell = ({ measured: value, unit }) => (value === null ? none : formatMeasured(unit, value));
const median: Cell = ({ measured: value, unit }) => (value === null ? none : formatIn(unit, value.median));
const predicted: Cell = (one) => (one.predicted === null ? none : formatRange(one.unit, one.predicted));
const limit: Cell = (one) => (one.limit === null ? none : formatRange(one.unit, one.limit));
const named: Column<Judgement>[] = [
  ['verdict', (one) => verdictSigns[one.verdict]],
  ['check', (one) => one.check],
  ['subject', (one) => one.subject],
];

/** From the richest to the poorest: the first that fits is taken. */
const layouts: Column<Judgement>[][] = [
  [...named, ['measured', measured], ['predicted', predicted], ['limit', limit]],
  [...named, ['measured', measured], ['limit', limit]],
  [...named, ['median', median], ['limit', limit]],
  [...named, ['median', median]],
  named,
];

/** More judgements than this are told in one line for each check; the report has them all. */
const longestTable = 40;

/** So many of a check that did not pass are told, where more than a screen holds did not. */
const toldOfCheck = 4;
const toldInAll = 16;

/**
 * The verdict of a run for a terminal of so many columns (0, as some pseudo-terminals say, counts as 80): one sentence,
 * a table, then in words what failed or could not be judged.
 */
export function verdictTable(
  run: Run,
  judgements: Judgement[],
  columns: number,
  options: TerminalOptions = {},
): string {
  const width = columns > 0 ? columns : 80;
  const paint = painter(options);
  const verdict = runVerdict(run, judgements);
  const status = statusSentence(run);
  const calibrated = calibrationWords(run);
  const concerned = judgements.filter((one) => one.verdict !== 'pass');
  const told = firstOfEach(concerned);
  return [
    ...(judgements.length > longestTable ? passedLines(judgements, paint) : []),
    ...fittedTable(layouts, judgements.length > longestTable ? told : judgements, width, (one, text) =>
      paint(one.verdict, text),
    ),
    ...skippedLines(run.skipped, width),
    ...told.flatMap((one) => ['', ...wrapped(`${one.check}, ${one.subject}: ${one.headline}`, width)]),
    ...untoldLines(concerned, told),
    '',
    ...wrapped(verdictSentence(run, judgements, verdict), width).map((line) => paint(verdict, line)),
    ...(status === null ? [] : wrapped(status, width)),
    ...(calibrated === null ? [] : wrapped(calibrated, width)),
    ...(options.reportPath === undefined ? [] : [`Report: ${options.reportPath}`]),
  ].join('\n');
}

/** All that did not pass, or the first of each check that were worst, when there are too many to read. */
function firstOfEach(concerned: Judgement[]): Judgement[] {
  if (concerned.length <= toldInAll) return concerned;
  return [...new Set(concerned.map((one) => one.check))].flatMap((check) => {
    const own = concerned.filter((one) => one.check === check);
    const failed = own.filter((one) => one.verdict === 'fail');
    const doubtful = own.filter((one) => one.verdict === 'unknown');
    return [...failed, ...doubtful].slice(0, toldOfCheck);
  });
}

function untoldLines(concerned: Judgement[], told: Judgement[]): string[] {
  const rest = concerned.filter((one) => !told.includes(one));
  const lines = [...new Set(rest.map((one) => `${one.verdict} ${one.check}`))].map((kind) => {
    const number = rest.filter((one) => `${one.verdict} ${one.check}` === kind).length;
    return `and ${counted(number, 'judgement')} more: ${kind}`;
  });
  return lines.length === 0 ? [] : ['', ...lines, 'The report has them all.'];
}

/** What was asked for and left out: no verdict, and it changes none. */
export function skippedLines(skipped: readonly Skipped[] = [], width: number): string[] {
  return skipped.flatMap(({ what, reason }) => {
    const [first = '', ...rest] = wrapped(`${what}: ${reason}`, width - 11);
    return [`- skipped  ${first}`, ...rest.map((line) => `           ${line}`)];
  });
}

/** What passed, in one line for each check. */
function passedLines(judgements: Judgement[], paint: (verdict: Verdict, text: string) => string): string[] {
  const passed = judgements.filter((one) => one.verdict === 'pass');
  return [...new Set(passed.map((one) => one.check))].map((check) => {
    const of = judgements.filter((one) => one.check === check).length;
    const how = passed.filter((one) => one.check === check).length;
    return `${paint('pass', verdictSigns.pass)}  ${check}: ${how} of ${of}`;
  });
}

/** Gives text the colour of a verdict, where colours are wanted. */
export function painter(options: TerminalOptions): (verdict: Verdict, text: string) => string {
  const colour = options.colour ?? (process.stdout.isTTY === true && process.env.NO_COLOR === undefined);
  return (verdict, text) => (colour ? painted(verdict, text) : text);
}

function painted(verdict: Verdict, text: string): string {
  const colour = verdict === 'pass' ? 'green' : verdict === 'fail' ? 'red' : 'yellow';
  // Whether to colour is decided already.
  return styleText(colour, text, { validateStream: false });
}

/** Lines of at most so many characters, broken between words. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of onOneLine(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
