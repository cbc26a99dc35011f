import { describe, expect, it } from 'vitest';
import { DrillError } from '../errors.ts';
import type { AgentLine } from './agent/protocol.ts';
import { readAgentLine } from './agent-lines.ts';

const request: AgentLine = {
  series: 'request',
  at: 12.345,
  value: {
    outcome: 'ok',
    service: '198.18.0.100:80',
    source: '198.18.0.20',
    lateMs: 0.1,
    latencyMs: 0.9,
    realServer: 'rs-1',
  },
};

const read = (line: AgentLine) => readAgentLine(JSON.stringify(line), 'client-1');

describe('readAgentLine', () => {
  it('adds the node to an observation', () => {
    expect(read(request)).toEqual({ kind: 'observation', observation: { ...request, node: 'client-1' } });
  });

  it.each<AgentLine>([
    {
      series: 'connection',
      at: 1,
      value: { connection: 3, event: 'lost', source: '198.18.0.20', realServer: null, cause: 'reset' },
    },
    {
      series: 'connection',
      at: 1,
      value: { connection: 3, event: 'open', source: '198.18.0.20', realServer: 'rs-2' },
    },
    {
      series: 'advert',
      at: 1,
      value: { source: '198.18.0.2', version: 3, virtualRouterId: 51, priority: 0, sourceMac: '02:42:c6:12:00:02' },
    },
    { series: 'garp', at: 1, value: { address: '198.18.0.100', mac: '02:42:c6:12:00:02' } },
    {
      series: 'cohort',
      at: 1,
      value: {
        connection: 1,
        packets: 3,
        ageMs: 1004.5,
        source: '198.18.0.41',
        stage: 'made',
        outcome: 'alive',
        realServer: 'rs-1',
      },
    },
    {
      series: 'assignment',
      at: 1,
      value: {
        trial: 1,
        stage: 'under',
        service: '198.18.0.100:80',
        connection: 0,
        source: '198.18.0.41',
        sourcePort: 1100,
        outcome: 'refused',
        realServer: null,
        answers: 0,
        latencyMs: 0.4,
        closing: { earliestMs: 1.41, latestMs: 1.42 },
        closedAtMs: 1.5,
      },
    },
    { series: 'clock-offset', at: 1, value: { offsetMs: 1.7e12, boundMs: 0.02 } },
  ])('reads $series', (line) => {
    expect(read(line)).toEqual({ kind: 'observation', observation: { ...line, node: 'client-1' } });
  });

  it('leaves an observation its own node', () => {
    const destination: AgentLine = {
      series: 'destination',
      at: 7,
      node: 'director-2',
      value: {
        service: '198.18.0.100:80',
        realServer: '198.18.0.21',
        weight: null,
        activeConnections: 0,
        inactiveConnections: 0,
        previousMs: 6,
      },
    };
    expect(readAgentLine(JSON.stringify(destination), 'hand')).toEqual({
      kind: 'observation',
      observation: destination,
    });
  });

  it('reads what is no observation', () => {
    expect(read({ tried: 'failover', at: 5 })).toEqual({ kind: 'tried', tried: 'failover', at: 5 });
    expect(read({ done: 3, begun: 256, at: 5 })).toEqual({ kind: 'done', done: 3, begun: 256, at: 5 });
    expect(read({ ready: true, at: 5 })).toEqual({ kind: 'ready', ready: true, at: 5 });
    expect(read({ trouble: 'no ports', at: 5, times: 2 })).toMatchObject({ kind: 'trouble', times: 2 });
    const throughput = {
      startedAtMs: 1,
      durationMs: 1000,
      connections: 4,
      responses: 10,
      requestsPerSecond: 10,
      errors: 0,
      non2xx: 0,
      latencyMs: { p50: 1, p99: 2, max: 3 },
    };
    expect(read({ throughput })).toEqual({ kind: 'throughput', throughput });
  });

  it.each<AgentLine>([
    { id: 1, atMs: 5 },
    { id: 2, earliestMs: 5, latestMs: 6, effective: true, evidence: 'gone' },
    { id: 3, atMs: 5, alive: true, frozen: false, processes: ['keepalived'], startedAtMs: [120] },
    { id: 4, stdout: 'qdisc noqueue 0: dev lo root refcnt 2' },
    { id: null, error: 'no JSON' },
  ])('reads the reply %j', (reply) => {
    expect(read(reply)).toEqual({ kind: 'reply', reply });
  });

  it.each([
    ['no JSON', '{"series":'],
    ['no object', '5'],
    ['nothing known', '{"hello":1}'],
    ['an unknown series', '{"series":"weather","at":1,"value":{}}'],
    ['a wrong outcome', JSON.stringify({ ...request, value: { ...request.value, outcome: 'fine' } })],
    ['a request of no service', JSON.stringify({ ...request, value: { ...request.value, service: '198.18.0.100' } })],
    ['an observation of another node', JSON.stringify({ ...request, node: 'client-2' })],
    ['a missing value', JSON.stringify({ series: 'request', at: 1 })],
    ['a typing error', JSON.stringify({ ...request, value: { ...request.value, lateMS: 1 } })],
    ['a reply of no shape', '{"id":1,"effective":true}'],
  ])('refuses %s', (_, line) => {
    expect(() => readAgentLine(line, 'client-1')).toThrow(DrillError);
    expect(() => readAgentLine(line, 'client-1')).toThrow(/The agent on client-1 printed .*"?/);
  });

  it('is cheap: a second of the fastest prober in far less than a second', () => {
    const line = JSON.stringify(request);
    const startedAtMs = performance.now();
    for (let count = 0; count < 500; count++) readAgentLine(line, 'client-1');
    expect(performance.now() - startedAtMs).toBeLessThan(100);
  });
});
