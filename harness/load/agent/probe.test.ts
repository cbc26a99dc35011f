import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestOutcome } from '../../model.ts';
import { type AgentUnderTest, has, type InstalledAgent, installAgent, isSeries } from './agent-under-test.ts';
import { monotonicMs, pollUntil } from './clock.ts';
import type { AgentObservation } from './protocol.ts';
import { answer, startRealServer, startSocketServer } from './real-server-under-test.ts';

let agent: InstalledAgent;
beforeAll(async () => {
  agent = await installAgent();
});
afterAll(() => agent[Symbol.asyncDispose]());

const requestsOf = (probe: AgentUnderTest) => probe.lines.filter(isSeries('request'));

function startProbe(
  port: number | number[],
  options: { intervalMs?: number; deadlineMs?: number; sources?: string[] } = {},
) {
  const { sources = ['127.0.0.1', '127.0.0.2'], intervalMs = 20, deadlineMs = 100 } = options;
  const services = [port].flat().map((one) => ({ vip: '127.0.0.1', port: one, sources }));
  return agent.start('probe', { services, intervalMs, deadlineMs });
}

/** The requests of the first `count` due times, when all of them have ended. */
async function firstRequests(probe: AgentUnderTest, startMs: number, intervalMs: number, count: number) {
  const first = () => requestsOf(probe).filter(({ at }) => at < startMs + (count - 0.5) * intervalMs);
  expect(await pollUntil(() => first().length >= count, monotonicMs() + 8000)).toBe(true);
  return first().sort((a, b) => a.at - b.at);
}

/** Stops a process, and returns when it does nothing any more. */
async function stopProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  const isStopped = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.startsWith('T') === true;
  expect(await pollUntil(isStopped, monotonicMs() + 5000)).toBe(true);
}

/** The first outcome that a server of that behaviour brings about. */
async function outcomeOf(
  onSocket: (socket: Socket) => void,
  deadlineMs = 8000,
): Promise<AgentObservation<'request'>['value']> {
  await using server = await startSocketServer(onSocket);
  const probe = startProbe(server.port, { deadlineMs });
  const { at, value } = await probe.line(isSeries('request'));
  // Nothing is said to have ended before it has.
  expect(at + value.latencyMs).toBeLessThanOrEqual(monotonicMs());
  await probe.end();
  return value;
}

/** Answers a request with those words and closes. */
const say = (socket: Socket, words: string) => socket.once('data', () => socket.end(words));

const withOutcome =
  (outcome: RequestOutcome) =>
  (line: Parameters<ReturnType<typeof isSeries>>[0]): line is AgentObservation<'request'> =>
    isSeries('request')(line) && line.value.outcome === outcome;

