import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identityAsFileName, ownIdentity } from '../../process-identity.ts';
import { buildOnce } from './build-once.ts';

let cache = '';
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'lvs-drill-build-once-'));
});
afterEach(async () => {
  await rm(cache, { recursive: true });
});

test('builds when nothing is there, and only then', async () => {
  let builds = 0;
  const build = async (aside: string) => {
    builds += 1;
    await writeFile(join(aside, 'disk'), 'whole');
  };
  await buildOnce(join(cache, 'a'), build);
  await buildOnce(join(cache, 'a'), build);
  expect(builds).toBe(1);
  expect(await readFile(join(cache, 'a/disk'), 'utf8')).toBe('whole');
});

test('a failed build leaves nothing behind', async () => {
  const failed = buildOnce(join(cache, 'a'), async (aside) => {
    await writeFile(join(aside, 'disk'), 'half');
    throw new Error('no space');
  });
  await expect(failed).rejects.toThrow('no space');
  expect(await readdir(cache)).toEqual([]);
});

test('of two racing builds both callers get one whole result', async () => {
  let arrived = 0;
  let release = () => {};
  const both = new Promise<void>((resolve) => {
    release = resolve;
  });
  const racer = (text: string) =>
    buildOnce(join(cache, 'a'), async (aside) => {
      await writeFile(join(aside, 'disk'), text);
      arrived += 1;
      if (arrived === 2) release();
      await both;
    });
  await Promise.all([racer('one'), racer('two')]);
  expect(['one', 'two']).toContain(await readFile(join(cache, 'a/disk'), 'utf8'));
  expect(await readdir(cache)).toEqual(['a']);
});

test('what a dead builder left is swept by the next build, what one elsewhere builds is left alone', async () => {
  const self = await ownIdentity();
  const dead = `a.1.${identityAsFileName({ ...self, startTicks: '1' })}`;
  const alive = `a.2.${identityAsFileName(self)}`;
  const elsewhere = `a.3.${identityAsFileName({ ...self, bootId: '0' })}`;
  for (const name of [dead, alive, elsewhere]) await mkdir(join(cache, name));
  await writeFile(join(cache, dead, 'disk'), 'half');
  await buildOnce(join(cache, 'b'), async () => {});
  expect((await readdir(cache)).sort()).toEqual([alive, elsewhere, 'b']);
});
