import { describe, expect, test } from 'vitest';
import { syntheticTopology } from './measure/synthetic-run.ts';
import type { CheckTiming, HttpCheck, MiscCheck, Stranger, Topology } from './model.ts';
import { topologyMistakes } from './topology-mistakes.ts';

/** The mistakes of a good topology after one change. */
function mistakesAfter(change: (topology: Topology) => void): string {
  const topology = structuredClone(syntheticTopology());
  change(topology);
  return topologyMistakes(topology).join('\n');
}

function first<T>(list: T[]): T {
  const [one] = list;
  if (one === undefined) throw new Error('the list is empty');
  return one;
}

test('a good topology has none', () => {
  expect(topologyMistakes(syntheticTopology())).toEqual([]);
});

const cases: [string, (topology: Topology) => void, string | RegExp][] = [
  ['a subnet outside the benchmarking range', (t) => (t.subnet = '192.0.2.0/24'), 'must lie inside 198.18.0.0/15'],
  ['a subnet wider than the benchmarking range', (t) => (t.subnet = '198.16.0.0/14'), 'must lie inside 198.18.0.0/15'],
  ['a subnet with host bits', (t) => (t.subnet = '198.18.0.1/24'), 'with all host bits zero'],
  [
    'an address outside',
    (t) => (first(t.realServers).address = '198.19.0.21'),
    '198.19.0.21 of real-server-1 is outside',
  ],
  ['a source address outside', (t) => first(t.clients).sourceAddresses.push('198.19.0.1'), 'of client-1 is outside'],
  ['no address', (t) => (first(t.clients).address = '198.18.0.300'), 'is not an IPv4 address'],
  ['the broadcast address', (t) => (first(t.clients).address = '198.18.0.255'), 'network or broadcast'],
  ['the gateway', (t) => (first(t.clients).address = '198.18.0.1'), 'keeps for a gateway'],
  ['one address twice', (t) => (first(t.clients).address = '198.18.0.11'), 'more than once: director-1, client-1'],
  [
    'a VIP that a node has',
    (t) => (first(t.virtualServices).vip = '198.18.0.21'),
    'more than once: real-server-1, VIP',
  ],
  [
    'a flag of another scheduler',
    (t) => (first(t.virtualServices).schedulerFlags = ['sh-port']),
    'sh-port of 198.18.0.10:80 is without effect: its scheduler is rr',
  ],
  [
    'a flag twice',
    (t) => Object.assign(first(t.virtualServices), { scheduler: 'mh', schedulerFlags: ['mh-port', 'mh-port'] }),
    'mh-port of 198.18.0.10:80 is there more than once',
  ],
  [
    'too few weights',
    (t) => (first(t.virtualServices).weights = [1, null]),
    '198.18.0.10:80 has 2 weights for 3 real servers',
  ],
  [
    'a service without real servers',
    (t) => (first(t.virtualServices).weights = [null, null, null]),
    'must have at least one real server',
  ],
  [
    'a weight of a service beyond what IPVS takes',
    (t) => (first(t.virtualServices).weights = [1, 65_536, null]),
    'Weight of real-server-2 in 198.18.0.10:80 must be',
  ],
  [
    'a quorum beyond the weights of its service',
    (t) => Object.assign(first(t.virtualServices), { weights: [1, null, null], quorum: 2 }),
    'Quorum of 198.18.0.10:80 must be',
  ],
  [
    'nothing that readiness may ask',
    (t) => (first(t.virtualServices).untouched = true),
    'Every virtual service is untouched',
  ],
  ['one name twice', (t) => (first(t.realServers).name = 'director-1'), "Name 'director-1' is there more than once"],
  ['a name with a blank', (t) => (first(t.realServers).name = 'web 1'), "Name 'web 1' must be"],
  ['no directors', (t) => (t.directors = []), 'at least one director'],
  ['no real servers', (t) => (t.realServers = []), 'at least one real server'],
  ['no clients', (t) => (t.clients = []), 'at least one client'],
  ['no services', (t) => (t.virtualServices = []), 'at least one virtual service'],
  [
    'one service twice',
    (t) => t.virtualServices.push(first(t.virtualServices)),
    '198.18.0.10:80 is there more than once',
  ],
  ['a half second in version 2', (t) => (t.vrrp.advertIntervalMs = 500), 'whole seconds only'],
  ['priority 256', (t) => (first(t.directors).priority = 256), 'from 1 to 255, got 256'],
  ['priority 0', (t) => (first(t.directors).priority = 0), 'from 1 to 255, got 0'],
  ['virtual router id 0', (t) => (t.vrrp.virtualRouterId = 0), 'Virtual router id must be'],
  ["a director's virtual router id 256", (t) => (first(t.directors).virtualRouterId = 256), 'id of director-1 must be'],
  ['half a second of delay', (t) => (t.vrrp.preemptDelayMs = 1500), 'preemptDelayMs must be whole seconds, 1 to 1000'],
  ['too long a delay', (t) => (t.vrrp.preemptDelayMs = 1_001_000), 'preemptDelayMs must be whole seconds, 1 to 1000'],
  [
    'a delay of no preemption',
    (t) => Object.assign(t.vrrp, { preempt: false, preemptDelayMs: 3000 }),
    'without effect where there is no preemption',
  ],
  [
    'a delay of a director that starts as MASTER',
    (t) => {
      t.vrrp.preemptDelayMs = 3000;
      first(t.directors).initialState = 'MASTER';
    },
    'honours preempt_delay only there',
  ],
  [
    'no preemption with priority 255',
    (t) => {
      t.vrrp.preempt = false;
      first(t.directors).priority = 255;
    },
    'director-1 must have a priority below 255',
  ],
  [
    'realtime priority 100',
    (t) => (t.vrrp.realtimePriority = 100),
    'realtimePriority must be a whole number from 1 to 99',
  ],
  ['a weight too high', (t) => (first(t.realServers).weight = 65_536), 'Weight of real-server-1 must be'],
  ['half a weight', (t) => (first(t.realServers).weight = 0.5), 'Weight of real-server-1 must be'],
  ['a long password', (t) => (t.vrrp.password = 'ninechars'), 'The password of the VRRP instance must be 1 to 8'],
  ['a commented password', (t) => (first(t.directors).password = '#a'), 'The password of director-1 must be 1 to 8'],
  ['no port', (t) => (first(t.virtualServices).port = 0), 'Port of 198.18.0.10:0 must be'],
  ['half a second of persistence', (t) => (first(t.virtualServices).persistenceTimeoutMs = 500), 'whole seconds'],
  ['no check interval', (t) => (first(t.virtualServices).healthCheck.delayLoopMs = 0), 'delayLoopMs'],
];

