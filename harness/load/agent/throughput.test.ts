import autocannon from 'autocannon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Throughput } from '../../model.ts';
import { has, type InstalledAgent, installAgent } from './agent-under-test.ts';
import { monotonicMs, pollUntil } from './clock.ts';
import { answer, startRealServer, startSocketServer } from './real-server-under-test.ts';

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
    // 5 ms per answer: the most that 2 connections can get is 400 per second.
    await using server = await startSocketServer((socket) => {
      const head = 'HTTP/1.1 200 OK\r\nX-Real-Server: rs-1\r\nContent-Length: 0\r\n\r\n';
      socket.on('data', () => setTimeout(() => socket.write(head), 5));
    });
    const throughput = await loadOn(server.port, 500);
    expect(throughput).toMatchObject({ connections: 2, errors: 0, non2xx: 0 });
    expect(throughput.responses).toBeGreaterThan(50);
    expect(throughput.requestsPerSecond).toBeLessThan(420);
    expect(throughput.requestsPerSecond).toBeCloseTo((throughput.responses / throughput.durationMs) * 1000, 0);
    expect(throughput.durationMs).toBeGreaterThanOrEqual(490);
    expect(throughput.latencyMs.p50).toBeGreaterThan(4);
    expect(throughput.latencyMs.p99).toBeLessThanOrEqual(throughput.latencyMs.max);
  });

  it('counts answers that are no success, and leaves them out of the latencies', async () => {
    await using server = await startSocketServer((socket) => answer(socket, ['HTTP/1.1 503 Service Unavailable']));
    const throughput = await loadOn(server.port, 200);
    expect(throughput.responses).toBeGreaterThan(0);
    expect(throughput).toMatchObject({ non2xx: throughput.responses, latencyMs: { p50: 0, max: 0 } });
  });

  it('counts requests that nobody answers', async () => {
    await using server = await startSocketServer((socket) => socket.resume());
    const throughput = await loadOn(server.port, 1300);
    expect(throughput).toMatchObject({ responses: 0, errors: 2 });
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
    const first = await startRealServer({});
    const { port } = first;
    const plain = { errors: 0, maxLatencyMs: 0 };
    const instance = autocannon(
      { url: `http://127.0.0.1:${port}/`, connections: 1, duration: 1.6, sampleInt: 100 },
      () => {},
    );
    instance.on('reqError', () => plain.errors++);
    instance.on('response', (_client, _status, _bytes, latencyMs) => {
      plain.maxLatencyMs = Math.max(plain.maxLatencyMs, latencyMs);
    });
    const plainDone = new Promise((resolve) => instance.once('done', resolve));
    const repaired = loadOn(port, 1400);
    await untilMs(monotonicMs() + 500);
    await first[Symbol.asyncDispose]();
    await untilMs(monotonicMs() + outageMs);
    await using _second = await startRealServer({ port });
    const { errors, responses, latencyMs } = await repaired;
    await plainDone;

    // 2 connections that try every 20 ms, for the outage and the start of the second server.
    expect(errors).toBeGreaterThan(2);
    expect(errors).toBeLessThan(120);
    expect(responses).toBeGreaterThan(100);
    expect(latencyMs.max).toBeLessThan(outageMs / 2);
    // What the repair is for: the day that this fails, autocannon has learned it and the repair can go.
    expect(plain.errors).toBeGreaterThan(1000);
    expect(plain.maxLatencyMs).toBeGreaterThan(outageMs);
  });
});
