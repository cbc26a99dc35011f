import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staysWithin } from './stays-within.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lvs-drill-within-'));
  await mkdir(join(root, 'out/run'), { recursive: true });
  await mkdir(join(root, 'elsewhere'));
  await symlink('../elsewhere', join(root, 'out/away'));
  await symlink('run', join(root, 'out/latest'));
  await symlink('out', join(root, 'named'));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

test.each(['out', 'out/run', 'out/run/charts', 'out/latest/charts', 'out/new/deeper'])('%s stays within out', (path) =>
  expect(staysWithin(join(root, 'out'), join(root, path))).resolves.toBeUndefined(),
);

test('a folder that a user names by a link is that folder', () =>
  expect(staysWithin(join(root, 'named'), join(root, 'named/run'))).resolves.toBeUndefined());

test.each(['out/away', 'out/away/charts', 'out/../elsewhere/x', 'out/latest/../away/x'])('%s leads out', (path) =>
  expect(staysWithin(join(root, 'out'), join(root, path))).rejects.toThrow('leads out of'),
);
