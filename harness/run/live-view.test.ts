import { expect, test } from 'vitest';
import type { Observation, ProbeSettings, RequestOutcome } from '../model.ts';
import { liveView } from './live-view.ts';

const probe: ProbeSettings = { intervalMs: 10, deadlineMs: 900, delayThresholdMs: 100, connections: 2 };

function request(at: number, outcome: RequestOutcome = 'ok', latencyMs = 1): Observation {
  const value = {
    outcome,
    service: '198.18.0.100:80',
    source: '198.18.0.31',
    lateMs: 0,
    latencyMs,
    realServer: 'real-server-1',
  };
  return { series: 'request', at, node: 'client-1', value };
}

function advert(at: number, source: string, priority = 100): Observation {
  const value = { source, version: 2, virtualRouterId: 51, priority, sourceMac: '02:00:00:00:00:01' } as const;
  return { series: 'advert', at, node: 'client-1', value };
}

function connection(number: number, event: 'open' | 'lost'): Observation {
  return {
    series: 'connection',
    at: 1,
    node: 'client-1',
    value: { connection: number, event, source: '', realServer: null },
  };
}

test('traffic is clean since the newest impaired request, lost or late, in whatever order they come', () => {
  const view = liveView(probe);
  expect(view.cleanForMs()).toBe(0);
  view.take(request(1000));
  view.take(request(1500));
  expect(view.cleanForMs()).toBe(500);
  view.take(request(1200, 'ok', 101));
  expect(view.cleanForMs()).toBe(300);
  view.take(request(1490, 'reset'));
  view.take(request(2000));
  expect(view.cleanForMs()).toBe(510);
  view.take(request(2010, 'connect-timeout'));
  expect(view.cleanForMs()).toBe(0);
});

test('adverts: last of one, first of another, who is alone; goodbyes do not count', () => {
  const view = liveView(probe);
  view.take(advert(1000, '198.18.0.11'));
  view.take(advert(1500, '198.18.0.11', 0));
  view.take(advert(2148, '198.18.0.12', 90));
  expect(view.lastAdvertMs('198.18.0.11')).toBe(1000);
  expect(view.firstAdvertOfOther('198.18.0.11', 1000)).toEqual({ source: '198.18.0.12', atMs: 2148 });
  expect(view.firstAdvertOfOther('198.18.0.11', 2149)).toBeNull();
  expect(view.aloneForMs('198.18.0.11')).toBe(0);
  expect(view.aloneForMs('198.18.0.12')).toBe(0);
  view.take(advert(3148, '198.18.0.12', 90));
  view.take(request(3600));
  expect(view.aloneForMs('198.18.0.12')).toBe(3600 - 2148);
  expect(view.latestMs()).toBe(3600);
});

test('connections are open until they are lost', () => {
  const view = liveView(probe);
  for (const one of [connection(1, 'open'), connection(2, 'open'), connection(1, 'lost')]) view.take(one);
  expect(view.openConnections()).toBe(1);
});

test('a real server has the weight that each director last showed, and none before it was seen', () => {
  const view = liveView(probe);
  const destination = (node: string, weight: number | null): Observation => ({
    series: 'destination',
    at: 1,
    node,
    value: {
      service: '198.18.0.100:80',
      realServer: 'real-server-1',
      weight,
      activeConnections: 0,
      inactiveConnections: 0,
      previousMs: 1,
    },
  });
  const weightOn = (director: string) => view.weightOf(director, '198.18.0.100:80', 'real-server-1');
  expect(weightOn('director-1')).toBeUndefined();
  for (const weight of [1, 0]) view.take(destination('director-1', weight));
  view.take(destination('director-2', 1));
  expect([weightOn('director-1'), weightOn('director-2')]).toEqual([0, 1]);
  view.take(destination('director-1', null));
  expect(weightOn('director-1')).toBeNull();
  expect(view.weightOf('director-2', '198.18.0.100:81', 'real-server-1')).toBeUndefined();
});
