import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { DrillError } from '../errors.ts';
import { followProgress } from './progress.ts';

const messages = (...lines: object[]) => Readable.from(lines.map((line) => `${JSON.stringify(line)}\r\n`));

test('lines are handed on and a good end resolves', async () => {
  const lines: string[] = [];
  await followProgress(
    messages({ stream: 'Step 1/2\n' }, { status: 'Downloading' }, { aux: {} }),
    'Building x',
    (line) => lines.push(line),
  );
  expect(lines).toEqual(['Step 1/2', 'Downloading']);
});

test('a failed RUN is an error with the output that led to it', async () => {
  const stream = messages({ stream: 'E: Unable to locate package nope\n' }, { errorDetail: { message: 'code: 100' } });
  const failed = followProgress(stream, 'Building x', () => {});
  await expect(failed).rejects.toThrow(DrillError);
  await expect(failed).rejects.toThrow(/Building x failed: code: 100\nE: Unable to locate package nope/);
});

test('pieces of a coloured line are put together', async () => {
  const lines: string[] = [];
  const stream = messages({ stream: '\u001b[91mls: \u001b[0m' }, { stream: '\u001b[91mno such file\u001b[0m\n' });
  await followProgress(stream, 'Building x', (line) => lines.push(line));
  expect(lines).toEqual(['ls: no such file']);
});

test('a stream that breaks off is an error', async () => {
  const stream = new Readable({ read() {} });
  stream.push('{"stream":"Step 1"}\n');
  setImmediate(() => stream.destroy(new Error('socket hang up')));
  await expect(followProgress(stream, 'Building x', () => {})).rejects.toThrow(/broke off: socket hang up/);
});
