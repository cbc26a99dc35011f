import { expect, test } from 'vitest';
import type { Observation } from '../model.ts';
import { balancerDoubt } from './role-changes.ts';
import { adverts, holds, logged } from './scripted-run.ts';
import { balanceRecording, trialStartMs } from './synthetic-balance.ts';

const service = '198.18.0.10:8000';
const window = { fromMs: trialStartMs(0), toMs: trialStartMs(0) + 260 };

function doubt(...observations: Observation[]) {
  return balancerDoubt(balanceRecording({ observations }), service, window);
}

function inTable(at: number, weight: number | null): Observation {
  const counts = { activeConnections: 0, inactiveConnections: 0 };
  const value = { service, realServer: 'real-server-2', weight, ...counts, previousMs: at - 20 };
  return { series: 'destination', at, node: 'director-1', value };
}

test('one director, one table: no doubt, whatever comes before and after', () => {
  expect(doubt()).toBeNull();
  expect(doubt(...adverts(2, [window.toMs + 10]), inTable(window.toMs + 30, null), inTable(9000, 1))).toBeNull();
});

test('a change of roles or of the table in the middle is told', () => {
  expect(doubt(...adverts(2, [10_100]))).toBe('director-2 sent adverts as MASTER meanwhile');
  expect(doubt(holds(1, 10_100, false), holds(2, 10_101, true))).toMatch(/^director-1 lost the VIP 198.18.0.10/);
  expect(doubt(inTable(10_100, null))).toBe('the table of director-1 changed meanwhile: real-server-2 left the table');
  expect(doubt(inTable(10_100, 7))).toMatch(/real-server-2 had weight 7 in it all at once$/);
});

test('what nobody watched is not known', () => {
  const without = (...series: Observation['series'][]) =>
    balancerDoubt(balanceRecording({ without: series }), service, window);
  expect(without('advert')).toMatch(/no advert of a master/);
  expect(without('vip-holder')).toMatch(/nobody watched who holds the VIP/);
  expect(without('destination')).toMatch(/nobody watched the IPVS tables/);
});

test('without a watcher of the tables keepalived is asked: of this service, in this time', () => {
  const told = (at: number, line: string) =>
    balancerDoubt(
      balanceRecording({
        without: ['destination'],
        observations: [logged(1, 2000, 'Startup complete'), logged(1, at, line)],
      }),
      service,
      window,
    );
  const removal = (port: number) => `Removing service [198.18.0.22]:tcp:${port} from VS [198.18.0.10]:tcp:${port}`;
  expect(told(10_100, 'TCP connection to [198.18.0.22]:tcp:8000 success.')).toBeNull();
  expect(told(10_100, removal(8001))).toBeNull();
  expect(told(9_000, removal(8000))).toBeNull();
  expect(told(10_100, removal(8000))).toMatch(/^director-1 changed its table meanwhile: "Removing service/);
  expect(told(10_100, 'Got SIGHUP, reloading checker configuration')).toMatch(/reloading/);
});
