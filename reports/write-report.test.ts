import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SyntheticOptions, syntheticRecording } from '../harness/measure/synthetic-run.ts';
import { readRun } from '../harness/store/reader.ts';
import { saveRun } from '../harness/store/recorder.ts';
import type { RunFolder } from '../harness/store/run-folder.ts';
import { storeRecording } from '../harness/store/stored-run.ts';
import { escapeHtml } from './html.ts';
import { contentSecurityPolicy } from './inline-script.ts';
import { judgeAgain, writeReport } from './write-report.ts';

const checks = ['detection-time', 'failover-time', 'fault-confirmed', 'single-holder'];
let out = '';

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-report-'));
});
afterEach(() => rm(out, { recursive: true }));

function store(options: SyntheticOptions): Promise<RunFolder> {
  return storeRecording(out, syntheticRecording({ ...options, run: { checks, ...options.run } }));
}

async function reported(options: SyntheticOptions): Promise<string> {
  return readFile(await writeReport((await store(options)).path), 'utf8');
}

async function everyFile(folder: RunFolder): Promise<Record<string, string>> {
  const charts = (await readdir(folder.charts)).map((name) => join(folder.charts, name));
  const exports = ['junit.xml', 'ctrf.json', 'summary.md', 'metrics.prom'].map((name) => join(folder.path, name));
  const paths = [folder.report, ...exports, ...charts];
  const texts = await Promise.all(paths.map((path) => readFile(path, 'base64')));
  return Object.fromEntries(paths.map((path, index) => [path, texts[index] ?? '']));
}

test('drawing again from disk gives the same bytes, page and pictures', async () => {
  const folder = await store({ trialsPerFault: 1 });
  expect(await writeReport(folder.path)).toBe(folder.report);
  const first = await everyFile(folder);
  await rm(folder.charts, { recursive: true });
  await writeReport(folder.report);
  expect(Object.keys(first)).toHaveLength(1 + 4 + 3 + 4);
  expect(await everyFile(folder)).toEqual(first);
  // Twenty trials stay below 3 MB: each has a figure of its own.
  const page = await readFile(folder.report, 'utf8');
  const figures = page.match(/<figure [^>]*class="timeline"[\s\S]*?<\/figure>/g) ?? [];
  expect(figures).toHaveLength(4);
  expect(page.length + 4 * figures.join('').length).toBeLessThan(3e6);
});

