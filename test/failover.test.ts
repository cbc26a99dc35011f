import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../harness/model.ts';
import { type CliResult, latestRun, runCli } from './cli.ts';
import { expectPass } from './expect-pass.ts';
import { ours, sharedLab } from './lab.ts';

/** Half the suite's rate: a shared machine keeps it, and nothing below needs a bound of 10 ms. */
const quick = ['--probe-interval', '20'];

let out = '';
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-e2e-'));
});
afterAll(async () => {
  await rm(out, { recursive: true });
});

describe('one trial of node death and one of a graceful stop', () => {
  let result: CliResult;
  let run: Run;
  beforeAll(async () => {
    result = await runCli([
      'suite',
      'failover',
      '--trials',
      '1',
      '--fault',
      'kill-director',
      'stop-keepalived',
      ...quick,
      '--out',
      out,
    ]);
    run = await latestRun(out);
  });

  // Catches: any break of the main job, from the engine to the exit code.
  test('passes, prints the verdict table and the path of a report', () => {
    expectPass(result, run);
    expect(run.status).toBe('judged');
    expect(result.output).toMatch(/pass\s+detection-time\s+kill-director/);
    expect(result.output).toContain(join(out, 'failover'));
  });

  // Catches: a fault that was not injected as named, or measured against the wrong prediction.
  test('node death is silent, the stop is graceful, and both took the time the protocol says', () => {
    const detection = (subject: string) =>
      run.judgements?.find((one) => one.check === 'detection-time' && one.subject === subject)?.measured?.median ?? 0;
    // RFC 3768: 3 x 1 s + (256 - 90)/256 s, and the skew alone; -5/+100 ms (the check's own limit).
    expect(detection('kill-director')).toBeGreaterThan(3643);
    expect(detection('kill-director')).toBeLessThan(3749);
    expect(detection('stop-keepalived')).toBeGreaterThan(643);
    expect(detection('stop-keepalived')).toBeLessThan(749);
  });

  // Catches: a file of the run folder that is missing or empty, and a report that is no single file.
  test('leaves a whole run folder', async () => {
    const folder = join(out, 'failover', 'latest');
    expect((await readdir(join(folder, 'charts'))).filter((name) => name.startsWith('timeline-'))).toHaveLength(2);
    const capture = await readFile(join(folder, 'capture.pcap'));
    expect(capture.readUInt32LE(0)).toBe(0xa1b23c4d); // nanosecond pcap (pcap-savefile(5))
    expect(capture.length).toBeGreaterThan(1000);
    expect((await stat(join(folder, 'observations.ndjson'))).size).toBeGreaterThan(10_000);
    expect(await readFile(join(folder, 'logs/director-2.log'), 'utf8')).toContain('MASTER STATE');
    const page = await readFile(join(folder, 'report.html'), 'utf8');
    expect(page).not.toMatch(/(src|href)="https?:/);
    expect(page).toContain(run.command);
  });

  // Catches: a report that depends on anything but the run folder.
  test('draws the same report again, byte by byte', async () => {
    const path = join(out, 'failover', 'latest', 'report.html');
    const before = await readFile(path);
    const again = await runCli(['report', join(out, 'failover', 'latest')]);
    expect(again.exitCode, again.output).toBe(0);
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  // Catches: containers or networks that outlive a run.
  test('leaves nothing on the engine', async () => {
    expect(await ours((await sharedLab()).docker)).toEqual([]);
  });
});

// Catches: a pass for a run in which nothing was done.
test('a fault that does nothing proves nothing', async () => {
  const result = await runCli(['suite', 'failover', '--trials', '1', '--fault', 'noop', ...quick, '--out', out]);
  expect(result.exitCode, result.output).toBe(2);
  const run = await latestRun(out);
  expect(run.verdict).toBe('unknown');
  expect(run.judgements?.find((one) => one.check === 'fault-confirmed')?.verdict).toBe('unknown');
});
