import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../harness/errors.ts';
import { blankRun, syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import type { Drill, Run } from '../../harness/model.ts';
import { whoseIndex, writeLibrary } from './write-library.ts';

let out = '';
let root = '';

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-write-library-'));
  root = join(out, 'results');
  await mkdir(root);
});
afterEach(() => rm(out, { recursive: true }));

async function put(path: string, file: string, content: unknown): Promise<void> {
  await mkdir(join(root, path), { recursive: true });
  await writeFile(join(root, path, file), JSON.stringify(content));
}

async function written(): Promise<string> {
  return readFile(await writeLibrary(root, '0.1.0'), 'utf8');
}

/** The rows of the table, as their cells' texts. */
function rowsOf(page: string): string[][] {
  const rows = [...page.matchAll(/<tr(?: class="[a-z]+")?>(<th scope="row">.*?)<\/tr>/gs)].map(
    (match) => match[1] ?? '',
  );
  return rows.map((row) => row.split(/<\/t[hd]>/).map((cell) => cell.replace(/<[^>]*>/g, '')));
}

const judged: Partial<Run> = {
  status: 'judged',
  verdict: 'pass',
  checks: ['failover-time'],
  judgements: [
    {
      check: 'failover-time',
      subject: 'kill-director',
      verdict: 'pass',
      headline: 'Clients were without service for 3.1 s.',
      unit: 'ms',
      measured: { median: 3100, min: 2680, max: 3540, trials: 5 },
      predicted: { low: 2652, high: 3658 },
      bound: 60,
      limit: null,
    },
  ],
};

test('a run’s row tells all that a reader chooses by, and leads to what there is of it', async () => {
  const { trials, faults } = syntheticRecording({ trialsPerFault: 1 }).run;
  const path = 'failover/2026-11-20T04-50-12Z';
  await put(path, 'run.json', blankRun({ ...judged, trials, faults, plannedTrials: 4 }));
  await put(path, 'report.html', '');
  const page = await written();
  expect(rowsOf(page)).toEqual([
    [
      'failover',
      '2025-01-02 03:04:05',
      'dr-pair',
      '✓ pass',
      'Clients were without service for 3.1 s.',
      'failover-time kill-director 3.100 [2.680 .. 3.540] s ± 60 ms (2.652 .. 3.658 s predicted)',
      expect.stringContaining('first of its kind'),
      '4',
      '3 min 0 s',
      'lab 7.2.0',
      'report run.json',
      '',
    ],
  ]);
  expect(page).toContain(`href="./${path}/report.html"`);
  expect(page).not.toContain('capture.pcap"');
  expect(page).toContain('1 run: 1 pass, 0 fail, 0 unknown');
});

test('runs that died, broke off, or were interrupted say so, and are no pass', async () => {
  await put('a', 'run.json', blankRun({ status: 'running', plannedTrials: 20 }));
  await put('b', 'run.json', blankRun({ status: 'broken', plannedTrials: 20 }));
  await put('c', 'run.json', blankRun({ ...judged, status: 'interrupted', verdict: 'unknown', plannedTrials: 20 }));
  const rows = rowsOf(await written());
  expect(rows.map((row) => row[3])).toEqual([
    '? unknown died, or still running',
    '? unknown broke off',
    '? unknown interrupted',
  ]);
  expect(rows.map((row) => row[7])).toEqual(['0 of 20', '0 of 20', '0 of 20']);
  expect(rows[0]?.[4]).toContain('The harness died during this run: 0 of 20');
});

test('the scenarios of a drill stand below it, the one that was not run too', async () => {
  const drill: Drill = {
    schema: 1,
    suite: 'reversion',
    summary: 'the old master returns',
    startedAt: '2026-11-20T04:50:12.345Z',
    endedAt: '2026-11-20T04:54:22.345Z',
    command: 'npm run suite reversion',
    scenarios: ['preempt', 'nopreempt'],
  };
  await put('reversion/one', 'drill.json', drill);
  const scenario = { name: 'preempt', summary: '' };
  await put('reversion/one/preempt', 'run.json', blankRun({ ...judged, suite: 'reversion', scenario }));
  const page = await written();
  expect(rowsOf(page).map((row) => [row[0], row[3], row[4]])).toEqual([
    ['reversion 2 scenarios', '? unknown', 'Unknown: nopreempt proved nothing, of 2 scenarios.'],
    ['preempt', '✓ pass', 'Clients were without service for 3.1 s.'],
    ['nopreempt', '? unknown', 'It was not run.'],
  ]);
  expect(page).toContain('href="./reversion/one/preempt/run.json"');
  expect(page.match(/<tbody/g)).toHaveLength(1);
});

test('nothing that a run.json says becomes markup or script', async () => {
  const evil = '</script><script>alert(1)</script><img src=x onerror=alert(1)>';
  const headline = judged.judgements?.map((one) => ({ ...one, headline: evil, subject: evil })) ?? [];
  const { topology } = blankRun({});
  await put(
    `a "quoted" <b> #1`,
    'run.json',
    blankRun({ ...judged, judgements: headline, topology: { ...topology, name: evil } }),
  );
  const page = await written();
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page.match(/<\/script/g)).toHaveLength(2);
  expect(page).not.toContain('<img');
  expect(page).toContain('href="./a%20%22quoted%22%20%3Cb%3E%20%231/run.json"');
});

test('the same folder gives the same bytes, wherever it lies; nothing else is left in it', async () => {
  await put('failover/a', 'run.json', blankRun(judged));
  await put('failover/b', 'run.json', { schema: 9 });
  const first = await written();
  expect(await written()).toBe(first);
  expect((await readdir(root)).sort()).toEqual(['failover', 'index.html']);
  await mkdir(join(out, 'elsewhere'));
  await rename(root, join(out, 'elsewhere', 'results'));
  root = join(out, 'elsewhere', 'results');
  expect(await written()).toBe(first);
});

test('an empty folder says how to make a first run', async () => {
  const page = await written();
  expect(page).toContain('npm run suite failover');
  expect(page).not.toContain('<table');
});

test('no folder, a file, and an index.html of somebody else are usage errors', async () => {
  const usage = { exitCode: exitCodes.usage };
  await expect(writeLibrary(join(root, 'none'), '0.1.0')).rejects.toMatchObject(usage);
  await writeFile(join(root, 'file'), '');
  await expect(writeLibrary(join(root, 'file'), '0.1.0')).rejects.toMatchObject(usage);
  expect(await whoseIndex(root)).toBe('none');
  await writeLibrary(root, '0.1.0');
  expect(await whoseIndex(root)).toBe('ours');
  await writeFile(join(root, 'index.html'), '<h1>mine</h1>');
  expect(await whoseIndex(root)).toBe('strange');
  await expect(writeLibrary(root, '0.1.0')).rejects.toThrow('was not written by lvs-drill');
  expect(await readFile(join(root, 'index.html'), 'utf8')).toBe('<h1>mine</h1>');
});
