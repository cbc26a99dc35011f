import { expect, test } from 'vitest';
import { busyMs, cgroupCpuMs, countedLinks, linkCounts, openCounter } from './counter.ts';
import type { Cluster, Node } from './interface.ts';

// As the lab's kernel and iproute2 6.15 print them.
const netDev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     500       5    0    0    0     0          0         0      500       5    0    0    0     0       0          0
  eth0: 123456     789    0    0    0     0          0         0   654321     987    0    1    0     0       0          0
 eth01:1 2 0 0 0 0 0 0 3 4 0 0 0 0 0 0
`;
const inet = (local: string) => ({ family: 'inet', local });
const shown = JSON.stringify([
  { ifname: 'lo', link_type: 'loopback', addr_info: [inet('127.0.0.1'), inet('198.18.0.100')] },
  { ifname: 'tunl0', link_type: 'ipip', addr_info: [inet('198.18.0.103')] },
  {
    ifname: 'eth0',
    link_type: 'ether',
    addr_info: [{ family: 'inet6', local: 'fe80::1' }, inet('198.18.0.41'), inet('198.18.0.31')],
  },
  { ifname: 'eth1', link_type: 'ether', addr_info: [inet('198.19.0.100'), inet('198.19.0.31')] },
  { ifname: 'eth2', link_type: 'ether', addr_info: [{ family: 'inet6', local: 'fe80::2' }] },
  {},
]);

test('links are those of Ethernet that have an address, by the node’s own one where they have it', () => {
  expect(countedLinks(shown, ['198.18.0.31', '198.19.0.31'])).toEqual([
    { name: 'eth0', address: '198.18.0.31' },
    { name: 'eth1', address: '198.19.0.31' },
  ]);
});

test('counts of a link are its own, not those of one with a longer name', () => {
  const links = [
    { name: 'eth0', address: '198.18.0.31' },
    { name: 'eth01', address: '198.18.0.32' },
    { name: 'eth5', address: '198.18.0.33' },
  ];
  expect(linkCounts(netDev, 'client-1', links)).toEqual([
    {
      node: 'client-1',
      address: '198.18.0.31',
      receivedBytes: 123456,
      receivedPackets: 789,
      sentBytes: 654321,
      sentPackets: 987,
    },
    {
      node: 'client-1',
      address: '198.18.0.32',
      receivedBytes: 1,
      receivedPackets: 2,
      sentBytes: 3,
      sentPackets: 4,
    },
  ]);
});

test('processor time: of a cgroup, and of the whole kernel without idling, waiting and what others took', () => {
  expect(cgroupCpuMs('usage_usec 20500\nuser_usec 20000\nsystem_usec 500\n')).toBe(20.5);
  expect(cgroupCpuMs('')).toBeNull();
  expect(busyMs('cpu  10 2 30 4000 500 6 7 80 9 10\ncpu0 1 1 1 1 1 1 1 1 1 1\n')).toBe((10 + 2 + 30 + 6 + 7) * 10);
});

test('everything is read in one go, and a director that lives is told from a dead one', async () => {
  const trie = '           |-- 198.18.0.100\n              /32 host LOCAL\n';
  const files: { [path: string]: string } = {
    '/proc/stat': 'cpu  1 0 0 0 0 0 0 0 0 0\n',
    '/proc/11/cgroup': '0::/docker/d1\n',
    '/proc/12/cgroup': '',
    '/proc/31/cgroup': '0::/docker/c1\n',
    '/proc/11/net/dev': netDev,
    '/proc/12/net/dev': netDev,
    '/proc/31/net/dev': netDev,
    '/proc/11/net/fib_trie': trie,
    '/proc/11/net/ip_vs': 'IP Virtual Server version 1.2.1 (size=4096)\n',
    '/sys/fs/cgroup/docker/d1/cpu.stat': 'usage_usec 7000\n',
  };
  const asked: string[][] = [];
  const node = (name: string, pid: number | null) =>
    ({ name, kind: name.replace(/-\d$/, ''), initPid: async () => pid }) as Node;
  const director = (name: string, pid: number | null) => ({ node: node(name, pid), director: { address: 'x' } });
  const cluster = {
    topology: { realServers: [], virtualServices: [{ vip: '198.18.0.100' }] },
    directors: () => [director('director-1', 11), director('director-2', 12)],
    realServers: () => [],
    clients: () => [{ node: node('client-1', 31), client: { address: '198.18.0.31' } }],
    hand: {
      inspect: async () => shown,
      async read(paths: string[]) {
        asked.push(paths);
        return { earliestMs: 1, latestMs: 2, contents: paths.map((path) => files[path] ?? null) };
      },
    },
  } as unknown as Cluster;

  const counter = await openCounter(cluster);
  asked.length = 0;
  const counts = await counter.read();
  expect(asked).toHaveLength(1);
  expect(counts).toMatchObject({ earliestMs: 1, latestMs: 2, directorCpuMs: { 'director-1': 7 }, engineCpuMs: 10 });
  expect(counts.links.map((link) => `${link.node} ${link.address}`)).toEqual([
    'director-1 198.18.0.41',
    'director-2 198.18.0.41',
    'client-1 198.18.0.31',
  ]);
  expect(counts.directors).toEqual([
    { name: 'director-1', alive: true, vips: ['198.18.0.100'], ipvsTable: files['/proc/11/net/ip_vs'] },
    { name: 'director-2', alive: false, vips: [], ipvsTable: '' },
  ]);

  const dead = { ...cluster, clients: () => [{ node: node('client-1', null), client: { address: 'x' } }] };
  await expect(openCounter(dead as unknown as Cluster)).rejects.toThrow('client-1 is dead');
});
