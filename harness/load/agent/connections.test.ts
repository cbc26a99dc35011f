import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AgentUnderTest, has, type InstalledAgent, installAgent, isSeries } from './agent-under-test.ts';
import { monotonicMs, pollUntil } from './clock.ts';
import type { AgentLine, AgentObservation } from './protocol.ts';
import { answer, startSocketServer } from './real-server-under-test.ts';

let agent: InstalledAgent;
beforeAll(async () => {
  agent = await installAgent();
});
afterAll(() => agent[Symbol.asyncDispose]());

const good = ['HTTP/1.1 200 OK', 'X-Real-Server: rs-1'];

function startConnections(port: number, count = 1): AgentUnderTest {
  const options = { vip: '127.0.0.1', port, sources: ['127.0.0.1', '127.0.0.2'], count };
  return agent.start('connections', { ...options, requestIntervalMs: 40, silenceMs: 200 });
}

const event =
  (wanted: Partial<AgentObservation<'connection'>['value']>) =>
  (line: AgentLine): line is AgentObservation<'connection'> =>
    isSeries('connection')(line) &&
    Object.entries(wanted).every(([key, value]) => line.value[key as keyof typeof line.value] === value);

describe.concurrent('connections', () => {
  it('opens as many as asked for, from all sources, and keeps them', async () => {
    let requests = 0;
    await using server = await startSocketServer((socket) => {
      socket.on('data', () => requests++);
      answer(socket, good);
    });
    const connections = startConnections(server.port, 4);
    for (const connection of [1, 2, 3, 4]) {
      const { value } = await connections.line(event({ connection }));
      expect(value).toEqual({
        connection,
        event: 'open',
        source: connection % 2 === 1 ? '127.0.0.1' : '127.0.0.2',
        realServer: 'rs-1',
      });
    }
    expect(await pollUntil(() => requests > 40, monotonicMs() + 5000)).toBe(true);
    expect(server.sockets.size).toBe(4);
    expect(await connections.end()).toEqual({ exitCode: 0, stderr: '' });
    expect(connections.lines.filter(isSeries('connection'))).toHaveLength(4);
  });

  it.each<[string, string, (socket: Socket) => void]>([
    ['reset', 'reset', (socket) => socket.resetAndDestroy()],
    ['closed', 'closed by its peer', (socket) => socket.end()],
    ['timeout', 'silent', (socket) => socket.removeAllListeners('data').resume()],
  ])('reports as lost (%s) a connection that is %s, and opens the next', async (cause, _, harm) => {
    await using server = await startSocketServer((socket) => answer(socket, good));
    const connections = startConnections(server.port);
    await connections.line(event({ connection: 1, event: 'open' }));
    for (const socket of server.sockets) harm(socket);
    const { value } = await connections.line(event({ connection: 1, event: 'lost' }));
    expect(value).toMatchObject({ cause, realServer: 'rs-1' });
    await connections.line(event({ connection: 2, event: 'open' }));
    await connections.end();
  });

  it('is not open before a real server has answered', async () => {
    let dropped = 0;
    await using server = await startSocketServer((socket) => {
      if (dropped++ === 0) socket.resume();
      else answer(socket, good);
    });
    const connections = startConnections(server.port);
    const { value } = await connections.line(event({ connection: 1 }));
    expect(value).toMatchObject({ event: 'open-failed', cause: 'timeout', realServer: null });
    await connections.line(event({ connection: 2, event: 'open' }));
    await connections.end();
  });

  it('reports a refused connection', async () => {
    const server = await startSocketServer(() => {});
    await server[Symbol.asyncDispose]();
    const connections = startConnections(server.port);
    const { value } = await connections.line(isSeries('connection'));
    expect(value).toMatchObject({ connection: 1, event: 'open-failed', cause: 'refused' });
    await connections.end();
  });

  it('says so when the real server keeps no connection open', async () => {
    await using server = await startSocketServer((socket) => answer(socket, [...good, 'Connection: close']));
    const connections = startConnections(server.port);
    await connections.line(event({ connection: 1, event: 'lost', cause: 'closed' }));
    const { trouble } = await connections.line(has('trouble'));
    expect(trouble).toMatch(/announced/);
    await connections.end();
  });

  it('a close that is announced later is a loss, and no trouble', async () => {
    let requests = 0;
    await using server = await startSocketServer((socket) => {
      const headers = [...good];
      socket.on('data', () => {
        requests += 1;
        if (requests === 3) headers.push('Connection: close');
      });
      answer(socket, headers);
    });
    const connections = startConnections(server.port);
    await connections.line(event({ connection: 1, event: 'lost', cause: 'closed' }));
    await connections.line(event({ connection: 2, event: 'open' }));
    expect(connections.lines.some(has('trouble'))).toBe(false);
    await connections.end();
  });
});
