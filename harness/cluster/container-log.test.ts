import { PassThrough } from 'node:stream';
import type Dockerode from 'dockerode';
import { expect, test } from 'vitest';
import { followContainerLog, parseLogLine } from './container-log.ts';

test('the engine’s time stamp is read to the microsecond', () => {
  const line = parseLogLine('2025-11-20T04:46:01.123456789Z Thu Nov 20 04:46:01 2025: Starting Keepalived');
  expect(line?.line).toBe('Thu Nov 20 04:46:01 2025: Starting Keepalived');
  expect(line?.realtimeMs).toBeCloseTo(Date.UTC(2025, 10, 20, 4, 46, 1) + 123.456789, 3);
});

test('an empty line is a line, a line without a time stamp is none', () => {
  expect(parseLogLine('2025-11-20T04:46:01Z ')).toEqual({ realtimeMs: Date.UTC(2025, 10, 20, 4, 46, 1), line: '' });
  expect(parseLogLine('Starting Keepalived')).toBeNull();
});

test('the engine is asked for lines since an instant, or for none of those that are there', async () => {
  const asked: unknown[] = [];
  const logs = async (options: unknown) => {
    asked.push(options);
    return new PassThrough();
  };
  const docker = { getContainer: () => ({ logs }) } as unknown as Dockerode;
  for (const since of [1500, 'now'] as const) {
    const log = await followContainerLog(docker, { id: 'x', node: 'director-1' }, since, () => {});
    log.stop();
    await log.ended;
  }
  const always = { follow: true, stdout: true, stderr: true, timestamps: true };
  expect(asked).toEqual([
    { ...always, since: 1.5 },
    { ...always, tail: 0 },
  ]);
});

test('a line keeps what regular expressions take for the end of one', () => {
  const said = 'a\u2028b\rc\u2029d';
  expect(parseLogLine(`2026-11-20T04:50:12.5Z ${said}`)?.line).toBe(said);
});

test('a stamp that is no date is none', () => {
  expect(parseLogLine('2026-13-45T99:99:99Z x')).toBeNull();
});
