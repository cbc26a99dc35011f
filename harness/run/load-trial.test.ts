import { expect, test } from 'vitest';
import { topology } from '../../topologies/forwarding-methods.ts';
import type { Counts } from '../cluster/counter.ts';
import type { Cluster } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import { ipvsTable } from '../faults/fake-node.ts';
import { withoutRealServer } from '../ipvs/services.ts';
import { floatingAddressesOf } from '../keepalived/vips.ts';
import type { LoadOrder, LoadOutcome } from '../load/agent/protocol.ts';
import type { Comparison, Topology } from '../model.ts';
import type { PlannedLoad } from './load-plan.ts';
import { type LoadSetting, runLoad, targetsOf, warmUp } from './load-trial.ts';
import { Interrupted } from './signals.ts';

const comparison: Comparison = {
  paths: ['direct', 'NAT', 'DR'],
  responseBytes: [1024],
  connectionUses: ['fresh'],
  concurrency: 20,
  durationMs: 1000,
  settleMs: 200,
};
const planned: PlannedLoad = { index: 3, round: 1, path: 'NAT', responseBytes: 1024, connectionUse: 'fresh' };

const outcome: LoadOutcome = {
  throughput: {
    startedAtMs: 5000,
    durationMs: 1000,
    connections: 20,
    responses: 500,
    requestsPerSecond: 500,
    errors: 0,
    non2xx: 0,
    latencyMs: { p50: 40, p99: 90, max: 95 },
  },
  answeredBytes: 650_000,
  failures: {},
};

const table = (of: Topology = topology) => ipvsTable(of, []);

function countsAt(atMs: number, bytes: number, change: Partial<Counts> = {}): Counts {
  return {
    earliestMs: atMs,
    latestMs: atMs + 2,
    links: [
      {
        node: 'client-1',
        address: '198.18.0.31',
        receivedBytes: 10 * bytes,
        sentBytes: bytes,
        receivedPackets: bytes / 100,
        sentPackets: bytes / 50,
      },
    ],
    directorCpuMs: { 'director-1': 100 + bytes / 1000, 'director-2': 7 },
    engineCpuMs: 1000 + bytes / 10,
    directors: [
      { name: 'director-1', alive: true, vips: floatingAddressesOf(topology), ipvsTable: table() },
      { name: 'director-2', alive: true, vips: [], ipvsTable: table() },
    ],
    ...change,
  };
}

function settingFor(
  options: { after?: Partial<Counts>; earlierLateMs?: number; lateMs?: number; outcome?: LoadOutcome | Error } = {},
) {
  const orders: Omit<LoadOrder, 'id'>[] = [];
  const warnings: string[] = [];
  const controller = new AbortController();
  const setting: LoadSetting = {
    cluster: { topology, hand: { now: async () => ({ atMs: 4740, boundMs: 1 }) } } as unknown as Cluster,
    comparison,
    driver: {
      async drive(load) {
        orders.push(load);
        const given = options.outcome ?? outcome;
        if (given instanceof Error) throw given;
        return given;
      },
      end: async () => {},
    },
    counter: {
      read: async (atMs = 0) =>
        atMs < 5500
          ? countsAt(atMs + (options.earlierLateMs ?? 0), 1000)
          : countsAt(atMs + (options.lateMs ?? 0), 6000, options.after),
    },
    signal: controller.signal,
    warn: (text) => void warnings.push(text),
  };
  return { setting, orders, warnings, controller };
}

test('requests are counted between the two instants at which the counters are read', async () => {
  const { setting, orders, warnings } = settingFor();
  expect(await runLoad(planned, setting)).toEqual({
    ...planned,
    throughput: outcome.throughput,
    answeredBytesPerSecond: 650_000,
    links: [
      {
        node: 'client-1',
        address: '198.18.0.31',
        receivedBytes: 50_000,
        sentBytes: 5000,
        receivedPackets: 50,
        sentPackets: 100,
      },
    ],
    countedMs: 1000,
    directorCpuMs: 5,
    engineCpuMs: 500,
  });
  expect(orders).toEqual([
    {
      targets: [{ address: '198.18.0.101', port: 80 }],
      path: '/1k',
      connectionUse: 'fresh',
      connections: 20,
      // 60 ms until the order has arrived, and 200 to settle.
      countFromMs: 5000,
      countUntilMs: 6000,
    },
  ]);
  expect(warnings).toEqual([]);
});