test.each(cases)('%s', (_, change, expected) => {
  const mistakes = mistakesAfter((topology) => void change(topology));
  expect(mistakes.split('\n')).toHaveLength(1);
  expect(mistakes).toMatch(expected);
});

const timing: CheckTiming = { delayLoopMs: 1000, connectTimeoutMs: 1000, retries: 1, delayBeforeRetryMs: 1000 };
const http = (url: HttpCheck['urls'][number]): HttpCheck => ({ ...timing, type: 'HTTP_GET', urls: [url] });
const misc = (timeoutMs: number): MiscCheck => ({ ...timing, type: 'MISC_CHECK', timeoutMs });
const digest = '0123456789abcdef0123456789abcdef';

const serviceCases: [string, Partial<Topology['virtualServices'][number]>, string][] = [
  ['a sorry server that is not there', { sorryServer: true }, '198.18.0.10:80 asks for a sorry server'],
  ['quorum 0', { quorum: 0 }, 'Quorum of 198.18.0.10:80 must be a whole number from 1 to 3, got 0'],
  ['a quorum that three servers cannot make', { quorum: 4 }, 'from 1 to 3, got 4'],
  ['a hysteresis as high as the quorum', { quorum: 2, hysteresis: 2 }, 'Hysteresis of 198.18.0.10:80 must be'],
  ['a hysteresis of the default quorum', { hysteresis: 1 }, 'Hysteresis of 198.18.0.10:80 must be'],
  ['an empty label', { label: ' ' }, 'label of 198.18.0.10:80 must not be empty'],
  ['a net without persistence', { persistencePrefixLength: 24 }, 'it has no persistence timeout'],
  ['a net of all', { persistenceTimeoutMs: 1000, persistencePrefixLength: 0 }, 'from 1 to 32, got 0'],
  ['a MISC_CHECK with half a second', { healthCheck: misc(1500) }, 'timeoutMs of 198.18.0.10:80 must be whole seconds'],
  ['a MISC_CHECK without time', { healthCheck: misc(0) }, 'timeoutMs of 198.18.0.10:80 must be whole seconds'],
  ['a check on port 0', { healthCheck: { ...misc(1000), port: 0 } }, 'Port of the health check of 198.18.0.10:80'],
  ['no URL', { healthCheck: { ...timing, type: 'HTTP_GET', urls: [] } }, 'must have at least one URL'],
  [
    'a relative path',
    { healthCheck: http({ path: 'index.html' }) },
    "URL 'index.html' of 198.18.0.10:80 must be a path",
  ],
  ['a path with a blank', { healthCheck: http({ path: '/a b' }) }, "URL '/a b' of 198.18.0.10:80 must be a path"],
  ['status 600', { healthCheck: http({ path: '/', statusCode: 600 }) }, 'from 100 to 599, got 600'],
  ['a short digest', { healthCheck: http({ path: '/', digest: 'abc' }) }, "32 hexadecimal digits (MD5), got 'abc'"],
  [
    'half a retry',
    { healthCheck: { ...timing, type: 'TCP_CHECK', retries: 0.5 } },
    'retries of 198.18.0.10:80 must be',
  ],
];

test.each(serviceCases)('%s', (_, change, expected) => {
  const mistakes = mistakesAfter((topology) => void Object.assign(first(topology.virtualServices), change));
  expect(mistakes.split('\n')).toHaveLength(1);
  expect(mistakes).toContain(expected);
});

