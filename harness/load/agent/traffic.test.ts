import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Balance } from '../../model.ts';
import { type AgentUnderTest, has, type InstalledAgent, installAgent, isSeries } from './agent-under-test.ts';
import type { AgentLine, DoneLine } from './protocol.ts';
import { startSocketServer } from './real-server-under-test.ts';

let agent: InstalledAgent;
beforeAll(async () => {
  agent = await installAgent();
});
afterAll(() => agent[Symbol.asyncDispose]());

const good = 'HTTP/1.1 200 OK\r\nX-Real-Server: rs-1\r\nContent-Length: 5\r\n\r\nrs-1\n';

/** A real server that answers every request, and remembers how many connections it had at a time, and who closed first. */
async function startServer(reply: (socket: Socket, requests: number) => void = (socket) => socket.write(good)) {
  let open = 0;
  const seen = { most: 0, clientFirst: 0, requests: 0 };
  const server = await startSocketServer((socket) => {
    let requests = 0;
    open += 1;
    seen.most = Math.max(seen.most, open);
    socket.on('data', () => {
      requests += 1;
      seen.requests += 1;
      reply(socket, requests);
    });
    socket.on('end', () => {
      if (!socket.writableEnded) seen.clientFirst += 1;
    });
    socket.on('close', () => {
      open -= 1;
    });
  });
  return { ...server, seen };
}

const sources = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
const start = () => agent.start('traffic', {});

/** Gives one order and returns the observations that came until it was done, in the order in which they were begun. */
async function ordered(
  running: AgentUnderTest,
  port: number,
  balance: Partial<Balance> & Pick<Balance, 'traffic'>,
  rest: { order?: number; stage?: string; sources?: string[]; deadlineMs?: number; limitMs?: number } = {},
) {
  const order = rest.order ?? 1;
  running.send({
    order,
    trial: 7,
    service: { vip: '127.0.0.1', port },
    sources,
    balance: { connections: 10, concurrency: 4, requestsPerConnection: 1, ...balance },
    deadlineMs: 2000,
    limitMs: 60_000,
    ...rest,
  });
  await running.line((line: AgentLine): line is DoneLine => has('done')(line) && line.done === order);
  return running.lines
    .filter(isSeries('assignment'))
    .map(({ at, value }) => ({ at, ...value }))
    .sort((a, b) => a.connection - b.connection);
}

