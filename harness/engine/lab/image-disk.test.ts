import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeOldDisks } from './image-disk.ts';

test('the two disks of a root file system that were used last are kept, and everything that is none of its disks', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'lvs-drill-image-disk-'));
  const disks = { 'images-r1-b': 1, 'images-r1-c': 4, 'images-r1-a': 2, 'images-r1-d': 3, 'images-r2-a': 1 };
  for (const [name, ageOrder] of Object.entries({ ...disks, 'images-r1-e.5f.b_1_2_3': 0 })) {
    await mkdir(join(cache, name));
    await writeFile(join(cache, name, 'disk.img'), '');
    await utimes(join(cache, name), ageOrder, ageOrder);
  }
  await mkdir(join(cache, 'labs'));
  await removeOldDisks(cache, 'images-r1-');
  expect((await readdir(cache)).sort()).toEqual([
    'images-r1-c',
    'images-r1-d',
    'images-r1-e.5f.b_1_2_3',
    'images-r2-a',
    'labs',
  ]);
  await rm(cache, { recursive: true });
});

test('a disk that was used a minute ago stays: somebody may be about to boot from it', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'lvs-drill-image-disk-'));
  for (const [name, minutesAgo] of Object.entries({
    'images-r1-a': 20,
    'images-r1-b': 3,
    'images-r1-c': 2,
    'images-r1-d': 1,
  })) {
    await mkdir(join(cache, name));
    await writeFile(join(cache, name, 'disk.img'), '');
    const used = new Date(Date.now() - minutesAgo * 60_000);
    await utimes(join(cache, name), used, used);
  }
  await removeOldDisks(cache, 'images-r1-');
  expect((await readdir(cache)).sort()).toEqual(['images-r1-b', 'images-r1-c', 'images-r1-d']);
  await rm(cache, { recursive: true });
});
