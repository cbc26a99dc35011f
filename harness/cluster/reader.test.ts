import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import type { Node } from './interface.ts';
import { localAddresses, type Reader, startReader } from './reader.ts';

/** A node whose commands run on this machine. */
const here = {
  async stream([file = '', ...args]: string[], onLine: (line: string) => void) {
    const child = spawn(file, args);
    createInterface({ input: child.stdout }).on('line', onLine);
    return {
      writeLine: (line: string) => void child.stdin.write(`${line}\n`),
      end: () => void child.stdin.end(),
      ended: new Promise((resolve) => child.on('close', (exitCode) => resolve({ exitCode, stderr: '' }))),
    };
  },
} as unknown as Node;

let reader: Reader | undefined;
afterEach(() => reader?.end());

test('files come back in order, one that cannot be read as null', async () => {
  reader = await startReader(here);
  const [machine, missing, mounts] = await reader.read(['/proc/version', '/proc/nowhere', '/proc/filesystems']);
  expect(machine?.trim()).toBe(readFileSync('/proc/version', 'utf8').trim());
  expect(missing).toBeNull();
  expect(mounts).toContain('proc');
});

test('two who ask at once get their own answers', async () => {
  reader = await startReader(here);
  const asked = await Promise.all([
    reader.read(['/proc/version']),
    reader.read(['/proc/nowhere', '/proc/filesystems']),
  ]);
  expect(asked.map((files) => files.map((file) => file === null))).toEqual([[false], [true, false]]);
});

test('whoever asks after the end is told so', async () => {
  reader = await startReader(here);
  reader.end();
  await expect(reader.read(['/proc/version'])).rejects.toThrow(/has ended/);
});

const trie = `Main:
  +-- 0.0.0.0/0 3 0 5
     +-- 127.0.0.0/8 2 0 2
        |-- 127.0.0.1
           /32 host LOCAL
     +-- 198.18.0.0/24 2 0 2
        |-- 198.18.0.0
           /24 link UNICAST
        |-- 198.18.0.11
           /32 host LOCAL
        |-- 198.18.0.255
           /32 link BROADCAST
Local:
        |-- 198.18.0.100
           /32 host LOCAL
        |-- 198.18.0.11
           /32 host LOCAL
`;

test('own addresses are told from networks and broadcast addresses', () => {
  expect([...localAddresses(trie).keys()]).toEqual(['127.0.0.1', '198.18.0.11', '198.18.0.100']);
  expect([...localAddresses('')]).toEqual([]);
});

test('an address on two interfaces is there twice, whether the kernel has merged its tables or not', () => {
  const onLo = '        |-- 198.18.0.100\n           /32 host LOCAL\n';
  const onBoth = `${onLo}           /32 host LOCAL\n`;
  const times = (text: string) => localAddresses(text).get('198.18.0.100');
  expect(times(`Main:\n${onLo}Local:\n${onLo}`)).toBe(1);
  expect(times(`Main:\n${onBoth}Local:\n${onBoth}`)).toBe(2);
  expect(times(`Main:\n  +-- 198.18.0.0/24 2 0 2\nLocal:\n${onBoth}`)).toBe(2);
});
