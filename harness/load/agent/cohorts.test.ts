import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CohortValue } from '../../model.ts';
import { type AgentUnderTest, has, type InstalledAgent, installAgent, isSeries } from './agent-under-test.ts';
import { monotonicMs, pollUntil } from './clock.ts';
import type { AgentLine, TriedLine } from './protocol.ts';
import { startSocketServer } from './real-server-under-test.ts';

let agent: InstalledAgent;
beforeAll(async () => {
  agent = await installAgent();
});
afterAll(() => agent[Symbol.asyncDispose]());

const sources = ['127.0.0.1', '127.0.0.2'];

/** A real server that answers whole requests, and remembers in how many parts each socket sent them. */
async function startServer() {
  const parts = new Map<Socket, number>();
  let silent = false;
  const server = await startSocketServer((socket) => {
    let text = '';
    parts.set(socket, 0);
    socket.on('data', (chunk) => {
      parts.set(socket, (parts.get(socket) ?? 0) + 1);
      text += chunk.toString();
      if (silent || !text.endsWith('\r\n\r\n')) return;
      text = '';
      socket.write('HTTP/1.1 200 OK\r\nX-Real-Server: rs-1\r\nContent-Length: 5\r\n\r\nrs-1\n');
    });
  });
  return {
    ...server,
    parts: () => [...parts.values()],
    keepSilent: () => {
      silent = true;
    },
  };
}

interface Wanted {
  packets: number;
  ageMs: number;
  count: number;
}

const startCohorts = (port: number, ...cohorts: Wanted[]) =>
  agent.start('cohorts', { vip: '127.0.0.1', port, sources, cohorts });

const at = (stage: CohortValue['stage'], watched: AgentUnderTest) =>
  watched.lines.filter(isSeries('cohort')).filter(({ value }) => value.stage === stage);

/** Waits until so many connections have got to a stage. */
async function reached(watched: AgentUnderTest, stage: CohortValue['stage'], count: number) {
  expect(await pollUntil(() => at(stage, watched).length >= count, monotonicMs() + 5000)).toBe(true);
  return at(stage, watched).map(({ value }) => value);
}

/** Has the cohorts made and waits for that. */
async function make(watched: AgentUnderTest, inMs: number, count: number) {
  await watched.line(has('ready'));
  const dueMs = monotonicMs() + inMs;
  watched.send({ dueMs });
  return reached(watched, 'made', count);
}

