import type { Socket } from 'node:net';
import autocannon from 'autocannon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Throughput } from '../../model.ts';
import { has, type InstalledAgent, installAgent } from './agent-under-test.ts';
import { monotonicMs, pollUntil } from './clock.ts';
import { answer, startSocketServer } from './real-server-under-test.ts';

let agent: InstalledAgent;
beforeAll(async () => {
  agent = await installAgent();
});
afterAll(() => agent[Symbol.asyncDispose]());

async function loadOn(port: number, durationMs: number): Promise<Throughput> {
  const load = agent.start('load', { url: `http://127.0.0.1:${port}/`, connections: 2, durationMs });
  const { throughput } = await load.line(has('throughput'));
  expect(await load.ended).toMatchObject({ exitCode: 0 });
  return throughput;
}

const untilMs = (atMs: number) => pollUntil(() => false, atMs);

describe.concurrent('throughput', () => {
  it('measures throughput on a healthy server', async () => {
    const askedMs: number[] = [];
    await using server = await startSocketServer((socket) => {
      const head = 'HTTP/1.1 200 OK\r\nX-Real-Server: rs-1\r\nContent-Length: 0\r\n\r\n';
      socket.on('data', () => {
        askedMs.push(monotonicMs());
        setTimeout(() => socket.write(head), 5);
      });
    });
    const throughput = await loadOn(server.port, 500);
    expect(throughput).toMatchObject({ connections: 2, errors: 0, non2xx: 0 });
    // In a closed loop every request but the first of a connection tells that the one before it was answered.
    const endMs = throughput.startedAtMs + throughput.durationMs;
    expect(throughput.responses).toBeGreaterThanOrEqual(askedMs.filter((atMs) => atMs < endMs).length - 2);
    expect(throughput.responses).toBeLessThanOrEqual(askedMs.length);
    expect(throughput.responses).toBeGreaterThan(0);
    expect(throughput.requestsPerSecond).toBeCloseTo((throughput.responses / throughput.durationMs) * 1000, 0);
    expect(throughput.durationMs).toBeGreaterThanOrEqual(490);
    expect(throughput.latencyMs.p50).toBeGreaterThan(4);
    expect(throughput.latencyMs.p99).toBeLessThanOrEqual(throughput.latencyMs.max);
  });

  it('counts answers that are no success, and leaves them out of the latencies', async () => {
    await using server = await startSocketServer((socket) => answer(socket, ['HTTP/1.1 503 Service Unavailable']));
    const throughput = await loadOn(server.port, 1000);
    expect(throughput.responses).toBeGreaterThan(0);
    expect(throughput).toMatchObject({ non2xx: throughput.responses, latencyMs: { p50: 0, max: 0 } });
  });

  it('counts requests that nobody answers', async () => {
    await using server = await startSocketServer((socket) => socket.resume());
    const throughput = await loadOn(server.port, 2500);
    expect(throughput.responses).toBe(0);
    // Given up after a second each, one after the other on 2 connections.
    expect(throughput.errors).toBeGreaterThanOrEqual(2);
    expect(throughput.errors).toBeLessThanOrEqual(4);
  });

  it('counts what nobody answered also where the load ends before it would be given up', async () => {
    await using server = await startSocketServer((socket) => socket.resume());
    expect(await loadOn(server.port, 300)).toMatchObject({ responses: 0, errors: 2 });
  });

  it('ends early, without a result, when its input ends', async () => {
    await using server = await startSocketServer((socket) => socket.resume());
    const load = agent.start('load', { url: `http://127.0.0.1:${server.port}/`, connections: 2, durationMs: 60_000 });
    expect(await pollUntil(() => server.sockets.size === 2, monotonicMs() + 5000)).toBe(true);
    expect(await load.end()).toMatchObject({ exitCode: 0 });
    expect(load.lines).toEqual([]);
  });

  it('survives the death of the server, which plain autocannon does not', async () => {
    const outageMs = 400;
    let answered = 0;
    const answerAll = (socket: Socket) => {
      answer(socket, ['HTTP/1.1 200 OK']);
      socket.on('data', () => {
        answered += 1;
      });
    };
    const hasAnswered = (more: number) => {
      const least = answered + more;
      return pollUntil(() => answered >= least, monotonicMs() + 5000);
    };
    const first = await startSocketServer(answerAll);
    const { port } = first;
    const plain = { errors: 0, maxLatencyMs: 0 };
    const instance = autocannon(
      { url: `http://127.0.0.1:${port}/`, connections: 1, duration: 60, sampleInt: 100 },
      () => {},
    );
    instance.on('reqError', () => plain.errors++);
    instance.on('response', (_client, _status, _bytes, latencyMs) => {
      plain.maxLatencyMs = Math.max(plain.maxLatencyMs, latencyMs);
    });
    const plainDone = new Promise((resolve) => instance.once('done', resolve));
    const repaired = loadOn(port, 2500);
    expect(await pollUntil(() => first.sockets.size === 3, monotonicMs() + 5000)).toBe(true);
    expect(await hasAnswered(20)).toBe(true);
    const dyingMs = monotonicMs();
    await first[Symbol.asyncDispose]();
    const deadMs = monotonicMs();
    await untilMs(deadMs + outageMs);
    const silentMs = monotonicMs() - deadMs;
    await using second = await startSocketServer(answerAll, port);
    expect(await pollUntil(() => second.sockets.size === 3, monotonicMs() + 5000)).toBe(true);
    const downMs = monotonicMs() - dyingMs;
    expect(await hasAnswered(20)).toBe(true);
    const { errors, responses, latencyMs } = await repaired;
    instance.stop();
    await plainDone;

    // 2 connections, each cut off once, that try every 20 ms; a timer may be 1 ms early.
    const mostErrors = 2 * (downMs / 19 + 2);
    expect(errors).toBeGreaterThan(2);
    expect(errors).toBeLessThanOrEqual(mostErrors);
    expect(responses).toBeGreaterThan(0);
    // An answer that is taken for that of a request from before the outage would be at least so late.
    expect(latencyMs.max).toBeLessThan(silentMs);
    // What the repair is for: the day that this fails, autocannon has learned it and the repair can go.
    expect(plain.errors).toBeGreaterThan(mostErrors);
    expect(plain.maxLatencyMs).toBeGreaterThanOrEqual(outageMs / 2);
  });
});
