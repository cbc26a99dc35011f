import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { tarOf } from './tar.ts';

const file = (path: string, text: string, executable = false) => ({ path, content: Buffer.from(text), executable });

test('tar reads back names, modes and contents', () => {
  const archive = tarOf([file('b/run', 'x'.repeat(513), true), file('a', 'hello')]);
  const list = execFileSync('tar', ['--list', '--verbose', '--numeric-owner'], { input: archive, encoding: 'utf8' });
  expect(list).toMatch(/^-rw-r--r-- 0\/0 +5 1970-01-01 00:00 a\n-rwxr-xr-x 0\/0 +513 1970-01-01 00:00 b\/run\n$/);
  const content = execFileSync('tar', ['--extract', '--to-stdout', 'b/run'], { input: archive, encoding: 'utf8' });
  expect(content).toBe('x'.repeat(513));
});

test('the order of the files does not change the bytes, their content does', () => {
  const [a, b] = [file('a', '1'), file('b', '2')];
  expect(tarOf([a, b]).equals(tarOf([b, a]))).toBe(true);
  expect(tarOf([a, b]).equals(tarOf([a, file('b', '3')]))).toBe(false);
});

test('a path that ustar cannot hold is refused', () => {
  expect(() => tarOf([file('x'.repeat(101), '')])).toThrow(/1 to 100 bytes/);
});
