import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findNative } from './native.ts';

const before = process.env.DOCKER_HOST;
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'native-'));
});
afterEach(async () => {
  if (before === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = before;
  await rm(folder, { recursive: true });
});

/** What `findNative` asks of an engine that answers like this, and finds. */
async function findOn(answers: { [path: string]: [status: number, body: unknown] }) {
  const asked: string[] = [];
  const server = createServer(({ method, url = '' }, answer) => {
    asked.push(`${method} ${url}`);
    const [status, body] = answers[url.split('?')[0] ?? ''] ?? [404, { message: 'page not found' }];
    answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 'docker.sock'), resolve));
  try {
    process.env.DOCKER_HOST = `unix://${join(folder, 'docker.sock')}`;
    return { asked, finding: await findNative(() => {}) };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a rootless engine is told from what it says of itself, before anything is started on it', async () => {
  const { asked, finding } = await findOn({
    '/_ping': [200, 'OK'],
    '/info': [200, { OSType: 'linux', SecurityOptions: ['name=seccomp,profile=builtin', 'name=rootless'] }],
    '/version': [200, { Components: [{ Name: 'Engine' }] }],
  });
  expect(finding).toMatchObject({ usable: false, why: expect.stringContaining('rootless') });
  expect(asked.filter((line) => !line.startsWith('GET'))).toEqual([]);
});

test('an engine that refuses the privileged container is no engine to use, and the way to see why is told', async () => {
  const { finding } = await findOn({
    '/_ping': [200, 'OK'],
    '/info': [200, { OSType: 'linux', SecurityOptions: [] }],
    '/version': [200, { Components: [{ Name: 'Engine' }] }],
    '/images/debian:trixie-slim/json': [200, {}],
    '/containers/create': [403, { message: 'authorization denied by plugin: no privileged containers' }],
  });
  expect(finding).toMatchObject({
    usable: false,
    why: expect.stringContaining('no privileged containers'),
    remedy: expect.stringContaining('docker run --rm --privileged'),
  });
});

test('a socket that is not there is told with its path', async () => {
  process.env.DOCKER_HOST = `unix://${folder}/nowhere.sock`;
  expect(await findNative(() => {})).toMatchObject({
    usable: false,
    why: expect.stringContaining(`no Docker engine answers at unix://${folder}/nowhere.sock`),
    remedy: expect.stringContaining('systemctl start docker'),
  });
});

test('an address that is none is told as such', async () => {
  process.env.DOCKER_HOST = 'tcp://the engine';
  expect(await findNative(() => {})).toMatchObject({ usable: false, why: expect.stringContaining('DOCKER_HOST') });
});