describe.concurrent('cohorts', () => {
  it('makes connections of their ages, with as many segments as packets after the handshake', async () => {
    await using server = await startServer();
    const watched = startCohorts(
      server.port,
      { packets: 2, ageMs: 1000, count: 2 },
      { packets: 3, ageMs: 1200, count: 1 },
      { packets: 20, ageMs: 1100, count: 1 },
    );
    const made = await make(watched, 1900, 4);
    expect(made.map(({ outcome }) => outcome)).toEqual(['alive', 'alive', 'alive', 'alive']);
    const of = (packets: number) => made.filter((value) => value.packets === packets);
    expect(of(2).map(({ realServer }) => realServer)).toEqual([null, null]);
    expect([...of(3), ...of(20)].map(({ realServer }) => realServer)).toEqual(['rs-1', 'rs-1']);
    for (const [packets, ageMs] of [
      [2, 1000],
      [3, 1200],
      [20, 1100],
    ] as const) {
      for (const one of of(packets)) {
        // A timer is never early; how late it is, is up to this machine.
        expect(one.ageMs).toBeLessThan(ageMs + 6);
        expect(one.ageMs).toBeGreaterThan(0);
      }
    }
    expect(await pollUntil(() => server.parts().length === 4, monotonicMs() + 5000)).toBe(true);
    const parts = server.parts().sort((a, b) => a - b);
    expect(parts.slice(0, 3)).toEqual([0, 0, 1]);
    // Each write goes out as a segment of its own, but a server that is late reads several at once.
    expect(parts[3]).toBeGreaterThanOrEqual(1);
    expect(parts[3]).toBeLessThanOrEqual(18);
    expect(new Set(made.map(({ connection }) => connection)).size).toBe(4);
    expect(new Set(made.map(({ source }) => source))).toEqual(new Set(sources));
    expect(await watched.end()).toEqual({ exitCode: 0, stderr: '' });
  });

  it('tries them after the fault, and those that live once more after the way back', async () => {
    await using server = await startServer();
    const watched = startCohorts(
      server.port,
      { packets: 2, ageMs: 1000, count: 1 },
      { packets: 3, ageMs: 1000, count: 2 },
    );
    await make(watched, 1600, 3);
    watched.send({ try: 'failover' });
    await watched.line(has('tried'));
    const tried = at('failover', watched).map(({ value }) => value);
    expect(tried.map(({ outcome, realServer }) => [outcome, realServer])).toEqual(Array(3).fill(['alive', 'rs-1']));

    const [victim] = server.sockets;
    victim?.resetAndDestroy();
    await pollUntil(() => server.sockets.size === 2, monotonicMs() + 2000);
    watched.send({ try: 'reversion' });
    const back = await reached(watched, 'reversion', 3);
    expect(back.map(({ outcome }) => outcome).sort()).toEqual(['alive', 'alive', 'reset']);

    watched.send({ try: 'reversion' });
    await reached(watched, 'reversion', 5);
    await watched.end();
    expect(at('reversion', watched)).toHaveLength(5);
  });

  it.each<[CohortValue['outcome'], (socket: Socket) => void]>([
    ['reset', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['closed', (socket) => socket.once('data', () => socket.end())],
    ['timeout', (socket) => socket.removeAllListeners('data').resume()],
    ['failed', (socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n\r\n'))],
  ])('calls %s what it is', async (outcome, harm) => {
    await using server = await startServer();
    const watched = startCohorts(server.port, { packets: 2, ageMs: 1000, count: 1 });
    await make(watched, 1600, 1);
    for (const socket of server.sockets) harm(socket.removeAllListeners('data'));
    watched.send({ try: 'failover' });
    await watched.line(has('tried'));
    expect(at('failover', watched).map(({ value }) => value.outcome)).toEqual([outcome]);
    watched.send({ try: 'reversion' });
    await watched.line((line: AgentLine): line is TriedLine => 'tried' in line && line.tried === 'reversion');
    expect(at('reversion', watched)).toEqual([]);
    await watched.end();
  });

  it('does not try what was not made in time', async () => {
    await using server = await startServer();
    server.keepSilent();
    const watched = startCohorts(server.port, { packets: 3, ageMs: 1000, count: 2 });
    const made = await make(watched, 1600, 2);
    expect(made.map(({ outcome }) => outcome)).toEqual(['timeout', 'timeout']);
    watched.send({ try: 'failover' });
    await watched.line(has('tried'));
    expect(at('failover', watched)).toEqual([]);
    await watched.end();
  });

  it('makes new ones for the next fault, and resets the old ones', async () => {
    await using server = await startServer();
    const watched = startCohorts(server.port, { packets: 3, ageMs: 1000, count: 3 });
    await make(watched, 1600, 3);
    await make(watched, 1600, 6);
    expect(await pollUntil(() => server.sockets.size === 3, monotonicMs() + 2000)).toBe(true);
    const numbers = at('made', watched).map(({ value }) => value.connection);
    expect(new Set(numbers).size).toBe(6);
    watched.send({ try: 'failover' });
    const tried = await reached(watched, 'failover', 3);
    expect(tried.map(({ connection }) => connection).sort()).toEqual(numbers.slice(3).sort());
    await watched.end();
  });

  it('does not blame the cluster for its own machine', async () => {
    await using server = await startServer();
    // TEST-NET-3 (RFC 5737): no address of this machine.
    const options = { vip: '127.0.0.1', port: server.port, sources: ['203.0.113.9'] };
    const watched = agent.start('cohorts', { ...options, cohorts: [{ packets: 2, ageMs: 0, count: 1 }] });
    await make(watched, 300, 1);
    const { trouble } = await watched.line(has('trouble'));
    expect(trouble).toMatch(/203\.0\.113\.9.*EADDRNOTAVAIL/);
    await watched.end();
  });

  it('refuses what it cannot understand', async () => {
    const { exitCode, stderr } = await agent.start('cohorts', {
      vip: '127.0.0.1',
      port: 80,
      sources,
      cohorts: [{ packets: 1, ageMs: 0, count: 1 }],
    }).ended;
    expect(exitCode).toBe(64);
    expect(stderr).toMatch(/`cohorts` option to be a list of at least one of `packets` \(a whole number from 2/);
    const watched = startCohorts(80, { packets: 2, ageMs: 0, count: 1 });
    watched.send({ try: 'restoration' });
    const { trouble } = await watched.line(has('trouble'));
    expect(trouble).toMatch(/expected `dueMs` .* or `try`/);
    await watched.end();
  });
});
