import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import {
  formatIdentity,
  identityAsFileName,
  identityFromFileName,
  identityOf,
  lifeOf,
  ownIdentity,
  type ProcessIdentity,
  parseIdentity,
  startTicksIn,
} from './process-identity.ts';
import { waitUntil } from './wait-until.ts';

test('an identity survives being written into a label and into a file name', async () => {
  const self = await ownIdentity();
  expect(parseIdentity(formatIdentity(self))).toEqual(self);
  expect(parseIdentity('someone else')).toBeNull();
  expect(identityAsFileName(self)).toMatch(/^[\w-]+$/);
  expect(identityFromFileName(identityAsFileName(self))).toEqual(self);
  expect(identityFromFileName('5511191eb7eb')).toBeNull();
});

test('an ended process is gone, and so is one whose id another process has now', async () => {
  const child = spawn('sleep', ['60']);
  const identity = (await identityOf(child.pid ?? 0)) as ProcessIdentity;
  expect(await lifeOf(identity)).toBe('alive');
  expect(await lifeOf({ ...identity, startTicks: '1' })).toBe('gone');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await lifeOf(identity)).toBe('gone');
  expect(await identityOf(identity.pid)).toBeNull();
});

test('a zombie is gone', async () => {
  // The shell becomes `sleep`, which never takes note of the end of the shell's child.
  const parent = spawn('sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 60']);
  const zombie = Number(String((await once(parent.stdout, 'data'))[0]));
  const stat = () => readFile(`/proc/${zombie}/stat`, 'utf8');
  await waitUntil('it is a zombie', async () => / Z /.test(await stat()), 5000);
  expect(await identityOf(zombie)).toBeNull();
  parent.kill('SIGKILL');
});

test('a process of another boot or container is not ours to judge', async () => {
  const self = await ownIdentity();
  expect(await lifeOf(self)).toBe('alive');
  expect(await lifeOf({ ...self, bootId: '0' })).toBe('unknown');
  expect(await lifeOf({ ...self, pidNamespace: 'pid:[1]' })).toBe('unknown');
});

test('the start time is found behind a command name with brackets and blanks', () => {
  const stat = (state: string) =>
    `12 (a) b (c) ${[state, ...Array.from({ length: 49 }, (_, index) => index + 4)].join(' ')}`;
  expect(startTicksIn(stat('S'))).toBe('22');
  expect(startTicksIn(stat('X'))).toBeNull();
  expect(startTicksIn('')).toBeNull();
});
