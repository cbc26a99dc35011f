import { expect, test } from 'vitest';
import type { Cluster, Node } from '../cluster/interface.ts';
import { fakeTopology } from '../faults/fake-cluster.ts';
import type { BalanceTrial, Topology, VirtualService } from '../model.ts';
import { parseLogCounts, readCounts } from './balance-counts.ts';

const [service] = fakeTopology.virtualServices as [VirtualService];
const topology: Topology = {
  ...fakeTopology,
  virtualServices: [
    service,
    { ...service, port: 81, untouched: true },
    { ...service, port: 82, weights: [null, 1], untouched: true },
  ],
};
const balance = { traffic: 'sequential', connections: 10, concurrency: 1, requestsPerConnection: 1 } as const;
const trialOf = (index: number, port: number): BalanceTrial => ({
  index,
  service: `198.18.0.100:${port}`,
  balance,
  startedAtMs: 1,
  endedAtMs: 2,
  list: [],
  kernelConnections: null,
  loggedRequests: null,
});
const stats = `TCP  198.18.0.100:81   10   50   0  500   0
  -> 198.18.0.22:81       6   30   0  300   0
  -> 198.18.0.21:81       4   20   0  200   0
TCP  198.18.0.100:82   10   50   0  500   0
  -> 198.18.0.22:82      10   50   0  500   0
`;

/** A cluster whose nodes print that, by node; a clock on which time flies. */
function cluster(printed: Record<string, string>, of: Topology = topology): Cluster {
  let nowMs = 0;
  const node = (name: string) =>
    ({
      name,
      async exec() {
        const stdout = printed[name];
        if (stdout === undefined) throw new Error(`${name} is dead`);
        return { stdout };
      },
    }) as unknown as Node;
  return {
    topology: of,
    node,
    realServers: () => of.realServers.map((realServer) => ({ realServer, node: node(realServer.name) })),
    hand: {
      now: async () => {
        nowMs += 1000;
        return { atMs: nowMs, boundMs: 0 };
      },
    },
  } as unknown as Cluster;
}

const directors = new Map([
  [1, 'director-1'],
  [2, 'director-1'],
]);
const { signal } = new AbortController();
const all = {
  'director-1': stats,
  'real-server-1': '198.18.0.100:81 4\n198.18.0.100:80 77\n',
  'real-server-2': '198.18.0.100:81 6\n198.18.0.100:82 9\n',
};

test('each trial has what IPVS scheduled and what httpd logged for its service', async () => {
  const run = { topology, balanceTrials: [trialOf(1, 81), trialOf(2, 82)] };
  expect(await readCounts(cluster(all), run, directors, signal)).toEqual([]);
  expect(run.balanceTrials).toMatchObject([
    {
      kernelConnections: { 'real-server-1': 4, 'real-server-2': 6 },
      loggedRequests: { 'real-server-1': 4, 'real-server-2': 6 },
    },
    { kernelConnections: { 'real-server-2': 10 }, loggedRequests: { 'real-server-2': 9 } },
  ]);
  expect(Object.keys(run.balanceTrials[1]?.loggedRequests ?? {})).toEqual(['real-server-2']);
});

test('a request that ended where it does not belong is counted there', async () => {
  const run = { topology, balanceTrials: [trialOf(2, 82)] };
  await readCounts(cluster({ ...all, 'real-server-1': '198.18.0.100:82 1\n' }), run, directors, signal);
  expect(run.balanceTrials[0]?.loggedRequests).toEqual({ 'real-server-1': 1, 'real-server-2': 9 });
});

test('what cannot be read stays unknown, with the reason', async () => {
  const run = { topology, balanceTrials: [trialOf(1, 81)] };
  const troubles = await readCounts(cluster({ 'real-server-2': '' }), run, directors, signal);
  expect(troubles).toEqual([
    'the counters of director-1 could not be read: director-1 is dead',
    'the access log of real-server-1 could not be read: real-server-1 is dead',
  ]);
  expect(run.balanceTrials[0]).toMatchObject({ kernelConnections: null, loggedRequests: null });
});

test('of two trials of one service nobody can tell whose connections were counted', async () => {
  const run = { topology, balanceTrials: [trialOf(1, 81), trialOf(2, 81)] };
  await readCounts(cluster(all), run, directors, signal);
  expect(run.balanceTrials.map(({ kernelConnections }) => kernelConnections)).toEqual([null, null]);
});

test('under NAT httpd is asked at its own address, which tells services apart by their ports only', async () => {
  const nat: Topology = {
    ...topology,
    virtualServices: topology.virtualServices.map((one) => ({ ...one, forwardingMethod: 'NAT' as const })),
  };
  const logs = { ...all, 'real-server-1': '198.18.0.21:81 4\n', 'real-server-2': '198.18.0.22:81 6\n' };
  const run = { topology: nat, balanceTrials: [trialOf(1, 81)] };
  await readCounts(cluster(logs, nat), run, directors, signal);
  expect(run.balanceTrials[0]?.loggedRequests).toEqual({ 'real-server-1': 4, 'real-server-2': 6 });
  const [first] = nat.virtualServices as [VirtualService];
  const alike = { ...nat, virtualServices: [...nat.virtualServices, { ...first, vip: '198.18.0.101', port: 81 }] };
  const again = { topology: alike, balanceTrials: [trialOf(1, 81)] };
  await readCounts(cluster(logs, alike), again, directors, signal);
  expect(again.balanceTrials[0]?.loggedRequests).toBeNull();
});

test.each(['198.18.0.10:80', '198.18.0.10:80 many', `198.18.0.10:80 ${'9'.repeat(40)}`, '1 2 3'])(
  '%j is no count',
  (line) => {
    expect(() => parseLogCounts(`198.18.0.10:81 4\n${line}\n`)).toThrow(
      `awk printed a line of unknown form: '${line}'`,
    );
  },
);
