import { expect, test } from 'vitest';
import { topology } from '../../topologies/dr-pair.ts';
import type { Topology, VirtualService } from '../model.ts';
import type { Cluster, DirectorState } from './interface.ts';
import { changesEndMs, enoughAnswers, serviceState, waitReady } from './readiness.ts';

const vip = '198.18.0.100';
const line = (lastByte: string, weight: number) =>
  `  -> C61200${lastByte}:0050      Route   ${weight}      0          0\n`;
const head =
  'IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port Scheduler Flags\n  -> RemoteAddress:Port Forward Weight ActiveConn InActConn\nTCP  C6120064:0050 rr \n';
const full = `${head}${line('17', 1)}${line('16', 1)}${line('15', 1)}`;

function state(name: string, change: Partial<DirectorState> = {}): DirectorState {
  return { name, alive: true, vips: [], ipvsTable: full, ...change };
}

test('ready: one director, the preferred one, with every real server', () => {
  expect(serviceState(topology, [state('director-1', { vips: [vip] }), state('director-2')]).holds).toBe(true);
});

test.each([
  ['nobody holds the VIP', [state('director-1'), state('director-2')]],
  ['both hold it', [state('director-1', { vips: [vip] }), state('director-2', { vips: [vip] })]],
  ['the one that will be preempted holds it', [state('director-1'), state('director-2', { vips: [vip] })]],
  [
    'the holder lacks a real server',
    [state('director-1', { vips: [vip], ipvsTable: head + line('15', 1) + line('16', 1) })],
  ],
  [
    'a real server has another weight',
    [state('director-1', { vips: [vip], ipvsTable: full.replace('1      0', '0      0') })],
  ],
  ['the holder has no table', [state('director-1', { vips: [vip], ipvsTable: '' })]],
])('not ready: %s', (_, states) => {
  expect(serviceState(topology, states).holds).toBe(false);
});

test('the one director must hold the real servers’ default route too', () => {
  const inside: Topology = { ...topology, inside: { vip: '198.18.0.99' } };
  const both = [state('director-1', { vips: [vip, '198.18.0.99'] }), state('director-2')];
  expect(serviceState(inside, both).holds).toBe(true);
  expect(serviceState(inside, [state('director-1', { vips: [vip] }), state('director-2')]).holds).toBe(false);
  const apart = [state('director-1', { vips: [vip] }), state('director-2', { vips: ['198.18.0.99'] })];
  expect(serviceState(inside, apart).holds).toBe(false);
});

test('what was seen is told in words', () => {
  const { saw } = serviceState(topology, [
    state('director-1', { vips: [vip], ipvsTable: head + line('15', 1) }),
    state('director-2', { alive: false, ipvsTable: '' }),
  ]);
  expect(saw).toBe('director-1 holds 198.18.0.100 and lacks real-server-2, real-server-3; director-2 is dead.');
});

test('with several virtual services every one of them must be whole; what lacks is told with its place', () => {
  const [service] = topology.virtualServices as [VirtualService];
  const two: Topology = { ...topology, virtualServices: [service, { ...service, port: 81, label: 'the second' }] };
  const second = full.slice(full.indexOf('TCP')).replaceAll(':0050', ':0051');
  const whole = [
    state('director-1', { vips: [vip], ipvsTable: full + second }),
    state('director-2', { ipvsTable: full + second }),
  ];
  expect(serviceState(two, whole).holds).toBe(true);
  const short = [
    state('director-1', { vips: [vip], ipvsTable: full + second.replace(line('16', 1).replace('0050', '0051'), '') }),
    state('director-2', { ipvsTable: full }),
  ];
  expect(serviceState(two, short)).toEqual({
    holds: false,
    saw:
      'director-1 holds 198.18.0.100 and lacks real-server-2 for the second; director-2 holds no VIP and lacks ' +
      'real-server-1 for the second, real-server-2 for the second, real-server-3 for the second.',
  });
});

test('a sorry server, a stranger or a virtual service besides the topology’s is not what it asks for', () => {
  const sorry: Topology = { ...topology, sorryServer: { name: 'sorry-server', address: '198.18.0.24' } };
  const table = `${full}${line('18', 1)}${line('19', 1)}TCP  C6120064:0051 rr \n`;
  const { holds, saw } = serviceState(sorry, [state('director-1', { vips: [vip], ipvsTable: table })]);
  expect(holds).toBe(false);
  expect(saw).toBe(
    'director-1 holds 198.18.0.100 and has the sorry server, 198.18.0.25, the virtual service 198.18.0.100:81 besides.',
  );
});

test('weights are the topology’s', () => {
  const weighted = { ...topology, realServers: topology.realServers.map((one, i) => ({ ...one, weight: 60 - i })) };
  const table = head + line('15', 60) + line('16', 59) + line('17', 58);
  expect(serviceState(weighted, [state('director-1', { vips: [vip], ipvsTable: table })]).holds).toBe(true);
  expect(serviceState(weighted, [state('director-1', { vips: [vip] })]).saw).toContain('lacks real-server-1, real-');
});

test('a service with weights of its own has those, and no other real servers', () => {
  const [service] = topology.virtualServices as [VirtualService];
  const own = { ...topology, virtualServices: [{ ...service, weights: [60, null, 40] }] };
  const seen = (table: string) => serviceState(own, [state('director-1', { vips: [vip], ipvsTable: head + table })]);
  expect(seen(line('15', 60) + line('17', 40)).holds).toBe(true);
  expect(seen(line('15', 60) + line('16', 1) + line('17', 40)).saw).toBe(
    'director-1 holds 198.18.0.100 and has real-server-2 for 198.18.0.100:80 besides.',
  );
  expect(seen(line('15', 1)).saw).toBe('director-1 holds 198.18.0.100 and lacks real-server-1, real-server-3.');
});