describe.concurrent('probe', () => {
  it('asks at its due times, from all sources in turn, and names who answered', async () => {
    await using server = await startRealServer({});
    const probe = startProbe(server.port, { intervalMs: 2, deadlineMs: 8000 });
    const { at: startMs } = await probe.line(has('ready'));
    const requests = await firstRequests(probe, startMs, 2, 200);
    expect(await probe.end()).toEqual({ exitCode: 0, stderr: '' });

    expect(requests).toHaveLength(200);
    for (const [index, { at, value }] of requests.entries()) {
      expect(at).toBeCloseTo(startMs + index * 2, 2);
      expect(value).toMatchObject({
        outcome: 'ok',
        service: `127.0.0.1:${server.port}`,
        realServer: 'rs-1',
        source: index % 2 === 0 ? '127.0.0.1' : '127.0.0.2',
      });
      expect(value.lateMs).toBeGreaterThanOrEqual(0);
      expect(value.latencyMs).toBeGreaterThanOrEqual(value.lateMs);
    }
  });

  it('sends what was due while its machine stood still, each with its own due time and lateness', async () => {
    await using server = await startRealServer({});
    const probe = startProbe(server.port, { intervalMs: 5, deadlineMs: 8000 });
    const { at: startMs } = await probe.line(has('ready'));
    await firstRequests(probe, startMs, 5, 10);
    await stopProcess(probe.pid);
    const stoppedMs = monotonicMs();
    await pollUntil(() => false, stoppedMs + 100);
    const resumedMs = monotonicMs();
    process.kill(probe.pid, 'SIGCONT');
    const due = Math.ceil((resumedMs - startMs) / 5);
    const requests = await firstRequests(probe, startMs, 5, due);
    await probe.end();

    const meanwhile = requests.filter(({ at }) => at > stoppedMs && at < resumedMs);
    expect(meanwhile.length).toBeGreaterThanOrEqual(19);
    for (const { at, value } of meanwhile) {
      // Both are rounded to a microsecond.
      expect(at + value.lateMs).toBeGreaterThan(resumedMs - 0.01);
      expect(value.latencyMs).toBeGreaterThanOrEqual(value.lateMs);
    }
  });

  it('asks all services in turn, each from every source', async () => {
    await using one = await startRealServer({});
    await using other = await startRealServer({});
    const probe = startProbe([one.port, other.port], { intervalMs: 5, deadlineMs: 8000 });
    const { at: startMs } = await probe.line(has('ready'));
    const requests = await firstRequests(probe, startMs, 5, 8);
    await probe.end();
    const pairs = requests.map(({ value }) => `${value.source} ${value.service}`);
    const [first, second] = [one, other].map(({ port }) => `127.0.0.1:${port}`);
    expect(pairs.slice(0, 4)).toEqual([
      `127.0.0.1 ${first}`,
      `127.0.0.1 ${second}`,
      `127.0.0.2 ${first}`,
      `127.0.0.2 ${second}`,
    ]);
    expect(pairs.slice(4)).toEqual(pairs.slice(0, 4));
    expect(requests.every(({ value }) => value.outcome === 'ok')).toBe(true);
  });

  it('calls a closed port refused', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    const probe = startProbe(port, { deadlineMs: 8000 });
    const { value } = await probe.line(isSeries('request'));
    expect(value).toMatchObject({ outcome: 'refused', realServer: null });
    await probe.end();
  });

  it('calls a connection cut off, by RST or without an answer, reset', async () => {
    expect(await outcomeOf((socket) => socket.resetAndDestroy())).toMatchObject({ outcome: 'reset', realServer: null });
    expect(await outcomeOf((socket) => say(socket, ''))).toMatchObject({ outcome: 'reset' });
  });

  it('does not take just any answer', async () => {
    const outcomes = await Promise.all(
      [
        (socket: Socket) => answer(socket, ['HTTP/1.1 200 OK', 'X-Real-Server: rs-1']),
        (socket: Socket) => answer(socket, ['HTTP/1.1 503 No', 'X-Real-Server: rs-2']),
        (socket: Socket) => answer(socket, ['HTTP/1.1 200 OK']),
        (socket: Socket) => say(socket, 'SSH-2.0-OpenSSH\r\n\r\n'),
        (socket: Socket) => say(socket, 'HTTP/1.1 200 OK\r\nContent-Le'),
      ].map((onSocket) => outcomeOf(onSocket)),
    );
    expect(outcomes).toMatchObject([
      { outcome: 'ok', realServer: 'rs-1' },
      { outcome: 'wrong-answer', realServer: 'rs-2' },
      { outcome: 'wrong-answer' },
      { outcome: 'wrong-answer' },
      { outcome: 'wrong-answer' },
    ]);
  });

  it('gives up at its own deadline, counted from the due time', async () => {
    const value = await outcomeOf(() => {}, 1000);
    expect(value.outcome).toBe('response-timeout');
    expect(value.latencyMs).toBeGreaterThanOrEqual(1000);
  });

  it('tells a handshake that fails from an answer that fails', async () => {
    // A stopped server: the kernel shakes hands until the backlog is full, then drops SYNs.
    await using server = await startRealServer({ backlog: 1 });
    process.kill(server.pid, 'SIGSTOP');
    const probe = startProbe(server.port);
    await probe.line(withOutcome('response-timeout'));
    await probe.line(withOutcome('connect-timeout'));
    await probe.end();
  });

  it('does not blame the cluster for its own machine', async () => {
    await using server = await startRealServer({});
    // TEST-NET-3 (RFC 5737): no address of this machine.
    const probe = startProbe(server.port, { sources: ['203.0.113.9'] });
    const { trouble } = await probe.line(has('trouble'));
    expect(trouble).toMatch(/203\.0\.113\.9.*EADDRNOTAVAIL/);
    const { stderr } = await probe.end();
    expect(stderr).toContain('EADDRNOTAVAIL');
    expect(requestsOf(probe)).toEqual([]);
  });

  it('refuses bad options in one go', async () => {
    const services = [{ vip: '127.0.0.1', port: 80, sources: [] }];
    const { exitCode, stderr } = await agent.start('probe', { services, intervalMs: 0.5 }).ended;
    expect(exitCode).toBe(64);
    expect(stderr).toMatch(
      /`services`[\s\S]*`sources` \(a list of at least one IPv4 address\)[\s\S]*`intervalMs` option to be a number from 1 to 1000, got `0.5`/,
    );
  });
});