test('everything that can be asked of a service', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.sorryServer = { name: 'sorry-server', address: '198.18.0.29' };
    topology.syncDaemon = true;
    topology.directorSysctls = { 'net.ipv4.vs.expire_nodest_conn': '1' };
    Object.assign(topology.vrrp, { preemptDelayMs: 3000, realtimePriority: 50 });
    Object.assign(first(topology.virtualServices), {
      label: 'all of it',
      persistenceTimeoutMs: 1000,
      persistencePrefixLength: 24,
      sorryServer: true,
      quorum: 3,
      hysteresis: 2,
      inhibitOnFailure: true,
      healthCheck: http({ path: '/health.html', statusCode: 200, digest }),
    });
    topology.virtualServices.push({
      ...first(topology.virtualServices),
      port: 81,
      label: 'b',
      healthCheck: misc(1000),
    });
  });
  expect(mistakes).toBe('');
});

test('one label twice', () => {
  const mistakes = mistakesAfter((topology) => {
    first(topology.virtualServices).label = 'tcp';
    topology.virtualServices.push({ ...first(topology.virtualServices), port: 81 });
  });
  expect(mistakes).toBe("Label 'tcp' is there more than once.");
});

const stranger: Stranger = {
  name: 'stranger-1',
  address: '198.18.0.61',
  priority: 95,
  vip: '198.18.0.200',
  virtualRouterId: 51,
};

test('the directors of another cluster share its VIP', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.strangers = [stranger, { ...stranger, name: 'stranger-2', address: '198.18.0.62' }];
  });
  expect(mistakes).toBe('');
});

const strangerCases: [string, Partial<Stranger>, string][] = [
  ["a director's name", { name: 'director-1' }, "Name 'director-1' is there more than once"],
  ["a director's address", { address: '198.18.0.11' }, 'more than once: director-1, stranger-1'],
  ['an address outside', { address: '198.19.0.61' }, '198.19.0.61 of stranger-1 is outside'],
  ['our VIP', { vip: '198.18.0.10' }, "more than once: VIP, another cluster's VIP"],
  ['a VIP outside', { vip: '198.19.0.200' }, "198.19.0.200 of another cluster's VIP is outside"],
  ['a priority of 0', { priority: 0 }, 'Priority of stranger-1 must be'],
  ['a virtual router id of 0', { virtualRouterId: 0 }, 'Virtual router id of stranger-1 must be'],
  ['a long password', { password: 'ninechars' }, 'The password of stranger-1 must be'],
];

test.each(strangerCases)('a director of another cluster with %s', (_, change, expected) => {
  const mistakes = mistakesAfter((topology) => {
    topology.strangers = [{ ...stranger, ...change }];
  });
  expect(mistakes.split('\n')).toHaveLength(1);
  expect(mistakes).toContain(expected);
});

test('a sorry server has a name and an address of its own', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.sorryServer = { name: 'real-server-1', address: '198.18.0.21' };
  });
  expect(mistakes).toContain("Name 'real-server-1' is there more than once.");
  expect(mistakes).toContain('more than once: real-server-1, real-server-1');
});

test('sysctls are those of IPv4, with a value', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.directorSysctls = { 'kernel.panic': '1', 'net.ipv4.vs.conntrack': '' };
  });
  expect(mistakes).toBe(
    "sysctl 'kernel.panic' must be one below net.ipv4.\nsysctl 'net.ipv4.vs.conntrack' must have a value.",
  );
});

describe('wrong on purpose', () => {
  const interval = (topology: Topology) => Object.assign(topology.vrrp, { advertIntervalMs: 400 });

  test('an interval that keepalived rounds is let pass, and nothing else', () => {
    const mistakes = mistakesAfter((topology) => {
      topology.wrongOnPurpose = true;
      interval(topology);
      first(topology.directors).priority = 0;
    });
    expect(mistakes).toBe('Priority of director-1 must be a whole number from 1 to 255, got 0.');
    expect(mistakesAfter(interval)).toContain('whole seconds only');
  });

  test('within limits', () => {
    for (const advertIntervalMs of [405, 0, 256_000]) {
      const mistakes = mistakesAfter((topology) => {
        topology.wrongOnPurpose = true;
        topology.vrrp.advertIntervalMs = advertIntervalMs;
      });
      expect(mistakes).toContain('VRRP version 2 knows multiples of 10 ms, 10 to 255000.');
    }
  });
});

test('version 3 has no password and knows hundredths of a second', () => {
  const mistakes = mistakesAfter((topology) => Object.assign(topology.vrrp, { version: 3, advertIntervalMs: 105 }));
  expect(mistakes).toContain('multiples of 10 ms');
  expect(mistakes).toContain('VRRP version 3 has none');
});

test('no preemption needs BACKUP', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.vrrp.preempt = false;
    first(topology.directors).initialState = 'MASTER';
  });
  expect(mistakes).toBe('director-1 must have initialState BACKUP: keepalived honours nopreempt only there.');
});

test('all mistakes are told at once', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.vrrp.advertIntervalMs = 1500;
    first(topology.directors).priority = 300;
    first(topology.realServers).weight = -1;
    topology.clients = [];
  });
  expect(mistakes.split('\n')).toHaveLength(4);
});
