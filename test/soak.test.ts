import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventLine, SoakReport } from '../harness/soak/report.ts';
import { runCli } from './cli.ts';

let out = '';
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-soak-test-'));
});
afterAll(async () => {
  await rm(out, { recursive: true });
});

/** One of each family, in the order and at the points of this seed. */
const events = [
  ...['sigint', 'sigkill-group', 'sigkill-own-lab', 'lab-kernel-killed'],
  ...['disk-full-run', 'two-suites', 'real-server-killed', 'socket-gone'],
];

// Catches: a run that is interrupted, killed, or loses its lab, disk or socket, and leaves a container, process, namespace or
// temporary file, an unreadable folder, a verdict that is not true, a wrong exit code, or a stack trace in place of a sentence.
test('the short soak holds', async () => {
  const result = await runCli(['soak', '--only', ...events, '--events', '8', '--seed', '9', '--out', out]);
  const folder = join(out, 'soak', 'latest');
  const report = JSON.parse(await readFile(join(folder, 'soak.json'), 'utf8')) as SoakReport;
  const lines = (await readFile(join(folder, 'events.ndjson'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as EventLine);
  expect(lines.filter(({ broken, error }) => broken.length > 0 || error !== null)).toEqual([]);
  expect(report).toMatchObject({ verdict: 'pass', performedEvents: 8 });
  expect(result.exitCode, result.output).toBe(0);
  // Those that come too late show nothing.
  const struck = lines.filter(({ done }) => done !== null).map(({ event }) => event);
  expect(struck.length, struck.join()).toBeGreaterThanOrEqual(6);
});
