import { expect, test } from 'vitest';
import type { Observation } from '../../model.ts';
import { blankRun, handMade } from '../synthetic-run.ts';
import { clockOf } from './clock.ts';

const place = { source: '198.18.0.101', service: '198.18.0.10:80' };

function request(at: number, lateMs: number, sourcePort?: number): Observation<'request'> {
  const value = { outcome: 'ok', ...place, lateMs, latencyMs: 3, realServer: 'real-server-1' } as const;
  return {
    series: 'request',
    at,
    node: 'client-1',
    value: { ...value, ...(sourcePort === undefined ? {} : { sourcePort }) },
  };
}

function syn(at: number, sourcePort: number): Observation<'syn'> {
  return { series: 'syn', at, node: 'client-1', value: { ...place, sourcePort } };
}

test('the same packet is found by its port, and its first sending counts', () => {
  const observations = [
    request(1000, 0.5, 40_001),
    request(1010, 0.2, 40_002),
    request(1020, 0.2, 40_003),
    // Long after, the same port again.
    request(90_000, 0.1, 40_001),
    syn(1000.4, 40_001),
    syn(1010.5, 40_002),
    syn(1900, 40_002),
    syn(90_000.3, 40_001),
  ];
  const clock = clockOf(handMade(blankRun({}), observations));
  expect(clock?.packets).toBe(3);
  expect(clock?.medianMs).toBeCloseTo(-0.2);
  expect(clock?.worstMs).toBeCloseTo(0.3);
});

test('without ports, or without packets, there is nothing to compare', () => {
  expect(clockOf(handMade(blankRun({}), [request(1000, 0.5), syn(1000.4, 40_001)]))).toBeNull();
  expect(clockOf(handMade(blankRun({}), [request(1000, 0.5, 40_001)]))).toBeNull();
});
