import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startPackageProxy } from './package-proxy.ts';

async function ask(socketPath: string, method: string, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, method, path, headers: { host: 'packages.example' } }, (answer) => {
      let body = '';
      answer.on('data', (data) => {
        body += data;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('hands on a package, says what it refuses and what it cannot reach', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lvs-drill-proxy-'));
  const upstream = createServer((incoming, answer) => answer.end(`package ${incoming.url}`));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const address = upstream.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const socket = join(folder, 'proxy');
  {
    await using _proxy = await startPackageProxy(socket);
    expect(await ask(socket, 'GET', `http://127.0.0.1:${address.port}/pool/a.deb`)).toEqual({
      status: 200,
      body: 'package /pool/a.deb',
    });
    expect((await ask(socket, 'POST', `http://127.0.0.1:${address.port}/`)).status).toBe(405);
    upstream.close();
    upstream.closeAllConnections();
    const unreachable = await ask(socket, 'GET', `http://127.0.0.1:${address.port}/`);
    expect(unreachable.status).toBe(502);
    expect(unreachable.body).toContain('could not be reached');
  }
  await expect(ask(socket, 'GET', 'http://127.0.0.1/')).rejects.toThrow();
  await rm(folder, { recursive: true });
});
