import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identityAsFileName, ownIdentity } from '../../process-identity.ts';
import { type Lab, type LabRecord, labOf } from './boot.ts';
import { findLabs, firstKeptLab, keptLab, sweepDeadLabs } from './labs.ts';

const self = await ownIdentity();
let labs = '';
beforeEach(async () => {
  labs = await mkdtemp(join(tmpdir(), 'lvs-drill-labs-'));
});
afterEach(async () => {
  await rm(labs, { recursive: true });
});

/** A kept, ready lab of this process, and what is different about it. */
async function lab(id: string, different: Partial<LabRecord> = {}): Promise<LabRecord> {
  const folder = join(labs, id);
  const record: LabRecord = {
    id,
    process: self,
    dockerSocket: join(folder, 'docker.sock'),
    packageSocket: join(folder, 'packages.sock'),
    rootFsKey: 'key',
    kept: true,
    ready: true,
    startedAt: `2026-01-01T00:00:00.00${id}Z`,
    ...different,
  };
  await mkdir(folder);
  await writeFile(join(folder, 'lab.json'), JSON.stringify(record));
  return record;
}

const gone = { ...self, startTicks: '1' };
const elsewhere = { ...self, bootId: '0' };

test('only a kept lab that is alive and ready is used', async () => {
  await lab('1', { process: gone });
  await lab('2', { process: elsewhere });
  await lab('3', { ready: false });
  await lab('4', { kept: false });
  expect(await keptLab(labs)).toBeNull();
  await lab('5');
  expect((await keptLab(labs))?.record.id).toBe('5');
});

test('a record that cannot be read is none', async () => {
  for (const [name, text] of Object.entries({ empty: '', half: '{"id": "a', other: '[]' })) {
    await mkdir(join(labs, name));
    await writeFile(join(labs, name, 'lab.json'), text);
  }
  expect(await findLabs(labs)).toEqual([]);
});

test('swept: labs that are gone, with sockets elsewhere, and old folders without a record; nothing else', async () => {
  const sockets = await mkdtemp(join(tmpdir(), 'lvs-drill-sockets-'));
  const [dockerSocket, packageSocket] = [join(sockets, 'docker.sock'), join(sockets, 'packages.sock')];
  await writeFile(dockerSocket, '');
  await lab('1', { process: gone, dockerSocket, packageSocket });
  await lab('2', { process: elsewhere });
  await lab('3');
  await mkdir(join(labs, 'new'));
  await mkdir(join(labs, 'old'));
  const elevenMinutesAgo = new Date(Date.now() - 660_000);
  await utimes(join(labs, 'old'), elevenMinutesAgo, elevenMinutesAgo);
  await utimes(join(labs, '2'), elevenMinutesAgo, elevenMinutesAgo);
  expect(await sweepDeadLabs(labs)).toBe(2);
  expect((await readdir(labs)).sort()).toEqual(['2', '3', 'new']);
  await expect(readdir(sockets)).rejects.toThrow('ENOENT');
});

test('a lab whose folder is being made is none yet, and goes when its maker is gone', async () => {
  const living = `5.0a1b2c3d.${identityAsFileName(self)}`;
  await lab(living);
  await lab(`6.0a1b2c3d.${identityAsFileName(gone)}`);
  expect(await findLabs(labs)).toEqual([]);
  expect(await sweepDeadLabs(labs)).toBe(0);
  expect(await readdir(labs)).toEqual([living]);
});

test('of two kept labs booted at once, the one that was started first stays', async () => {
  const ended: string[] = [];
  const booted = (record: LabRecord): Lab => ({
    ...labOf(record, join(labs, record.id)),
    end: async () => {
      ended.push(record.id);
    },
  });
  const first = booted(await lab('1'));
  const second = booted(await lab('2'));
  expect((await firstKeptLab(labs, first, 1000)).record.id).toBe('1');
  expect(ended).toEqual([]);
  expect((await firstKeptLab(labs, second, 1000)).record.id).toBe('1');
  expect(ended).toEqual(['2']);
});

test('a first lab that dies while it boots is not waited for', async () => {
  await lab('1', { ready: false, process: gone });
  const own = labOf(await lab('2'), join(labs, '2'));
  expect((await firstKeptLab(labs, own, 1000)).record.id).toBe('2');
});
