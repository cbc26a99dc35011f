import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startRelay } from './relay.ts';

test('an answer that comes long after the client ended its side still arrives whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lvs-drill-relay-'));
  const path = join(folder, 'socket');
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let heard = '';
    socket.on('data', (data) => {
      heard += data;
    });
    socket.on('end', async () => {
      await after(800);
      socket.end(`heard ${heard}, ${'x'.repeat(300_000)}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const relay = await startRelay({ path }, { host: '127.0.0.1', port: address.port });
  const answer = await new Promise<string>((resolve, reject) => {
    const client = connect({ path, allowHalfOpen: true }, () => client.end('ping'));
    let text = '';
    client.on('data', (data) => {
      text += data;
    });
    client.on('end', () => resolve(text));
    client.on('error', reject);
  });
  expect(answer).toBe(`heard ping, ${'x'.repeat(300_000)}`);
  relay.close();
  server.close();
  await rm(folder, { recursive: true });
});

test('a client of a dead target is cut off instead of left waiting', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lvs-drill-relay-'));
  const path = join(folder, 'socket');
  const relay = await startRelay({ path }, { path: join(folder, 'nobody') });
  const closed = await new Promise<boolean>((resolve) => {
    const client = connect({ path, allowHalfOpen: true });
    client.on('end', () => resolve(true));
    client.on('error', () => resolve(true));
    client.resume();
  });
  expect(closed).toBe(true);
  relay.close();
  await rm(folder, { recursive: true });
});
