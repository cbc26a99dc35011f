import { expect, test } from 'vitest';
import type { CheckTiming, HttpCheck, MiscCheck, Topology } from '../model.ts';
import { first, mistakesAfter } from './mistakes-after.ts';

const cases: [string, (topology: Topology) => void, string | RegExp][] = [
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
    'one service twice',
    (t) => t.virtualServices.push(first(t.virtualServices)),
    '198.18.0.10:80 is there more than once',
  ],
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
  ['a path with a variable', { healthCheck: http({ path: '/$X' }) }, "URL '/$X' of 198.18.0.10:80 must be a path"],
  ['a path that render-config changes', { healthCheck: http({ path: '/@INTERFACE@' }) }, 'must be a path'],
  ['a path with a NUL', { healthCheck: http({ path: '/\0' }) }, 'must be a path'],
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
