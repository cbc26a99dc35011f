import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBaseImage } from './base-image.ts';

let folder = '';
let tarball = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'base-image-'));
  tarball = join(folder, 'base.tar');
  await writeFile(tarball, 'a tarball');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function engine(has: boolean) {
  const done: string[] = [];
  const answer = () => Readable.from(['{"status":"done"}\n']);
  const docker = {
    getImage: () => ({ inspect: () => (has ? Promise.resolve({}) : Promise.reject({ statusCode: 404 })) }),
    pull: async (name: string) => {
      done.push(`pull ${name}`);
      return answer();
    },
    importImage: async (path: string, { repo, tag }: { repo: string; tag: string }) => {
      done.push(`import ${path} as ${repo}:${tag}`);
      return answer();
    },
  };
  return { docker: docker as unknown as Dockerode, done };
}

const log = () => {};

test('a base that is there is used', async () => {
  const { docker, done } = engine(true);
  await ensureBaseImage(docker, { log, baseTarball: tarball });
  expect(done).toEqual([]);
});

test('a base that was made before is imported', async () => {
  const { docker, done } = engine(false);
  await ensureBaseImage(docker, { log, baseTarball: tarball, buildProxy: 'http://198.19.255.1:3128' });
  expect(done).toEqual([`import ${tarball} as debian:trixie-slim`]);
});

test('otherwise an engine with a network of its own asks a registry', async () => {
  const { docker, done } = engine(false);
  await ensureBaseImage(docker, { log });
  expect(done).toEqual(['pull debian:trixie-slim']);
});

test('an engine that cannot be asked is an error, not a missing image', async () => {
  const docker = { getImage: () => ({ inspect: () => Promise.reject(new Error('socket hang up')) }) };
  await expect(ensureBaseImage(docker as unknown as Dockerode, { log })).rejects.toThrow('socket hang up');
});
