import { verdictOf } from '../harness/checks/verdict.ts';
import type { Run, Skipped, Verdict } from '../harness/model.ts';
import { calibrationsInWords } from './calibration-words.ts';
import { counted } from './format.ts';
import { drillVerdict } from './run-verdict.ts';
import { painter, skippedLines, type TerminalOptions, wrapped } from './terminal.ts';
import { statusSentence, verdictSentence, verdictSigns } from './verdict-sentence.ts';

/** One scenario of a drill in few words. */
export interface ScenarioLine {
  name: string;
  verdict: Verdict;
  /** What failed first, else what could not be judged, else what its first check found; or why that is not its verdict. */
  finding: string;
}

/** A scenario of a drill that has no run to show. */
export interface MissingRun {
  scenario: string;
  /** In a sentence. */
  why: string;
}

/** Why a scenario has nothing to show; one of which nothing is known was not run. */
export function whyMissing(scenario: string, missing: readonly MissingRun[] = []): string {
  return missing.find((one) => one.scenario === scenario)?.why ?? 'It was not run.';
}

/** The scenarios of a drill in their order, each with the finding that decided it. */
export function scenarioLines(
  scenarios: readonly string[],
  runs: readonly Run[],
  missing: readonly MissingRun[] = [],
): ScenarioLine[] {
  return scenarios.map((name) => {
    const run = runs.find((one) => one.scenario.name === name);
    if (run === undefined) return { name, verdict: 'unknown', finding: whyMissing(name, missing) };
    return { name, verdict: run.verdict ?? 'unknown', finding: mainFinding(run) };
  });
}

/**
 * What a run that passed found; of any other, and where that was not written down, the first judgement that is as the
 * verdict, on a fault rather than on the run as a whole. Where the verdict does not come from the judgements, what it does
 * come from.
 */
export function mainFinding(run: Run): string {
  const judgements = run.judgements ?? [];
  const verdict = run.verdict ?? 'unknown';
  if (verdict === 'pass' && run.found) return run.found;
  const such = judgements.filter((one) => one.verdict === verdict);
  const told = such.find((one) => verdict !== 'pass' || one.subject !== 'run') ?? such[0];
  if (told === undefined || verdict !== verdictOf(judgements)) {
    return [verdictSentence(run, judgements, verdict), statusSentence(run)].filter((one) => one !== null).join(' ');
  }
  if (verdict !== 'pass') return `${told.check}, ${told.subject}: ${told.headline}`;
  const alike = such.filter((one) => one.check === told.check).length;
  return alike > manySubjects
    ? `All ${alike} of ${told.check} hold; the first, ${told.subject}: ${told.headline}`
    : told.headline;
}

/** Where a check has more subjects than this, one of them does not stand for the others. */
const manySubjects = 20;

/** The whole drill in one sentence. */
export function drillSentence(lines: readonly ScenarioLine[], verdict: Verdict): string {
  const of = (wanted: Verdict) => lines.filter((one) => one.verdict === wanted).map((one) => one.name);
  const all = counted(lines.length, 'scenario');
  if (verdict === 'pass') return `Passed: all ${all} came out as predicted.`;
  if (verdict === 'fail') return `Failed: ${of('fail').join(', ')}, of ${all}.`;
  return `Unknown: ${of('unknown').join(', ')} proved nothing, of ${all}.`;
}

/** The verdict of a drill of several scenarios for a terminal of so many columns. */
export function drillTable(
  scenarios: readonly string[],
  runs: readonly Run[],
  columns: number,
  options: TerminalOptions = {},
): string {
  const width = columns > 0 ? columns : 80;
  const paint = painter(options);
  const lines = scenarioLines(scenarios, runs);
  const verdict = drillVerdict(runs, scenarios.length);
  const indent = '    ';
  return [
    ...lines.flatMap((line) => [
      `${paint(line.verdict, verdictSigns[line.verdict])}  ${line.name}`,
      ...wrapped(line.finding, width - indent.length).map((text) => `${indent}${text}`),
    ]),
    ...skippedLines(skippedIn(runs), width),
    '',
    ...wrapped(drillSentence(lines, verdict), width).map((line) => paint(verdict, line)),
    ...calibrationsInWords(runs).flatMap((words) => wrapped(words, width)),
    ...(options.reportPath === undefined ? [] : [`Report: ${options.reportPath}`]),
  ].join('\n');
}

/** What was left out, once: several scenarios may lack the same. */
export function skippedIn(runs: readonly Run[]): Skipped[] {
  const all = runs.flatMap((run) => run.skipped ?? []);
  return [...new Map(all.map((one) => [`${one.what} ${one.reason}`, one])).values()];
}