test('the direct path asks all real servers, any other its VIP', () => {
  expect(targetsOf(topology, 'direct')).toEqual(topology.realServers.map(({ address }) => ({ address, port: 80 })));
  expect(targetsOf(topology, 'TUN')).toEqual([{ address: '198.18.0.103', port: 80 }]);
});

test('why requests failed is worth a warning', async () => {
  const failing = {
    ...outcome,
    throughput: { ...outcome.throughput, errors: 5 },
    failures: { reset: 3, 'connect-timeout': 2 },
  };
  const { setting, warnings } = settingFor({ outcome: failing });
  expect((await runLoad(planned, setting)).error).toBeUndefined();
  expect(warnings).toEqual([
    'In load 3 (NAT, 1024 B, fresh) requests failed besides 500 answers: reset 3, connect-timeout 2.',
  ]);
});

test('counters that were read too late are left out, and the requests stay', async () => {
  const { setting, warnings } = settingFor({ lateMs: 80 });
  expect(await runLoad(planned, setting)).toEqual({
    ...planned,
    throughput: outcome.throughput,
    answeredBytesPerSecond: 650_000,
    links: [],
    countedMs: null,
    directorCpuMs: null,
    engineCpuMs: null,
  });
  expect(warnings.join()).toMatch('the counters were read 1 ms and 81 ms after counting began and ended');
});

test('counters that were read late by as much both times are left out too: they belong to other requests', async () => {
  const { setting, warnings } = settingFor({ earlierLateMs: 80, lateMs: 80 });
  expect((await runLoad(planned, setting)).countedMs).toBeNull();
  expect(warnings.join()).toMatch('read 81 ms and 81 ms after');
});

test.each([
  ['the driver failed', { outcome: new DrillError('no more ports') }, 'no more ports', undefined],
  [
    'a real server left the table',
    {
      after: {
        directors: [
          {
            name: 'director-1',
            alive: true,
            vips: floatingAddressesOf(topology),
            ipvsTable: table(withoutRealServer(topology, 'real-server-2')),
          },
          { name: 'director-2', alive: true, vips: [], ipvsTable: table() },
        ],
      },
    },
    /the cluster was not whole: .*lacks real-server-2/,
    true,
  ],
  [
    'the other director took over',
    {
      after: {
        directors: [
          { name: 'director-1', alive: true, vips: [], ipvsTable: table() },
          { name: 'director-2', alive: true, vips: floatingAddressesOf(topology), ipvsTable: table() },
        ],
      },
    },
    /the cluster was not whole: .*director-2 holds/,
    true,
  ],
])('%s: the load says so', async (_, options, words, clusterFailed) => {
  const { setting } = settingFor(options);
  const trial = await runLoad(planned, setting);
  expect(trial.error).toMatch(words);
  expect(trial.clusterFailed).toBe(clusterFailed);
});

test('Ctrl-C ends a load at once, and leaves nothing of it', async () => {
  const { setting, controller } = settingFor();
  setting.driver.drive = () => new Promise(() => {});
  const running = runLoad(planned, setting);
  controller.abort(new Interrupted());
  await expect(running).rejects.toThrow(Interrupted);
});

test('a load leaves no listener behind, however many there are', async () => {
  const { setting } = settingFor();
  const listening = { now: 0 };
  const { signal } = setting;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    listening.now += 1;
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    listening.now -= 1;
    remove(...given);
  };
  for (let load = 0; load < 3; load += 1) await runLoad(planned, setting);
  expect(listening.now).toBe(0);
});

test('every path is warmed up once, and not counted', async () => {
  const { setting, orders } = settingFor();
  await warmUp(setting);
  expect(orders.map(({ targets }) => targets.length)).toEqual([3, 1, 1]);
  for (const { countFromMs, countUntilMs } of orders) expect(countUntilMs - countFromMs).toBeLessThan(500);
});
