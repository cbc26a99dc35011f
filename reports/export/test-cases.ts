import type { Judgement, Run } from '../../harness/model.ts';
import { whyMissing } from '../drill-table.ts';
import { counted, formatIn, formatMeasured, formatRange } from '../format.ts';
import { statusSentence, verdictSentence } from '../verdict-sentence.ts';
import { type ExportInput, runOfScenario } from './export-input.ts';

/** A judgement as test reports know it: something with a name that passed, failed, could not be told or was left out. */
export interface TestCase {
  /** Unique in its scenario. */
  name: string;
  status: 'passed' | 'failed' | 'unknown' | 'skipped';
  /** One sentence for an operator. */
  message: string;
  /** Measured, predicted, bound and limit, a line each. */
  details: string[];
  /** Null where the case is none of a check. */
  judgement: Judgement | null;
}

/** The test cases of one scenario. */
export interface TestSuite {
  scenario: string;
  /** Undefined where the scenario never ran. */
  run: Run | undefined;
  cases: TestCase[];
}

/** What a drill says in the terms of test reports. A run that is not passed never consists of passed cases alone. */
export function testSuites(input: ExportInput): TestSuite[] {
  return input.scenarios.map((scenario) => {
    const run = runOfScenario(input, scenario);
    const cases = run === undefined ? [plain('run', 'unknown', whyMissing(scenario, input.missing))] : casesOf(run);
    return { scenario, run, cases };
  });
}

function casesOf(run: Run): TestCase[] {
  const judged = (run.judgements ?? []).map(caseOf);
  const left = (run.skipped ?? []).map(({ what, reason }) => plain(`skipped: ${what}`, 'skipped', reason));
  return [...judged, ...verdictCase(run, judged), ...left];
}

function caseOf(judgement: Judgement): TestCase {
  const { check, subject, verdict, headline } = judgement;
  return {
    name: subject === 'run' ? check : `${check}: ${subject}`,
    status: statuses[verdict],
    message: headline,
    details: detailsOf(judgement),
    judgement,
  };
}

const statuses = { pass: 'passed', fail: 'failed', unknown: 'unknown' } as const;

/** The verdict itself, where no judgement shows it: the run broke off, its kernel was in trouble, nothing was judged. */
function verdictCase(run: Run, judged: readonly TestCase[]): TestCase[] {
  const verdict = run.verdict ?? 'unknown';
  if (judged.some((one) => one.status === statuses[verdict])) return [];
  const said = [verdictSentence(run, run.judgements ?? [], verdict), statusSentence(run)];
  return [plain('verdict', statuses[verdict], said.filter((one) => one !== null).join(' '))];
}

function plain(name: string, status: TestCase['status'], message: string): TestCase {
  return { name, status, message, details: [], judgement: null };
}

function detailsOf({ unit, measured, predicted, bound, limit }: Judgement): string[] {
  return [
    ...(measured === null
      ? []
      : [`measured: ${formatMeasured(unit, measured)}, over ${counted(measured.trials, 'trial')}`]),
    ...(predicted === null ? [] : [`predicted: ${formatRange(unit, predicted)}`]),
    ...(bound === null ? [] : [`error bound: ± ${formatIn(unit, bound)}`]),
    ...(limit === null ? [] : [`limit: ${formatRange(unit, limit)}`]),
  ];
}