test('every section is there, the page loads nothing, and no embedded picture is without its text', async () => {
  const page = await reported({ trialsPerFault: 1 });
  const sections = [...page.matchAll(/<section id="([a-z-]+)"/g)].map((match) => match[1]);
  expect(sections).toEqual([
    'checks',
    'failover-time',
    'failover-phases',
    'timelines',
    'real-servers',
    'throughput',
    'phases',
    'connections',
    'errors',
    'environment',
    'warnings',
    'files',
  ]);
  expect(page).toContain('Passed: all 17 judgements over 4 trials of 4 faults hold.');
  expect(page).toContain('npm run suite failover -- --seed 1');
  expect(page).toContain('href="run.json"');
  expect(page).toMatch(/href="observations\.ndjson">observations\.ndjson<\/a> <small>\d+\.\d MB</);
  expect(page).toContain('There is no <code>capture.pcap</code> in this folder.');
  expect(page).toContain('There are no logs in this folder.');
  expect(page).not.toContain('href="logs/');
  expect(page.match(/<img /g)).toHaveLength(7);
  expect(page.match(/<img src="data:image\/png;base64,[^"]+" width="\d+" height="\d+" alt="[^"]{40,}">/g)).toHaveLength(
    7,
  );
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  // One script runs, which the policy names; the others are data.
  const scripts = [...page.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
  const data = scripts.filter(([, kind]) => kind !== '');
  expect(data.map(([, kind]) => kind)).toEqual(
    ['scene', 'data-0', 'data-1', 'data-2', 'data-3'].map((id) => ` type="application/json" id="timeline-${id}"`),
  );
  for (const [, , json] of data) expect(JSON.parse(json ?? '')).toBeTypeOf('object');
  expect(scripts).toHaveLength(data.length + 1);
  const script = scripts.at(-1)?.[2] ?? '';
  expect(page).toContain(escapeHtml(contentSecurityPolicy([script])));
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('logs are linked where there are some, and not when they are gone', async () => {
  const folder = await store({ trialsPerFault: 1, faults: ['kill-director'] });
  await writeFile(join(folder.logs, 'director-1.log'), 'Entering MASTER STATE');
  const drawn = async () => readFile(await writeReport(folder.path), 'utf8');
  expect(await drawn()).toMatch(/href="logs\/">logs\/<\/a>.*href="logs\/director-1\.log"/);
  await rm(folder.logs, { recursive: true });
  expect(await drawn()).not.toContain('href="logs/');
});

test('nothing from a recording becomes markup', async () => {
  const evil = '"><img src=x onerror=alert(1)>&';
  const { run } = syntheticRecording({ trialsPerFault: 1, faults: ['kill-director'] });
  const page = await reported({
    trialsPerFault: 1,
    faults: ['kill-director'],
    run: {
      suite: 'failover',
      id: evil,
      command: evil,
      checks: [evil],
      warnings: [evil],
      kernelTrouble: [evil],
      sysctls: { [evil]: evil },
      faults: run.faults.map((fault) => ({ ...fault, summary: evil })),
      engine: { ...run.engine, reason: evil },
      versions: { ...run.versions, keepalived: evil, kernel: evil, lvsDrill: evil },
      topology: { ...run.topology, name: evil, summary: evil, subnet: evil },
      trials: run.trials.map((trial) => ({ ...trial, error: evil, confirmation: { confirmed: true, evidence: evil } })),
    },
  });
  expect(page).not.toContain('<img src=x');
  expect(page).not.toContain(evil);
  expect(page.split('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;').length).toBeGreaterThan(12);
});

test('a run that did not come to its end says so, and what is missing', async () => {
  const page = await reported({ faults: [], run: { status: 'running', throughput: null, faults: [], sysctls: {} } });
  expect(page).toContain('Unknown: no trial was run');
  expect(page).toContain('The harness died during this run');
  expect(page).not.toContain('id="throughput"');
  expect(page).toContain('No trial was recorded.');
  expect(page).not.toContain('✓ Passed');
});

test('an interrupted run whose judgements all pass is unknown', async () => {
  const page = await reported({ trialsPerFault: 1, run: { status: 'interrupted', plannedTrials: 20 } });
  expect(page).toContain('hold, but the run did not come to its end');
  expect(page).toContain('The run was interrupted after 4 of 20 planned trials.');
});

test('a failure stands in the first sentence', async () => {
  const page = await reported({ trialsPerFault: 1, faults: ['kill-director'], breaks: { noTakeover: true } });
  expect(page).toMatch(/✗ Failed: \d of \d judgements/);
  expect(page).toContain('not measured');
});

test('a fault that was not confirmed leaves the run unknown', async () => {
  const page = await reported({ trialsPerFault: 1, faults: ['kill-director'], breaks: { doesNothing: true } });
  expect(page).toMatch(/\? Unknown: \d of \d judgements/);
  expect(page).toContain('keepalived still runs on director-1');
});

test('a check that this version does not have is unknown, and none can name a file elsewhere', async () => {
  const recording = syntheticRecording({ trialsPerFault: 1, run: { checks: ['vanished', '../errors'] } });
  const { judgements, verdict } = await judgeAgain(recording);
  expect(judgements.map((one) => [one.check, one.verdict])).toEqual([
    ['vanished', 'unknown'],
    ['../errors', 'unknown'],
  ]);
  expect(verdict).toBe('unknown');
});

test('stored judgements come out the same; a difference is told', async () => {
  const folder = await store({ trialsPerFault: 1 });
  const { recording, judgements, verdict, notes } = await judgeAgain(await readRun(folder.path));
  expect(notes).toEqual([]);
  await saveRun(folder, { ...recording.run, status: 'judged', judgements, verdict });
  const again = await judgeAgain(await readRun(folder.path));
  expect(again.judgements).toEqual(judgements);
  expect(again.notes).toEqual([]);
  const [first, ...rest] = judgements;
  if (first === undefined) throw new Error('no judgement');
  const stored = [{ ...first, verdict: 'fail' as const }, ...rest];
  await saveRun(folder, { ...recording.run, judgements: stored });
  const [note] = (await judgeAgain(await readRun(folder.path))).notes;
  expect(note).toContain(`${first.check} of ${first.subject} was fail, is pass`);
});

test('thresholds of run.json are judged again, and stand in the page in the words in which they were asked', async () => {
  const thresholds = ['impaired{kill-director}.max < 400', 'failoverMs.max<1s', 'lost{<b>}.max<1'];
  const run = { checks: [...checks, 'threshold'], thresholds };
  const folder = await store({ trialsPerFault: 1, faults: ['kill-director'], run });
  const { judgements, verdict, metrics } = await judgeAgain(await readRun(folder.path));
  expect(verdict).toBe('fail');
  expect(judgements.filter(({ check }) => check === 'threshold').map((one) => [one.subject, one.verdict])).toEqual([
    [thresholds[0], 'pass'],
    [thresholds[1], 'fail'],
    [thresholds[2], 'fail'],
  ]);
  expect(metrics.find(({ name }) => name === 'failoverMs')).toMatchObject({ subject: 'kill-director', unit: 'ms' });
  const page = await readFile(await writeReport(folder.path), 'utf8');
  const row = (source: string) => page.split('<tr').find((one) => one.includes(`>${escapeHtml(source)}<`)) ?? '';
  expect(row(thresholds[0] ?? '')).toContain('✓ pass');
  expect(row(thresholds[1] ?? '')).toContain('✗ fail');
  expect(row(thresholds[1] ?? '')).toMatch(/>[23]\.\d{3} s</);
  expect(row(thresholds[2] ?? '')).toContain('✗ fail');
  expect(page).toContain('No samples: this run shows no lost of &lt;b&gt;.');
  expect(page).not.toContain('{<b>}');
});

test('a run that was recorded before there were metrics is read, and has them in its report', async () => {
  const folder = await store({ trialsPerFault: 1, faults: ['kill-director'] });
  expect(await readFile(folder.runJson, 'utf8')).not.toContain('"metrics"');
  const recording = await readRun(folder.path);
  expect(recording.run.metrics).toBeUndefined();
  expect((await judgeAgain(recording)).metrics.map(({ name }) => name)).toContain('failoverMs');
});

test('metrics that were saved with a run come back as they were', async () => {
  const folder = await store({ trialsPerFault: 2, faults: ['kill-director'], breaks: { noTakeover: true } });
  const recording = await readRun(folder.path);
  const { metrics } = await judgeAgain(recording);
  expect(metrics.some(({ beyond }) => beyond === 2)).toBe(true);
  await saveRun(folder, { ...recording.run, metrics });
  expect((await readRun(folder.path)).run.metrics).toEqual(metrics);
});
