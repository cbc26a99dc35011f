import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import { expect, test } from 'vitest';
import { dockerAt } from './engine/docker-at.ts';
import { exitCodes } from './errors.ts';

const deadlineMs = 200;

async function withEngine(answer: RequestListener, work: (docker: Dockerode) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'answer-deadline-'));
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(join(folder, 'docker.sock'), resolve));
  try {
    await work(dockerAt(join(folder, 'docker.sock'), deadlineMs));
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  }
}

// Catches: a run that waits for ever because somebody killed its container at a bad moment.
test('a request that is never answered ends with a sentence that names it', async () => {
  await withEngine(
    () => {},
    async (docker) => {
      await expect(docker.listContainers({ all: true })).rejects.toMatchObject({
        message: 'The Docker engine has not answered within 0.2 s (GET /containers/json).',
        exitCode: exitCodes.cannotRun,
        remedy: expect.stringContaining('Restart it'),
      });
    },
  );
});

// Catches: logs and commands that are cut off because they are silent for a while.
test('what has been answered lasts as long as it lasts', async () => {
  await withEngine(
    async (_request, answer) => {
      answer.write('early ');
      await sleep(2 * deadlineMs);
      answer.end('late');
    },
    async (docker) => {
      const logs = await docker.getContainer('abc').logs({ follow: true, stdout: true });
      expect(await text(logs)).toBe('early late');
    },
  );
});

test('nobody hurries a container that is waited for', async () => {
  await withEngine(
    async (_request, answer) => {
      await sleep(2 * deadlineMs);
      answer.end('{"StatusCode":7}');
    },
    async (docker) => {
      expect(await docker.getContainer('abc').wait()).toEqual({ StatusCode: 7 });
    },
  );
});

test('who gives a request up itself is told what it is used to, and an engine’s refusal stays one', async () => {
  await withEngine(
    () => {},
    async (docker) => {
      const listing = docker.listContainers({ abortSignal: AbortSignal.timeout(20) });
      await expect(listing).rejects.toMatchObject({ name: 'AbortError' });
    },
  );
  await withEngine(
    (_request, answer) =>
      answer.writeHead(404, { 'Content-Type': 'application/json' }).end('{"message":"no such one"}'),
    async (docker) => {
      await expect(docker.getContainer('abc').inspect()).rejects.toMatchObject({ statusCode: 404 });
    },
  );
});
