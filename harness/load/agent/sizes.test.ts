import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AgentUnderTest, has, type InstalledAgent, installAgent, isSeries } from './agent-under-test.ts';
import type { AgentLine, DoneLine, SizesOrder } from './protocol.ts';
import { startSocketServer } from './real-server-under-test.ts';

let agent: InstalledAgent;
beforeAll(async () => {
  agent = await installAgent();
});
afterAll(() => agent[Symbol.asyncDispose]());

const sources = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];

/** A real server with a page of 10240 bytes, of which it gives parts; a request longer than its limit it never sees whole. */
async function startServer(limitBytes = Number.POSITIVE_INFINITY, shortBy = 0) {
  const seen = { requests: [] as number[] };
  const server = await startSocketServer((socket: Socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!text.endsWith('\r\n\r\n') || text.length > limitBytes) return;
      const range = /\r\nRange: bytes=0-(\d+)\r\n/.exec(text)?.[1];
      if (range === undefined) seen.requests.push(text.length);
      const body = range === undefined ? 5 : Number(range) + 1;
      const status = range === undefined || body === 10_240 ? '200 OK' : '206 Partial Content';
      const length = range === undefined ? body : body - shortBy;
      socket.end(`HTTP/1.1 ${status}\r\nX-Real-Server: rs-1\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`);
    });
  });
  return { ...server, seen };
}

const start = (port: number, deadlineMs = 2000) =>
  agent.start('sizes', { vip: '127.0.0.1', port, sources, deadlineMs });

/** Gives one order and returns the observations that came until it was done, smallest first. */
async function swept(running: AgentUnderTest, order: Partial<SizesOrder>) {
  const number = order.order ?? 1;
  running.send({ order: number, trial: 3, stage: 'under', requestBytes: [], responseBytes: [], ...order });
  await running.line((line: AgentLine): line is DoneLine => has('done')(line) && line.done === number);
  return running.lines
    .filter(isSeries('sized-request'))
    .map(({ value }) => value)
    .sort((a, b) => a.bytes - b.bytes);
}

describe.concurrent('sizes', () => {
  it('sends requests of exactly these sizes, each on its own connection', async () => {
    await using server = await startServer();
    const running = start(server.port);
    const requestBytes = Array.from({ length: 60 }, (_, index) => 200 + 7 * index);
    const values = await swept(running, { requestBytes });
    expect(server.seen.requests.sort((a, b) => a - b)).toEqual(requestBytes);
    expect(values.map(({ bytes }) => bytes)).toEqual(requestBytes);
    expect(values[0]).toMatchObject({
      trial: 3,
      stage: 'under',
      service: `127.0.0.1:${server.port}`,
      direction: 'request',
      outcome: 'ok',
      realServer: 'rs-1',
    });
    expect(await running.end()).toEqual({ exitCode: 0, stderr: '' });
  });

  it('asks for answers of exactly these sizes, up to the whole page', async () => {
    await using server = await startServer();
    const running = start(server.port);
    const values = await swept(running, { responseBytes: [1, 1400, 10_240], stage: 'before' });
    expect(values.map(({ direction, bytes, outcome, stage }) => [direction, bytes, outcome, stage])).toEqual(
      [1, 1400, 10_240].map((bytes) => ['response', bytes, 'ok', 'before']),
    );
    await running.end();
  });

  it('an answer of another size is none', async () => {
    await using server = await startServer(Number.POSITIVE_INFINITY, 1);
    const running = start(server.port);
    expect((await swept(running, { responseBytes: [500] }))[0]).toMatchObject({ outcome: 'wrong-answer' });
    await running.end();
  });

  it('what does not get through is given up at its deadline, and holds up little of the rest', async () => {
    await using server = await startServer(1428);
    const running = start(server.port, 300);
    const values = await swept(running, { requestBytes: [1427, 1428, 1429, 1430, 1431, 1432, 1433, 1434, 1435, 1436] });
    // One after the other the last of the eight would begin 2.1 s after the first.
    const begunMs = running.lines.filter(isSeries('sized-request')).map(({ at }) => at);
    expect(Math.max(...begunMs) - Math.min(...begunMs)).toBeLessThan(1500);
    expect(values.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', ...Array(8).fill('response-timeout')]);
    expect(values[2]?.latencyMs).toBeGreaterThanOrEqual(299);
    await running.end();
  });

  it('tells a server that refuses from one that is silent', async () => {
    const server = await startServer();
    const { port } = server;
    await server[Symbol.asyncDispose]();
    const running = start(port);
    expect((await swept(running, { requestBytes: [300] }))[0]).toMatchObject({ outcome: 'refused', realServer: null });
    await running.end();
  });

  it('one sweep after the other, and none after it was told to stop', async () => {
    await using server = await startServer(250);
    const running = start(server.port, 60_000);
    await swept(running, { order: 1, requestBytes: [220] });
    running.send({ order: 2, trial: 3, stage: 'after', requestBytes: [300], responseBytes: [] });
    running.send({ order: 3, trial: 3, stage: 'after', requestBytes: [230], responseBytes: [] });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await running.end()).toEqual({ exitCode: 0, stderr: '' });
    expect(server.seen.requests).toEqual([220]);
    expect(running.lines.filter(has('done')).map(({ done }) => done)).toEqual([1]);
  });

  it('says what is wrong with an order', async () => {
    await using server = await startServer();
    const running = start(server.port);
    running.send({ order: 1, trial: 1, stage: 'later', requestBytes: [100], responseBytes: [] });
    const { trouble } = await running.line(has('trouble'));
    expect(trouble).toMatch(/`stage` option to be before or under or after/);
    expect(trouble).toMatch(/`requestBytes` option to be a list of whole numbers from 200 to 10000/);
    await running.end();
  });
});
