import { chmod, mkdir, mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../errors.ts';
import { findLabs } from './labs.ts';
import { ensureFolder, refuseForeign } from './paths.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lvs-drill-paths-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a folder is made for its owner only, whatever the umask', async () => {
  const before = process.umask(0);
  try {
    await ensureFolder(join(folder, 'cache/lvs-drill/labs'));
  } finally {
    process.umask(before);
  }
  for (const made of ['cache', 'cache/lvs-drill', 'cache/lvs-drill/labs']) {
    expect((await stat(join(folder, made))).mode & 0o777).toBe(0o700);
  }
});

test.each([0o720, 0o702, 0o777, 0o1777])('one that others may write to is refused: mode %i', async (mode) => {
  await chmod(folder, mode);
  await expect(ensureFolder(folder)).rejects.toMatchObject({
    message: expect.stringMatching(/^Others than its owner may write to/),
    remedy: expect.stringContaining(`chmod go-w ${folder}`),
    exitCode: exitCodes.cannotRun,
  });
});

test('one of somebody else is refused, also behind a link of ours, and no record of a lab is believed there', async () => {
  const nobody = 65534;
  await expect(refuseForeign(folder, nobody)).rejects.toThrow(/belongs to user \d+, not to user 65534 who runs this/);
  // The first folder on the way is root's, who is somebody else here, unless this is root.
  await symlink(process.getuid?.() === 0 ? folder : '/', join(folder, 'link'));
  await expect(refuseForeign(join(folder, 'link'), nobody)).rejects.toThrow('belongs to user');
  await chmod(folder, 0o777);
  await expect(findLabs(folder)).rejects.toThrow('may write to');
});

test('one that everybody could put another in the place of is refused; in a folder as /tmp nobody can', async () => {
  await mkdir(join(folder, 'open/own'), { recursive: true, mode: 0o700 });
  await chmod(join(folder, 'open'), 0o777);
  await expect(ensureFolder(join(folder, 'open/own'))).rejects.toThrow(`${join(folder, 'open')} is open to all`);
  await chmod(join(folder, 'open'), 0o1777);
  expect(await ensureFolder(join(folder, 'open/own'))).toBe(join(folder, 'open/own'));
});
