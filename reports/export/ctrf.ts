import type { CTRFReport, Environment, Summary, Test } from 'ctrf';
import { calibratedAt, doubtsOf } from '../../harness/measure/calibrated-error.ts';
import type { Run } from '../../harness/model.ts';
import { hasProber } from '../prober.ts';
import { durationMs, type ExportInput, sentenceOfExport, verdictOfExport } from './export-input.ts';
import { type TestCase, type TestSuite, testSuites } from './test-cases.ts';

/** Of the Common Test Report Format. */
const specVersion = '0.0.0';

/**
 * The results in the Common Test Report Format (CTRF, ctrf.io) as JSON. Unknown is `failed` there, with `unknown` as its
 * raw status: readers of CTRF call a report successful when nothing in it has `failed`, whatever is `other`.
 */
export function ctrf(input: ExportInput): string {
  const suites = testSuites(input);
  const tests = suites.flatMap((suite) => suite.cases.map((one) => testOf(input, suite, one)));
  const [first] = input.runs;
  const report: CTRFReport = {
    reportFormat: 'CTRF',
    specVersion,
    runId: `${input.suite} ${input.startedAt}`,
    timestamp: input.endedAt ?? input.startedAt,
    generatedBy: 'lvs-drill',
    results: {
      tool: { name: 'lvs-drill', ...(first === undefined ? {} : { version: first.versions.lvsDrill }) },
      summary: summaryOf(input, tests, suites.length),
      tests,
      ...(first === undefined ? {} : { environment: environmentOf(input, first) }),
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

const statuses = { passed: 'passed', failed: 'failed', unknown: 'failed', skipped: 'skipped' } as const;

/** A judgement takes no time; that of the run is in the summary. */
function testOf(
  input: ExportInput,
  { scenario, run }: TestSuite,
  { name, status, message, details, judgement }: TestCase,
): Test {
  const { check, subject, unit, measured, predicted, bound, limit } = judgement ?? {};
  return {
    name,
    status: statuses[status],
    rawStatus: status,
    duration: 0,
    suite: [input.suite, scenario, ...(run === undefined ? [] : [run.topology.name])],
    message: [message, ...details].join('\n'),
    ...(check === undefined || subject === undefined ? {} : { labels: { check, subject } }),
    ...(details.length === 0 ? {} : { extra: { unit, measured, predicted, bound, limit } }),
  };
}

function summaryOf(input: ExportInput, tests: readonly Test[], suites: number): Summary {
  const of = (status: Test['status']) => tests.filter((one) => one.status === status).length;
  const start = Date.parse(input.startedAt);
  const duration = durationMs(input) ?? 0;
  return {
    tests: tests.length,
    passed: of('passed'),
    failed: of('failed'),
    skipped: of('skipped'),
    pending: 0,
    other: 0,
    suites,
    start,
    stop: start + duration,
    duration,
    extra: { verdict: verdictOfExport(input), sentence: sentenceOfExport(input) },
  };
}

function environmentOf(input: ExportInput, { versions, engine }: Run): Environment {
  return {
    reportName: `lvs-drill ${input.suite}`,
    appName: versions.keepalived,
    osRelease: versions.kernel,
    testEnvironment: engine.kind,
    healthy: verdictOfExport(input) === 'pass',
    ...(versions.gitCommit === null ? {} : { commit: versions.gitCommit }),
    extra: { command: input.command, versions, engine, calibrations: input.runs.flatMap(calibrationOf) },
  };
}

/** What is known of the error of a run's outages, by method; nothing of a run without a prober. */
function calibrationOf(run: Run): object[] {
  if (!hasProber(run)) return [];
  const { scenario, calibration } = run;
  if (calibration === undefined) return [{ scenario: scenario.name, calibration: null }];
  const { startedAt, verdict, gitCommit } = calibration;
  const at = calibratedAt(calibration, run.probe.intervalMs);
  const told = { startedAt, verdict, gitCommit, doubts: doubtsOf(calibration, run) };
  const { probeIntervalMs = null, methods = [] } = at ?? {};
  return [{ scenario: scenario.name, calibration: { ...told, probeIntervalMs, methods } }];
}
