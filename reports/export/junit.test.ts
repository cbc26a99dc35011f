import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import type { Run } from '../../harness/model.ts';
import { type ExportInput, exportOfDrill, exportOfRun } from './export-input.ts';
import { junit } from './junit.ts';
import { hostileRun, judgedRun, judgement } from './synthetic-judged.ts';

const lists = ['testsuite', 'testcase', 'property'];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  trimValues: false,
  isArray: (name) => lists.includes(name),
});

type Attributes = Record<string, string>;

interface ParsedCase {
  name: string;
  classname: string;
  'system-out'?: string;
  failure?: { message: string; '#text': string };
  error?: { message: string; '#text': string };
  skipped?: { message: string };
}

interface ParsedSuite extends Record<'name' | 'tests' | 'failures' | 'errors' | 'skipped' | 'time', string> {
  properties: { property: Attributes[] };
  testcase: ParsedCase[];
}

/** What the parser found, after the validator found nothing wrong. */
function parsed(input: ExportInput): Omit<ParsedSuite, 'testcase' | 'properties'> & { testsuite: ParsedSuite[] } {
  const text = junit(input);
  expect(XMLValidator.validate(text)).toBe(true);
  return parser.parse(text).testsuites;
}

const ofRun = (changes: Partial<Run>) => parsed(exportOfRun(judgedRun(changes)));

test('each judgement is a case, and unknown is an error: it must not look like success', () => {
  const suites = ofRun({
    verdict: 'fail',
    judgements: [
      judgement(),
      judgement({ subject: 'run', check: 'single-holder' }),
      judgement({ subject: 'stop-keepalived', verdict: 'fail', headline: 'Too late.' }),
      judgement({ subject: 'pause-director', verdict: 'unknown', headline: 'Not seen.', measured: null, limit: null }),
    ],
    skipped: [{ what: 'scheduler twos', reason: 'the kernel has no module ip_vs_twos' }],
  });
  expect(suites).toMatchObject({ tests: '5', failures: '1', errors: '1', time: '180.000' });
  const [suite] = suites.testsuite;
  expect(suite).toMatchObject({
    name: 'failover on dr-pair',
    tests: '5',
    failures: '1',
    errors: '1',
    skipped: '1',
    time: '180.000',
    timestamp: '2025-01-02T03:04:05',
  });
  expect(suite?.properties.property).toContainEqual({ name: 'keepalived', value: '2.3.3' });
  expect(suite?.properties.property).toContainEqual({ name: 'command', value: 'npm run suite failover -- --seed 1' });
  const [passed, ofWhole, failed, unknown, skipped] = suite?.testcase ?? [];
  expect(passed).toMatchObject({ name: 'detection-time: kill-director', classname: 'failover.failover.dr-pair' });
  expect(passed?.['system-out']).toContain(
    'measured: 3.661 [3.650 .. 3.670] s, over 5 trials\npredicted: 3.648 .. 3.650 s',
  );
  expect([passed?.failure, passed?.error, passed?.skipped]).toEqual([undefined, undefined, undefined]);
  expect(ofWhole?.name).toBe('single-holder');
  expect(failed?.failure?.message).toBe('Too late.');
  expect(failed?.failure?.['#text']).toContain('error bound: ± 1 ms\nlimit: 3.643 .. 3.748 s\nrepeat: npm run suite');
  expect(unknown?.error?.message).toBe('Not seen.');
  expect(unknown?.error?.['#text']).not.toContain('measured');
  expect(skipped?.skipped?.message).toBe('the kernel has no module ip_vs_twos');
});

test('a run that is unknown though all its judgements pass has an error', () => {
  const suites = ofRun({ status: 'interrupted', verdict: 'unknown', plannedTrials: 20 });
  expect(suites).toMatchObject({ tests: '2', errors: '1', failures: '0' });
  const added = suites.testsuite[0]?.testcase[1];
  expect(added?.name).toBe('verdict');
  expect(added?.error?.message).toContain('The run was interrupted after 0 of 20 planned trials.');
  expect(ofRun({ judgements: null, verdict: null })).toMatchObject({ tests: '1', errors: '1' });
});

test('a scenario that never ran has an error, and all scenarios stand in one file', () => {
  const run = judgedRun({ scenario: { name: 'preempt', summary: 'it returns' }, endedAt: null });
  const drill = {
    schema: 1 as const,
    suite: 'reversion',
    summary: 'The old master returns.',
    startedAt: run.startedAt,
    endedAt: null,
    command: 'npm run suite reversion',
    scenarios: ['preempt', 'nopreempt'],
  };
  const suites = parsed(exportOfDrill(drill, [run]));
  expect(suites).toMatchObject({ name: 'lvs-drill reversion', tests: '2', errors: '1', time: '0.000' });
  expect(suites.testsuite.map((one) => one.name)).toEqual(['preempt on dr-pair', 'nopreempt']);
  expect(suites.testsuite[1]?.testcase[0]?.error?.message).toBe('It was not run.');
});

test('hostile texts stay texts, and what XML cannot hold does not come in', () => {
  const text = junit(exportOfRun(hostileRun()));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0, section 2.2, forbids them.
  expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  expect(text).not.toMatch(/\p{Cs}/u);
  expect(text).not.toContain(']]>');
  const suites = parsed(exportOfRun(hostileRun()));
  expect(suites).toMatchObject({ tests: '4', failures: '1', errors: '1' });
  const [suite] = suites.testsuite;
  expect(suite?.testcase).toHaveLength(4);
  const failure = suite?.testcase[1]?.failure;
  expect(failure?.['#text']).toMatch(/^headline"><!--\]\]> \| a `b` .*\uFFFD\uFFFD\uFFFD\[31m\uFFFD\uFFFD \n/s);
  expect(failure?.['#text']).toContain('<img src=x onerror=g>');
  expect(failure?.message).toContain('<img src=x onerror=g>');
});
