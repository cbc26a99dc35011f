import type { Run } from '../../harness/model.ts';
import type { Html } from '../html.ts';
import { durationMs, type ExportInput } from './export-input.ts';
import { type TestCase, type TestSuite, testSuites } from './test-cases.ts';
import { xml } from './xml.ts';

/**
 * JUnit XML, as CI systems read it: a test suite for each scenario, a test case for each judgement. Unknown is an `error`,
 * which every CI system shows in red, and never `skipped`, which looks like success; what was left out is `skipped`.
 * A judgement takes no time: that of the run is told of its suite, s.
 */
export function junit(input: ExportInput): string {
  const suites = testSuites(input);
  const all = suites.flatMap(({ cases }) => cases);
  const { markup } = xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="lvs-drill ${input.suite}" ${countsOf(all)} ${timeOf(input)}>${suites.map((suite) => suiteElement(input, suite))}
</testsuites>
`;
  return markup;
}

function suiteElement(input: ExportInput, { scenario, run, cases }: TestSuite): Html {
  const where = run === undefined ? '' : ` on ${run.topology.name}`;
  // As in JUnit's own schema, in UTC and without its letter.
  const timestamp = (run ?? input).startedAt.slice(0, 19);
  const time = run === undefined ? xml`time="0"` : timeOf(run);
  const classname = [input.suite, scenario, ...(run === undefined ? [] : [run.topology.name])].join('.');
  return xml`
  <testsuite name="${scenario}${where}" ${countsOf(cases)} skipped="${countOf(cases, 'skipped')}" ${time} timestamp="${timestamp}">
    <properties>${propertiesOf(input, run).map(([name, value]) => xml`\n      <property name="${name}" value="${value}"/>`)}
    </properties>${cases.map((one) => caseElement(one, classname, run))}
  </testsuite>`;
}

function countsOf(cases: readonly TestCase[]): Html {
  return xml`tests="${cases.length}" failures="${countOf(cases, 'failed')}" errors="${countOf(cases, 'unknown')}"`;
}

function countOf(cases: readonly TestCase[], status: TestCase['status']): number {
  return cases.filter((one) => one.status === status).length;
}

function timeOf(timed: Pick<Run, 'startedAt' | 'endedAt'>): Html {
  return xml`time="${((durationMs(timed) ?? 0) / 1000).toFixed(3)}"`;
}

function caseElement(one: TestCase, classname: string, run: Run | undefined): Html {
  const { name, message } = one;
  return xml`
    <testcase name="${name}" classname="${classname}" time="0">${outcome(one, run)}${
      one.status === 'passed' &&
      xml`
      <system-out>${[message, ...one.details].join('\n')}</system-out>`
    }
    </testcase>`;
}

function outcome({ status, message, details }: TestCase, run: Run | undefined): Html | null {
  const text = [message, ...details, ...(run === undefined ? [] : [`repeat: ${run.command}`])].join('\n');
  if (status === 'failed') return xml`\n      <failure type="fail" message="${message}">${text}</failure>`;
  if (status === 'unknown') return xml`\n      <error type="unknown" message="${message}">${text}</error>`;
  return status === 'skipped' ? xml`\n      <skipped message="${message}"/>` : null;
}

function propertiesOf(input: ExportInput, run: Run | undefined): [string, string][] {
  if (run === undefined) return [['command', input.command]];
  return [
    ['topology', run.topology.name],
    ['command', run.command],
    ['seed', String(run.seed)],
    ['verdict', run.verdict ?? 'unknown'],
    ['status', run.status],
    ['engine', run.engine.kind],
    ...Object.entries(run.versions).map(([name, value]): [string, string] => [name, String(value ?? 'not known')]),
  ];
}