describe.concurrent('calibration (MEASURING.md 6)', () => {
  it.each([303, 1000])('measures a silence of %i ms by loss and by time stamps', async (silentForMs) => {
    // No shorter: a busy machine is to keep up with it.
    const intervalMs = 20;
    await using server = await startRealServer({});
    // On a busy machine an answer may take long, and is one nevertheless.
    const probe = startProbe(server.port, { intervalMs, deadlineMs: 1000 });
    const { at: startMs } = await probe.line(has('ready'));
    await firstRequests(probe, startMs, intervalMs, 20);
    const { silentUntilMs } = await server.keepSilent(silentForMs);
    const due = Math.ceil((silentUntilMs + 200 - startMs) / intervalMs);
    const requests = await firstRequests(probe, startMs, intervalMs, due);
    await probe.end();

    // MEASURING.md 1.3 and 1.4, plus what the server itself was late: on a busy machine the truth is no sharper.
    const worstLateMs = Math.max(...requests.map(({ value }) => value.lateMs));
    const answered = requests.filter(({ value }) => value.outcome === 'ok');
    const slowestMs = Math.max(...answered.map(({ value }) => value.latencyMs));
    const noiseMs = Math.max(worstLateMs, slowestMs) + (await server.worstStallMs());
    const impaired = requests.filter(({ value }) => value.outcome !== 'ok');
    const lossBasedMs = impaired.length * intervalMs;
    expect(Math.abs(lossBasedMs - silentForMs)).toBeLessThan(intervalMs + noiseMs);

    const first = impaired[0]?.at ?? Number.NaN;
    const lastGood = requests.filter(({ at, value }) => value.outcome === 'ok' && at < first).at(-1)?.at ?? Number.NaN;
    const firstGood = requests.find(({ at, value }) => value.outcome === 'ok' && at > first)?.at ?? Number.NaN;
    expect(firstGood - lastGood).toBeGreaterThan(silentForMs - noiseMs);
    expect(firstGood - lastGood).toBeLessThanOrEqual(silentForMs + 2 * intervalMs + noiseMs);
  });

  it('finds nothing where nothing happened', async () => {
    await using server = await startRealServer({});
    const probe = startProbe(server.port, { intervalMs: 20, deadlineMs: 8000 });
    const { at: startMs } = await probe.line(has('ready'));
    const requests = await firstRequests(probe, startMs, 20, 50);
    await probe.end();
    expect(requests.filter(({ value }) => value.outcome !== 'ok')).toEqual([]);
  });
});
