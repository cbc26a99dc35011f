import { expect, test } from 'vitest';
import { topology as drLocalnode } from '../../topologies/dr-localnode.ts';
import { topology as tunPair } from '../../topologies/tun-pair.ts';
import { DrillError } from '../errors.ts';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { HealthCheck, Topology, VirtualService } from '../model.ts';
import { renderKeepalivedConf, renderStrangerConf } from './config.ts';

const pair = syntheticTopology();

function pairWith(changes: { vrrp?: Partial<Topology['vrrp']> } & Partial<Omit<Topology, 'vrrp'>>): Topology {
  return { ...pair, ...changes, vrrp: { ...pair.vrrp, ...changes.vrrp } };
}

test('the director pair', async () => {
  const text = renderKeepalivedConf(pair, 'director-1', { interface: 'eth0' });
  await expect(text).toMatchFileSnapshot('dr-pair.director-1.golden');
});

test.each([tunPair, drLocalnode])('$name', async (topology) => {
  const text = renderKeepalivedConf(topology, 'director-1', { interface: 'eth0' });
  await expect(text).toMatchFileSnapshot(`${topology.name}.director-1.golden`);
});

test('the second director differs in its name and priority only', () => {
  const first = renderKeepalivedConf(pair, 'director-1', { interface: 'eth0' }).split('\n');
  const second = renderKeepalivedConf(pair, 'director-2', { interface: 'eth0' }).split('\n');
  expect(second.filter((line, index) => line !== first[index])).toEqual([
    '    router_id director-2',
    '    priority 90',
  ]);
});

test('version 3 with a short interval, no preemption, persistence and two services on one VIP', async () => {
  const [service] = pair.virtualServices;
  if (service === undefined) throw new Error('the topology has a service');
  const topology = pairWith({
    vrrp: { version: 3, advertIntervalMs: 50, preempt: false },
    virtualServices: [
      { ...service, scheduler: 'wlc', persistenceTimeoutMs: 300_000 },
      { ...service, port: 8080, forwardingMethod: 'TUN', healthCheck: { ...service.healthCheck, delayLoopMs: 1250 } },
    ],
  });
  const text = renderKeepalivedConf(topology, 'director-2', { interface: 'eth1' });
  await expect(text).toMatchFileSnapshot('version-3.director-2.golden');
  expect(text).not.toContain('authentication');
});

test("a director's own password goes before the instance's", () => {
  const directors = pair.directors.map((one) => (one.name === 'director-2' ? { ...one, password: 'other' } : one));
  const topology = pairWith({ directors });
  expect(renderKeepalivedConf(topology, 'director-1', { interface: 'eth0' })).toContain('auth_pass drill\n');
  expect(renderKeepalivedConf(topology, 'director-2', { interface: 'eth0' })).toContain('auth_pass other\n');
});

const timing = { delayLoopMs: 1000, connectTimeoutMs: 1500, retries: 1, delayBeforeRetryMs: 1000 };
const checks: HealthCheck[] = [
  { ...timing, type: 'TCP_CHECK', port: 8080 },
  { ...timing, type: 'HTTP_GET', urls: [{ path: '/', statusCode: 200 }] },
  {
    ...timing,
    type: 'HTTP_GET',
    port: 8080,
    urls: [{ path: '/' }, { path: '/health.html', statusCode: 200, digest: '0123456789abcdef0123456789abcdef' }],
  },
  { ...timing, type: 'MISC_CHECK', timeoutMs: 3000 },
  { ...timing, type: 'MISC_CHECK', timeoutMs: 3000, port: 8080 },
];

test('every kind of checker', async () => {
  const [service] = pair.virtualServices;
  if (service === undefined) throw new Error('the topology has a service');
  const virtualServices = checks.map((healthCheck, index) => ({ ...service, port: 80 + index, healthCheck }));
  const topology = pairWith({ virtualServices, realServers: pair.realServers.slice(0, 1) });
  const text = renderKeepalivedConf(topology, 'director-1', { interface: 'eth0' });
  await expect(text).toMatchFileSnapshot('checkers.director-1.golden');
});

