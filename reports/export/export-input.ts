import type { Drill, Run, Verdict } from '../../harness/model.ts';
import { drillSentence, type MissingRun, scenarioLines } from '../drill-table.ts';
import { drillVerdict } from '../run-verdict.ts';
import { verdictSentence } from '../verdict-sentence.ts';

/** What exporters print: one run, or all those of a drill, as they were judged last. */
export interface ExportInput {
  suite: string;
  /** Names of the scenarios that were to be run, in their order. */
  scenarios: readonly string[];
  /** ISO 8601, UTC. */
  startedAt: string;
  endedAt: string | null;
  /** The shell command that repeats it. */
  command: string;
  /** With judgements, metrics and verdict; a scenario that never ran has none here. */
  runs: readonly Run[];
  /** Of scenarios without a run, why that is, where more is known than that they were not run. */
  missing?: readonly MissingRun[];
}

/** A run that is alone. */
export function exportOfRun(run: Run): ExportInput {
  const { suite, startedAt, endedAt, command } = run;
  return { suite, scenarios: [run.scenario.name], startedAt, endedAt, command, runs: [run] };
}

/** All runs of a drill, and why others are missing. */
export function exportOfDrill(drill: Drill, runs: readonly Run[], missing: readonly MissingRun[] = []): ExportInput {
  const { suite, scenarios, startedAt, endedAt, command } = drill;
  return { suite, scenarios, startedAt, endedAt, command, runs, missing };
}

/** The run of a scenario; undefined where there is none. */
export function runOfScenario({ runs }: ExportInput, scenario: string): Run | undefined {
  return runs.find((run) => run.scenario.name === scenario);
}

/** The verdict over everything that was to be run. */
export function verdictOfExport({ runs, scenarios }: ExportInput): Verdict {
  return drillVerdict(runs, scenarios.length);
}

/** Everything in one sentence. */
export function sentenceOfExport(input: ExportInput): string {
  const verdict = verdictOfExport(input);
  const [only] = input.runs;
  return only !== undefined && input.scenarios.length === 1
    ? ((verdict === 'pass' ? only.found : null) ?? verdictSentence(only, only.judgements ?? [], verdict))
    : drillSentence(scenarioLines(input.scenarios, input.runs, input.missing), verdict);
}

/** How long it took, ms; null when it never came to its end. */
export function durationMs({ startedAt, endedAt }: Pick<Run, 'startedAt' | 'endedAt'>): number | null {
  const lasted = endedAt === null ? Number.NaN : Date.parse(endedAt) - Date.parse(startedAt);
  return Number.isFinite(lasted) ? lasted : null;
}
