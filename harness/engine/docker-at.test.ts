import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { dockerAt } from './docker-at.ts';

const before = { ...process.env };
afterEach(() => {
  for (const name of ['DOCKER_HOST', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

test.each([
  ['another machine', { DOCKER_HOST: 'tcp://192.0.2.1:2375' }],
  ['one that is reached by ssh', { DOCKER_HOST: 'ssh://root@192.0.2.1' }],
  ['no address at all', { DOCKER_HOST: 'tcp://' }],
  ['TLS', { DOCKER_HOST: 'tcp://192.0.2.1:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/nowhere' }],
])('the engine behind a socket is the one that is asked when the environment names %s', async (_, environment) => {
  const folder = await mkdtemp(join(tmpdir(), 'docker-at-'));
  const server = createServer((_request, answer) => answer.end('OK'));
  await new Promise<void>((resolve) => server.listen(join(folder, 'docker.sock'), resolve));
  try {
    Object.assign(process.env, environment);
    const docker = dockerAt(join(folder, 'docker.sock'));
    expect(String(await docker.ping())).toBe('OK');
    expect(process.env).toMatchObject(environment);
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
});
