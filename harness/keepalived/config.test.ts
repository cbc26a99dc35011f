import { expect, test } from 'vitest';
import { DrillError } from '../errors.ts';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { Topology } from '../model.ts';
import { renderKeepalivedConf } from './config.ts';

const pair = syntheticTopology();

function pairWith(changes: { vrrp?: Partial<Topology['vrrp']> } & Partial<Omit<Topology, 'vrrp'>>): Topology {
  return { ...pair, ...changes, vrrp: { ...pair.vrrp, ...changes.vrrp } };
}

test('the director pair', async () => {
  const text = renderKeepalivedConf(pair, 'director-1', { interface: 'eth0' });
  await expect(text).toMatchFileSnapshot('dr-pair.director-1.golden');
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

test('what keepalived would not honour is refused', () => {
  const directors = pair.directors.map((one) => ({ ...one, initialState: 'MASTER' as const }));
  const topology = pairWith({ directors, vrrp: { preempt: false } });
  expect(() => renderKeepalivedConf(topology, 'director-1', { interface: 'eth0' })).toThrow(DrillError);
  expect(() => renderKeepalivedConf(pair, 'director-9', { interface: 'eth0' })).toThrow("no director 'director-9'");
});