test('everything else that can be asked for', async () => {
  const [service] = pair.virtualServices;
  if (service === undefined) throw new Error('the topology has a service');
  const everything: VirtualService = {
    ...service,
    persistenceTimeoutMs: 50_000,
    persistencePrefixLength: 23,
    sorryServer: true,
    quorum: 2,
    hysteresis: 1,
    inhibitOnFailure: true,
  };
  const topology = pairWith({
    vrrp: { preemptDelayMs: 3000, realtimePriority: 50, higherPrioSendAdvert: true },
    directors: pair.directors.map((one) => (one.name === 'director-2' ? { ...one, virtualRouterId: 52 } : one)),
    virtualServices: [everything, { ...service, port: 81 }],
    sorryServer: { name: 'sorry-server', address: '198.18.0.29' },
    syncDaemon: true,
  });
  const text = renderKeepalivedConf(topology, 'director-2', { interface: 'eth0' });
  await expect(text).toMatchFileSnapshot('everything.director-2.golden');
  expect(renderKeepalivedConf(topology, 'director-1', { interface: 'eth0' })).toContain('virtual_router_id 51\n');
});

const twoArms = pairWith({
  inside: { subnet: '198.18.1.0/24', vip: '198.18.1.99' },
  directors: pair.directors.map((one, place) => ({ ...one, insideAddress: `198.18.1.${11 + place}` })),
  realServers: pair.realServers.map((one, place) => ({ ...one, address: `198.18.1.${21 + place}` })),
  virtualServices: pair.virtualServices.map((service) => ({ ...service, forwardingMethod: 'NAT' })),
});

test('two arms: an instance in each network, and neither of them MASTER without the other', async () => {
  const text = renderKeepalivedConf(twoArms, 'director-1', { interface: 'eth1', insideInterface: 'eth0' });
  await expect(text).toMatchFileSnapshot('two-arms.director-1.golden');
  const synchronized = renderKeepalivedConf({ ...twoArms, syncDaemon: true }, 'director-1', {
    interface: 'eth1',
    insideInterface: 'eth0',
  });
  expect(synchronized).toContain('lvs_sync_daemon eth0 VI_1\n');
  expect(() => renderKeepalivedConf(twoArms, 'director-1', { interface: 'eth1' })).toThrow('inside interface');
});

test('one arm: the real servers’ default route is one more VIP of the one instance', () => {
  const oneArm = pairWith({ inside: { vip: '198.18.0.99' } });
  const text = renderKeepalivedConf(oneArm, 'director-1', { interface: 'eth0' });
  expect(text).toContain('        198.18.0.10/32 dev eth0\n        198.18.0.99/32 dev eth0\n');
  expect(text.match(/vrrp_instance/g)).toHaveLength(1);
});

test('weights of a service, and the flags of its scheduler after it', async () => {
  const [service] = pair.virtualServices;
  if (service === undefined) throw new Error('the topology has a service');
  const virtualServices: VirtualService[] = [
    { ...service, port: 81, scheduler: 'sh', schedulerFlags: ['sh-port', 'sh-fallback'], weights: [60, null, 40] },
    { ...service, port: 82, scheduler: 'mh', schedulerFlags: ['mh-port', 'mh-fallback'], weights: [null, 0, 1] },
  ];
  const text = renderKeepalivedConf(pairWith({ virtualServices }), 'director-1', { interface: 'eth0' });
  await expect(text).toMatchFileSnapshot('weights.director-1.golden');
});

test('a director of another cluster has an instance and a VIP of its own', async () => {
  const stranger = {
    name: 'stranger-1',
    address: '198.18.0.61',
    priority: 95,
    vip: '198.18.0.200',
    virtualRouterId: 51,
  };
  const text = renderStrangerConf({ ...stranger, password: 'drill' }, { interface: 'eth0' }, pair.vrrp);
  await expect(text).toMatchFileSnapshot('stranger-1.golden');
  const third = renderStrangerConf(
    { ...stranger, password: 'drill' },
    { interface: 'eth0' },
    { version: 3, advertIntervalMs: 100 },
  );
  expect(third).toContain('advert_int 0.1\n');
  expect(third).not.toContain('authentication');
});

test('what keepalived would not honour is refused', () => {
  const directors = pair.directors.map((one) => ({ ...one, initialState: 'MASTER' as const }));
  const topology = pairWith({ directors, vrrp: { preempt: false } });
  expect(() => renderKeepalivedConf(topology, 'director-1', { interface: 'eth0' })).toThrow(DrillError);
  expect(() => renderKeepalivedConf(pair, 'director-9', { interface: 'eth0' })).toThrow("no director 'director-9'");
});
