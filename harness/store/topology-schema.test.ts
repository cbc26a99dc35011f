import { expect, test } from 'vitest';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { CheckTiming, Topology, VirtualService } from '../model.ts';
import { topologySchema } from './topology-schema.ts';

const timing: CheckTiming = {
  delayLoopMs: 1000,
  connectTimeoutMs: 1000,
  retries: 1,
  delayBeforeRetryMs: 1000,
  port: 81,
};

/** Every field that a topology can have, so that one the schema forgets shows. */
const full: Required<Topology> = {
  ...syntheticTopology(),
  inside: { subnet: '198.18.1.0/24', vip: '198.18.1.100' },
  clients: [
    {
      name: 'client-1',
      address: '198.18.0.31',
      sourceAddresses: [],
      farAddress: '198.19.0.31',
    } satisfies Required<Topology['clients'][number]>,
  ],
  vrrp: {
    version: 2,
    virtualRouterId: 51,
    advertIntervalMs: 1000,
    preempt: true,
    preemptDelayMs: 3000,
    password: 'drill',
    realtimePriority: 50,
    higherPrioSendAdvert: true,
  } satisfies Required<Topology['vrrp']>,
  directors: [
    {
      name: 'director-1',
      address: '198.18.0.11',
      priority: 255,
      initialState: 'MASTER',
      password: 'own',
      virtualRouterId: 52,
      insideAddress: '198.18.1.11',
    } satisfies Required<Topology['directors'][number]>,
  ],
  realServers: [
    {
      name: 'real-server-1',
      address: '198.18.0.21',
      weight: 1,
      answersArpForVip: true,
      on: 'director-1',
      lacksTunnel: true,
      gateway: '198.18.0.99',
    } satisfies Required<Topology['realServers'][number]>,
  ],
  virtualServices: [
    {
      label: 'all',
      vip: '198.18.0.10',
      port: 80,
      scheduler: 'rr',
      forwardingMethod: 'DR',
      persistenceTimeoutMs: 1000,
      persistencePrefixLength: 24,
      healthCheck: { ...timing, type: 'HTTP_GET', urls: [{ path: '/', statusCode: 200, digest: 'd' }] },
      sorryServer: true,
      quorum: 2,
      hysteresis: 1,
      inhibitOnFailure: true,
      schedulerFlags: ['sh-fallback', 'sh-port'],
      weights: [2, null],
      untouched: true,
    } satisfies Required<VirtualService>,
    {
      vip: '198.18.0.10',
      port: 81,
      scheduler: 'rr',
      forwardingMethod: 'DR',
      healthCheck: { ...timing, type: 'MISC_CHECK', timeoutMs: 2000 },
    },
  ],
  sorryServer: { name: 'sorry-server', address: '198.18.0.29' },
  strangers: [
    {
      name: 'stranger-1',
      address: '198.18.0.61',
      priority: 95,
      vip: '198.18.0.200',
      virtualRouterId: 51,
      password: 'drill',
      startsWithCluster: true,
    } satisfies Required<NonNullable<Topology['strangers']>[number]>,
  ],
  syncDaemon: true,
  directorSysctls: { 'net.ipv4.vs.expire_nodest_conn': '1' },
  realServerAdvmss: 1428,
  clientRouteMtu: 1480,
  wrongOnPurpose: true,
  actually: { vrrp: { preempt: false }, syncDaemon: false },
};

test('a topology with everything comes back as it was saved', () => {
  expect(topologySchema.parse(JSON.parse(JSON.stringify(full)))).toEqual(full);
  expect(topologySchema.parse(syntheticTopology())).toEqual(syntheticTopology());
});

test('a field of a later version survives', () => {
  expect(topologySchema.parse({ ...full, linkRateMbit: 10 })).toHaveProperty('linkRateMbit', 10);
});

const broken: [string, (topology: Required<Topology>) => void][] = [
  ['an unknown checker', (t) => void Object.assign(t.virtualServices[0]?.healthCheck ?? {}, { type: 'DNS_CHECK' })],
  ['an HTTP_GET without URLs', (t) => void Object.assign(t.virtualServices[0]?.healthCheck ?? {}, { urls: null })],
  [
    'a MISC_CHECK without its timeout',
    (t) => void Object.assign(t.virtualServices[1]?.healthCheck ?? {}, { timeoutMs: '1' }),
  ],
  ['a stranger without an address', (t) => void Object.assign(t.strangers[0] ?? {}, { address: 1 })],
  ['a quorum in words', (t) => void Object.assign(t.virtualServices[0] ?? {}, { quorum: 'two' })],
  ['a sysctl that is a number', (t) => void Object.assign(t.directorSysctls, { 'net.ipv4.ip_forward': 1 })],
];

test.each(broken)('%s is refused', (_, breakIt) => {
  const topology = structuredClone(full);
  breakIt(topology);
  expect(topologySchema.safeParse(topology).success).toBe(false);
});