test.each<[string, Partial<Topology>, boolean]>([
  ['without preemption any one director will do', { vrrp: { ...topology.vrrp, preempt: false } }, true],
  ['so it is with equal priorities', { directors: topology.directors.map((one) => ({ ...one, priority: 100 })) }, true],
  [
    'but it must hold all VIPs',
    {
      vrrp: { ...topology.vrrp, preempt: false },
      virtualServices: topology.virtualServices.flatMap((one) => [one, { ...one, vip: '198.18.0.101' }]),
    },
    false,
  ],
])('%s', (_, change, holds) => {
  const changed = { ...topology, ...change };
  const tables =
    change.virtualServices === undefined ? full : full + full.slice(full.indexOf('TCP')).replace('0064', '0065');
  const states = [state('director-1', { ipvsTable: tables }), state('director-2', { vips: [vip], ipvsTable: tables })];
  expect(serviceState(changed, states).holds).toBe(holds);
  expect(serviceState(changed, [state('director-1', { ...states[0], vips: [vip] }), ...states.slice(1)]).holds).toBe(
    false,
  );
});

const sources = Array.from({ length: 17 }, (_, index) => `198.18.0.${31 + index}`);
const answers = (...counts: number[]) => new Map(counts.map((count, index) => [`real-server-${index + 1}`, count]));
const asked = (change: Partial<VirtualService>): VirtualService => ({
  ...(topology.virtualServices as [VirtualService])[0],
  ...change,
});

test('three answers from each real server, and not from only two of them', () => {
  expect(enoughAnswers(topology, asked({}), sources, answers(9, 9))).toBe(false);
  expect(enoughAnswers(topology, asked({}), sources, answers(9, 9, 2))).toBe(false);
  expect(enoughAnswers(topology, asked({}), sources, answers(9, 9, 3))).toBe(true);
});

test('a real server without weight need not answer; a hashing scheduler reaches one of them', () => {
  const quiesced = {
    ...topology,
    realServers: topology.realServers.map((one, i) => ({ ...one, weight: i === 2 ? 0 : 1 })),
  };
  expect(enoughAnswers(quiesced, asked({}), sources, answers(3, 3))).toBe(true);
  expect(enoughAnswers(topology, asked({ scheduler: 'sh' }), sources, answers(0, 3))).toBe(true);
  expect(enoughAnswers(topology, asked({ scheduler: 'sh' }), sources, new Map())).toBe(false);
});

test('only the real servers of the service need answer, by its own weights', () => {
  expect(enoughAnswers(topology, asked({ weights: [60, null, 40] }), sources, answers(3, 0, 3))).toBe(true);
  expect(enoughAnswers(topology, asked({ weights: [60, 1, 40] }), sources, answers(3, 0, 3))).toBe(false);
});

test('with persistence each real server need answer once, as far as there are clients enough to be spread', () => {
  const persistent = asked({ scheduler: 'wlc', persistenceTimeoutMs: 60_000 });
  expect(enoughAnswers(topology, persistent, sources, answers(9, 9, 1))).toBe(true);
  expect(enoughAnswers(topology, persistent, sources, answers(9, 9))).toBe(false);
  expect(enoughAnswers(topology, persistent, sources, answers(1, 1, 1))).toBe(false);
  expect(enoughAnswers(topology, persistent, sources.slice(0, 3), answers(9))).toBe(true);
  // All of them in one net of clients: one real server gets them all.
  expect(enoughAnswers(topology, { ...persistent, persistencePrefixLength: 24 }, sources, answers(9))).toBe(true);
});

test('with persistence a real server of little weight need not answer, unless the scheduler ignores weights', () => {
  const heavy = {
    ...topology,
    realServers: topology.realServers.map((one, i) => ({ ...one, weight: i === 0 ? 100 : 1 })),
  };
  expect(enoughAnswers(heavy, asked({ scheduler: 'wrr', persistenceTimeoutMs: 60_000 }), sources, answers(9))).toBe(
    true,
  );
  expect(enoughAnswers(heavy, asked({ scheduler: 'rr', persistenceTimeoutMs: 60_000 }), sources, answers(9))).toBe(
    false,
  );
});

// Catches: a cluster that runs with a delay that nobody wrote down is given up before the preferred director is back.
test('what the directors really run with is waited for too', () => {
  const saidMs = changesEndMs(topology);
  const drifted = { ...topology, wrongOnPurpose: true } as const;
  expect(changesEndMs({ ...drifted, actually: { vrrp: { preemptDelayMs: 8000 } } })).toBeGreaterThan(8000 + 3000);
  expect(changesEndMs({ ...drifted, actually: { vrrp: { advertIntervalMs: 100 } } })).toBe(saidMs);
});

test('after Ctrl-C nobody waits for a cluster any more', async () => {
  const controller = new AbortController();
  // With persistence nobody asks before the tables are whole.
  const virtualServices = topology.virtualServices.map((one) => ({ ...one, persistenceTimeoutMs: 1000 }));
  let looks = 0;
  const cluster = {
    topology: { ...topology, virtualServices },
    async directorStates() {
      looks += 1;
      if (looks === 2) controller.abort(new Error('Interrupted.'));
      return [];
    },
  } as unknown as Cluster;
  await expect(waitReady(cluster, { signal: controller.signal })).rejects.toThrow('Interrupted.');
  await expect(waitReady(cluster, { signal: controller.signal })).rejects.toThrow('Interrupted.');
  expect(looks).toBe(2);
});