describe('traffic', () => {
  it('one after the other: each is closed on both sides before the next begins, the client first', async () => {
    await using server = await startServer();
    const running = start();
    const made = await ordered(running, server.port, { traffic: 'sequential' });
    expect(made.map(({ connection }) => connection)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(made.every((one, index) => index === 0 || one.at >= (made[index - 1]?.closedAtMs ?? 0))).toBe(true);
    expect(server.seen).toEqual({ most: 1, clientFirst: 10, requests: 10 });
    expect(made[1]).toMatchObject({
      trial: 7,
      service: `127.0.0.1:${server.port}`,
      source: '127.0.0.2',
      outcome: 'ok',
      realServer: 'rs-1',
      answers: 1,
    });
    expect(made[0]).not.toHaveProperty('stage');
    for (const { at, latencyMs, closing, closedAtMs } of made) {
      expect([at, at + latencyMs, closing?.earliestMs, closing?.latestMs, closedAtMs]).toEqual(
        [at, at + latencyMs, closing?.earliestMs, closing?.latestMs, closedAtMs].sort((a = 0, b = 0) => a - b),
      );
    }
    // Sources in turn, and of each of them no port twice.
    expect(new Set(made.map(({ source, sourcePort }) => `${source}:${sourcePort}`)).size).toBe(10);
    expect((await running.end()).exitCode).toBe(0);
  });

  it('several at a time, never more, each closed after its answer', async () => {
    await using server = await startServer((socket) => setTimeout(() => socket.write(good), 30));
    const running = start();
    const made = await ordered(running, server.port, { traffic: 'concurrent', concurrency: 4 });
    expect(made).toHaveLength(10);
    expect(server.seen).toEqual({ most: 4, clientFirst: 10, requests: 10 });
    await running.end();
  });

  it('held until the last has been answered', async () => {
    await using server = await startServer();
    const running = start();
    const made = await ordered(running, server.port, { traffic: 'held' });
    expect(server.seen).toEqual({ most: 10, clientFirst: 10, requests: 10 });
    const lastAnswerMs = Math.max(...made.map((one) => one.at + one.latencyMs));
    expect(made.every((one) => one.closedAtMs >= lastAnswerMs)).toBe(true);
    // Opened one after the other: none begins before the one before has its answer.
    expect(made.slice(1).every((one, index) => one.at >= (made[index]?.at ?? 0) + (made[index]?.latencyMs ?? 0))).toBe(
      true,
    );
    await running.end();
  });

  it('many requests on few connections', async () => {
    await using server = await startServer();
    const running = start();
    const keepAlive = { traffic: 'keep-alive', connections: 3, concurrency: 3, requestsPerConnection: 20 } as const;
    const made = await ordered(running, server.port, keepAlive);
    expect(made.map(({ answers }) => answers)).toEqual([20, 20, 20]);
    expect(server.seen.requests).toBe(60);
    await running.end();
  });

  it('obeys one order after the other, and begins each with the first source', async () => {
    await using one = await startServer();
    await using two = await startServer((socket) => setTimeout(() => socket.write(good), 50));
    const running = start();
    const mapping = { traffic: 'concurrent', connections: 4, concurrency: 2 } as const;
    const [, all] = await Promise.all([
      ordered(running, two.port, mapping, { order: 1, stage: 'before' }),
      ordered(running, one.port, mapping, { order: 2, stage: 'under' }),
    ]);
    const of = (stage: string) => all.filter((assignment) => assignment.stage === stage);
    expect(of('before').map(({ source }) => source)).toEqual([...sources, '127.0.0.1']);
    expect(of('under').map(({ source }) => source)).toEqual([...sources, '127.0.0.1']);
    expect(Math.max(...of('before').map(({ closedAtMs }) => closedAtMs))).toBeLessThanOrEqual(
      Math.min(...of('under').map(({ at }) => at)),
    );
    expect(new Set(all.map(({ source, sourcePort }) => `${source}:${sourcePort}`)).size).toBe(8);
    await running.end();
  });

  it.each<[string, string, (socket: Socket) => void]>([
    ['a reset', 'reset', (socket) => socket.resetAndDestroy()],
    ['a close without an answer', 'reset', (socket) => socket.end()],
    ['half an answer', 'wrong-answer', (socket) => socket.end(good.slice(0, 40))],
    ['an error', 'wrong-answer', (socket) => socket.write(good.replace('200 OK', '500 No'))],
    ['an answer of nobody', 'wrong-answer', (socket) => socket.write(good.replace('X-Real-Server: rs-1\r\n', ''))],
    ['silence', 'response-timeout', () => {}],
  ])('%s is %s, as the prober has it', async (_, outcome, reply) => {
    await using server = await startServer(reply);
    const running = start();
    const [made] = await ordered(running, server.port, { traffic: 'sequential', connections: 1 }, { deadlineMs: 100 });
    expect(made).toMatchObject({ outcome, answers: 0 });
    expect(made).not.toHaveProperty('closing');
    await running.end();
  });

  it('a connection that breaks later keeps the answers it had', async () => {
    await using server = await startServer((socket, requests) =>
      requests < 3 ? void socket.write(good) : void socket.resetAndDestroy(),
    );
    const running = start();
    const order = { traffic: 'keep-alive', connections: 1, requestsPerConnection: 5 } as const;
    const [made] = await ordered(running, server.port, order);
    expect(made).toMatchObject({ outcome: 'reset', answers: 2, realServer: 'rs-1' });
    await running.end();
  });

  it('a refusal ends a connection that would be held at once', async () => {
    const { port } = await startServer().then(async (server) => {
      await server[Symbol.asyncDispose]();
      return server;
    });
    const running = start();
    const made = await ordered(running, port, { traffic: 'held', connections: 3 });
    expect(made.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused']);
    await running.end();
  });

  it('begins no more connections when its time is over, and says how many there were', async () => {
    await using server = await startServer((socket) => setTimeout(() => socket.write(good), 300));
    const running = start();
    const made = await ordered(running, server.port, { traffic: 'sequential' }, { limitMs: 1000 });
    expect(made.length).toBeGreaterThan(1);
    expect(made.length).toBeLessThan(6);
    expect(running.lines.find(has('done'))).toMatchObject({ begun: made.length });
    await running.end();
  });

  it('says what it could not do, and what it did not understand, and goes on', async () => {
    await using server = await startServer();
    const running = start();
    running.send({ order: 1, trial: 1 });
    const two = { traffic: 'sequential', connections: 2 } as const;
    const made = await ordered(running, server.port, two, { sources: ['192.0.2.1'] });
    expect(made).toEqual([]);
    const troubles = running.lines.filter(has('trouble')).map(({ trouble }) => trouble);
    expect(troubles.some((one) => one.startsWith('an order could not be understood: expected `vip`'))).toBe(true);
    expect(troubles.some((one) => one.startsWith('a connection from 192.0.2.1 could not be made'))).toBe(true);
    await running.end();
  });

  it('ends in the middle of an order when it is told to', async () => {
    await using server = await startServer(() => {});
    const running = start();
    running.send({
      order: 1,
      trial: 1,
      service: { vip: '127.0.0.1', port: server.port },
      sources,
      balance: { traffic: 'sequential', connections: 100, concurrency: 1, requestsPerConnection: 1 },
      deadlineMs: 60_000,
      limitMs: 60_000,
    });
    await running.line(has('ready'));
    expect((await running.end()).exitCode).toBe(0);
    expect(running.lines.filter(has('done'))).toEqual([]);
  });
});
