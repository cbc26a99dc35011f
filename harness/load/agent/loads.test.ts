import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has, type InstalledAgent, installAgent } from './agent-under-test.ts';
import { monotonicMs, pollUntil } from './clock.ts';
import type { LoadOrder, LoadOutcome } from './protocol.ts';
import { startSocketServer } from './real-server-under-test.ts';

let agent: InstalledAgent;
beforeAll(async () => {
  agent = await installAgent();
});
afterAll(() => agent[Symbol.asyncDispose]());

const address = '127.0.0.1';
const order: LoadOrder = {
  id: 1,
  targets: [],
  path: '/100b',
  connectionUse: 'fresh',
  connections: 4,
  countFromMs: 0,
  countUntilMs: 0,
};

async function startLoads() {
  const loads = agent.start('loads', {});
  await loads.line(has('ready'));
  let id = 0;
  return {
    agent: loads,
    async drive(given: Partial<LoadOrder>, durationMs = 600, settleMs = 0): Promise<LoadOutcome> {
      id += 1;
      const mine = id;
      const countFromMs = monotonicMs() + settleMs;
      loads.send({ ...order, countFromMs, countUntilMs: countFromMs + durationMs, ...given, id: mine });
      const reply = await loads.line(
        (line): line is Extract<typeof line, { loaded: number }> => 'loaded' in line && line.loaded === mine,
      );
      if ('error' in reply) throw new Error(reply.error);
      return reply;
    },
  };
}

const body = 'x'.repeat(100);
const head = (extra = '') => `HTTP/1.1 200 OK\r\nX-Real-Server: rs-1\r\n${extra}Content-Length: 100\r\n\r\n`;

/** Answers as httpd does: it closes when it was asked to, and before the client. Tells what it was asked. */
async function startPages() {
  const seen = {
    connections: 0,
    requests: 0,
    requestedMs: [] as number[],
    paths: new Set<string>(),
    ports: new Set<number>(),
  };
  const server = await startSocketServer((socket) => {
    seen.connections += 1;
    // Of one that was reset meanwhile it is not known.
    seen.ports.add(socket.remotePort ?? -seen.connections);
    socket.on('data', (data: Buffer) => {
      seen.requests += 1;
      seen.requestedMs.push(monotonicMs());
      const text = data.toString();
      seen.paths.add(text.split(' ')[1] ?? '');
      if (/connection: close/i.test(text)) socket.end(head('Connection: close\r\n') + body);
      else socket.write(head() + body);
    });
  });
  return Object.assign(server, { seen });
}

