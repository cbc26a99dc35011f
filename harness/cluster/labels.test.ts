import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { formatMark, lifeOf, ownMark, parseMark, parseStartTicks } from './labels.ts';

test('a mark survives being written into a label', async () => {
  const self = await ownMark();
  expect(parseMark(formatMark(self))).toEqual(self);
  expect(parseMark('someone else')).toBeNull();
});

test('this process lives', async () => {
  const self = await ownMark();
  expect(await lifeOf(self, self)).toBe('alive');
});

test('an ended process is gone, and so is one whose id another process has now', async () => {
  const child = spawn('sleep', ['60']);
  const pid = child.pid ?? 0;
  const self = await ownMark();
  const mark = { ...self, pid, startTicks: parseStartTicks(await readFile(`/proc/${pid}/stat`, 'utf8')) };
  expect(await lifeOf(mark, self)).toBe('alive');
  expect(await lifeOf({ ...mark, startTicks: mark.startTicks - 1 }, self)).toBe('gone');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await lifeOf(mark, self)).toBe('gone');
});

test('a process of another machine or container is not ours to judge', async () => {
  const self = await ownMark();
  expect(await lifeOf({ ...self, bootId: '0' }, self)).toBe('unknown');
  expect(await lifeOf({ ...self, pidNamespace: 'pid:[1]' }, self)).toBe('unknown');
});

test('the start time is found behind a command name with brackets and blanks', () => {
  const fields = Array.from({ length: 50 }, (_, index) => String(index + 3));
  expect(parseStartTicks(`12 (a) b (c) ${fields.join(' ')}`)).toBe(22);
});
