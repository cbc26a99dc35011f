import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { syntheticRecording } from '../harness/measure/synthetic-run.ts';
import { storeRecording } from '../harness/store/stored-run.ts';
import { suite } from '../suites/failover.ts';
import { writeReport } from './write-report.ts';

/** Set to `update`, the page becomes the golden one. */
const goldenVariable = 'LVS_DRILL_GOLDEN';

const golden = fileURLToPath(new URL('failover.html.golden', import.meta.url));

let out = '';
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-golden-'));
});
afterEach(() => rm(out, { recursive: true }));

/**
 * A page without what other tests look at, and what differs from one build of a library to the next: pictures, style, the
 * bundled script with its hash, and the points of timelines.
 */
function wordsOf(page: string): string {
  return page
    .replaceAll(/data:image\/png;base64,[A-Za-z0-9+/=]+/g, 'data:image/png;base64,(picture)')
    .replaceAll(/sha256-[A-Za-z0-9+/=]+/g, 'sha256-(hash)')
    .replaceAll(/(<style>)[\s\S]*?(<\/style>)/g, '$1(style)$2')
    .replaceAll(/(<script[^>]*>)[\s\S]*?(<\/script>)/g, '$1(script)$2');
}

// Catches: a page that changes in a place that nobody meant to change.
test('a small report is the golden one, word by word', async () => {
  const recording = syntheticRecording({
    trialsPerFault: 1,
    faults: ['kill-director', 'stop-keepalived'],
    run: { checks: suite.scenarios[0]?.checks ?? [] },
  });
  const folder = await storeRecording(out, recording);
  const page = wordsOf(await readFile(await writeReport(folder.path), 'utf8'));
  const files = await readdir(folder.path, { recursive: true });
  expect(files.sort()).toEqual([
    'charts',
    'charts/failover-phases.png',
    'charts/failover-time.png',
    'charts/real-server-share.png',
    'charts/timeline-00-kill-director.png',
    'charts/timeline-01-stop-keepalived.png',
    'ctrf.json',
    'junit.xml',
    'logs',
    'metrics.prom',
    'observations.ndjson',
    'report.html',
    'run.json',
    'summary.md',
  ]);
  if (process.env[goldenVariable] === 'update') await writeFile(golden, page);
  const hint = `If the page is meant to be like this: ${goldenVariable}=update npm run test:unit -- reports/golden.test.ts, then look at what git diff shows.`;
  expect(page.split('\n'), hint).toEqual((await readFile(golden, 'utf8')).split('\n'));
});