describe.concurrent('loads', () => {
  it('fresh: a connection for each request, evenly to all targets, each from a port of its own', async () => {
    await using one = await startPages();
    await using other = await startPages();
    const loads = await startLoads();
    const targets = [one, other].map(({ port }) => ({ address, port }));
    const { throughput, answeredBytes, failures } = await loads.drive({ targets });
    expect(throughput).toMatchObject({ connections: 4, errors: 0, non2xx: 0 });
    expect(failures).toEqual({});
    // Some, however busy the machine is.
    expect(throughput.responses).toBeGreaterThan(4);
    expect(throughput.durationMs).toBeGreaterThan(390);
    expect(throughput.latencyMs.p50).toBeGreaterThan(0);
    expect(throughput.latencyMs.max).toBeLessThan(throughput.durationMs);
    expect(answeredBytes).toBe(throughput.responses * (head('Connection: close\r\n').length + 100));
    const endMs = throughput.startedAtMs + throughput.durationMs;
    const requested = [one, other].flatMap(({ seen }) => seen.requestedMs);
    // In a closed loop all but 4 that were asked have been answered; what was under way at the end is not counted.
    expect(throughput.responses).toBeGreaterThanOrEqual(requested.filter((atMs) => atMs < endMs).length - 4);
    expect(throughput.responses).toBeLessThanOrEqual(requested.length);
    // In turn; of those under way at the end not all need have come.
    expect(Math.abs(one.seen.requests - other.seen.requests)).toBeLessThanOrEqual(1 + 4);
    for (const { seen } of [one, other]) {
      expect(seen.ports.size).toBe(seen.connections);
      expect(seen.connections).toBeLessThanOrEqual(seen.requests + 4);
      expect([...seen.paths]).toEqual(['/100b']);
      // Nothing stays open.
      expect(await pollUntil(() => server(one) + server(other) === 0, monotonicMs() + 5000)).toBe(true);
    }
    await loads.agent.end();
  });

  it('kept: the connections are shared out among the targets, and kept', async () => {
    await using one = await startPages();
    await using other = await startPages();
    await using third = await startPages();
    const loads = await startLoads();
    const targets = [one, other, third].map(({ port }) => ({ address, port }));
    const { throughput, answeredBytes } = await loads.drive({ targets, connectionUse: 'kept' });
    expect(throughput).toMatchObject({ connections: 4, errors: 0 });
    expect([one, other, third].map(({ seen }) => seen.connections)).toEqual([2, 1, 1]);
    // Some, however busy the machine is.
    expect(throughput.responses).toBeGreaterThan(4);
    expect(answeredBytes).toBe(throughput.responses * (head().length + 100));
    await loads.agent.end();
  });

  it('goes on with the next order in the same process, and never with the ports of the last', async () => {
    await using pages = await startPages();
    const loads = await startLoads();
    const targets = [{ address, port: pages.port }];
    const first = await loads.drive({ targets }, 300);
    const second = await loads.drive({ targets }, 300);
    expect(first.throughput.responses + second.throughput.responses).toBeGreaterThan(4);
    expect(pages.seen.ports.size).toBe(pages.seen.connections);
    await loads.agent.end();
  });

  it('counts nothing before the load has settled, and everything until the end', async () => {
    await using pages = await startPages();
    const loads = await startLoads();
    for (const connectionUse of ['fresh', 'kept'] as const) {
      const before = pages.seen.requests;
      const asked = () => pages.seen.requestedMs.slice(before);
      const { throughput } = await loads.drive({ targets: [{ address, port: pages.port }], connectionUse }, 300, 600);
      const until = (endMs: number) => asked().filter((atMs) => atMs < endMs).length;
      const settling = until(throughput.startedAtMs);
      // Of what was asked before an instant, all but the 4 under way were answered before it: a closed loop.
      expect(settling).toBeGreaterThan(4);
      expect(throughput.responses).toBeLessThanOrEqual(asked().length - settling + 4);
      const counted = until(throughput.startedAtMs + throughput.durationMs) - settling;
      expect(throughput.responses).toBeGreaterThanOrEqual(counted - 4);
      expect(throughput.responses).toBeGreaterThan(0);
      expect(throughput.durationMs).toBeCloseTo(300, 1);
    }
    await loads.agent.end();
  });

  it('classifies requests that fail, and does not ask in a busy loop', async () => {
    const closed = createServer().listen(0, address);
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as { port: number };
    await new Promise((resolve) => closed.close(resolve));
    const loads = await startLoads();
    const refused = await loads.drive({ targets: [{ address, port }] });
    expect(Object.keys(refused.failures)).toEqual(['refused']);
    expect(refused.throughput.errors).toBe(refused.failures.refused);
    expect(refused.throughput.errors).toBeLessThanOrEqual(4 * (600 / 20 + 2));
    expect(refused.throughput.responses).toBe(0);

    await using odd = await startSocketServer((socket) => socket.end('220 mail\r\n\r\n'));
    await using cut = await startSocketServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const answers = await loads.drive({ targets: [odd, cut].map((server) => ({ address, port: server.port })) });
    expect(Object.keys(answers.failures).sort()).toEqual(['reset', 'wrong-answer']);
    await loads.agent.end();
  });

  it.each(['kept', 'fresh'] as const)(
    '%s: requests that nobody answers all through the load are failures',
    async (connectionUse) => {
      let accepted = 0;
      await using server = await startSocketServer((socket) => {
        accepted += 1;
        if (connectionUse === 'fresh' ? accepted > 11 : accepted % 12 === 0) {
          socket.on('data', () => socket.write(head() + body));
        }
      });
      const loads = await startLoads();
      const targets = [{ address, port: server.port }];
      const { throughput, failures } = await loads.drive({ targets, connectionUse, connections: 12 }, 300, 300);
      expect(failures).toEqual({ unanswered: 11 });
      expect(throughput.errors).toBe(11);
      expect(throughput.responses).toBeGreaterThan(0);
      await loads.agent.end();
    },
  );

  it('slow answers are no failures: what is open at the end and younger than the counted span is left out', async () => {
    await using server = await startSocketServer((socket) => {
      socket.on('data', () => setTimeout(() => socket.write(head() + body), 250));
    });
    const loads = await startLoads();
    const targets = [{ address, port: server.port }];
    for (const connectionUse of ['kept', 'fresh'] as const) {
      const { failures, throughput } = await loads.drive({ targets, connectionUse }, 600, 300);
      expect(failures).toEqual({});
      expect(throughput.responses).toBeGreaterThan(0);
    }
    await loads.agent.end();
  });

  it('counts answers that are no success apart', async () => {
    await using server = await startSocketServer((socket) => {
      socket.on('data', () => socket.end('HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'));
    });
    const loads = await startLoads();
    const { throughput } = await loads.drive({ targets: [{ address, port: server.port }] });
    expect(throughput.non2xx).toBeGreaterThan(0);
    expect(throughput).toMatchObject({ responses: throughput.non2xx, latencyMs: { p50: 0, max: 0 } });
    await loads.agent.end();
  });

  it('says what is wrong with an order, and goes on', async () => {
    await using pages = await startPages();
    const loads = await startLoads();
    await expect(loads.drive({ targets: [], connections: 0 })).rejects.toThrow(/`targets`.*\n.*`connections`/);
    const targets = [{ address, port: pages.port }];
    await expect(loads.drive({ targets, countUntilMs: 1 })).rejects.toThrow('it would be counted for -');
    const { throughput } = await loads.drive({ targets });
    expect(throughput.responses).toBeGreaterThan(0);
    await loads.agent.end();
  });

  it('ends early, without a result, when its input ends', async () => {
    await using pages = await startPages();
    const loads = await startLoads();
    const targets = [{ address, port: pages.port }];
    for (const connectionUse of ['fresh', 'kept'] as const) {
      loads.agent.send({ ...order, targets, connectionUse, countUntilMs: monotonicMs() + 60_000 });
    }
    expect(await pollUntil(() => pages.seen.requests > 10, monotonicMs() + 5000)).toBe(true);
    expect(await loads.agent.end()).toMatchObject({ exitCode: 0 });
    expect(loads.agent.lines.filter((line) => 'loaded' in line)).toEqual([]);
  });
});

function server({ sockets }: { sockets: Set<unknown> }): number {
  return sockets.size;
}
