import { expect, test } from 'vitest';
import type { Observation, RequestValue } from '../model.ts';
import { seededRandom } from '../stats/seeded-random.ts';
import { requestColumns } from './request-columns.ts';

const value: RequestValue = {
  outcome: 'ok',
  service: '198.18.0.10:80',
  source: '198.18.0.101',
  lateMs: 0.125,
  latencyMs: 1.5,
  realServer: 'real-server-1',
};

function request(at: number, changes: Partial<RequestValue> = {}): Observation<'request'> {
  return { series: 'request', at, node: 'client-1', value: { ...value, ...changes } };
}

function listOf(requests: readonly Observation<'request'>[]) {
  const columns = requestColumns();
  for (const one of requests) columns.append(one);
  return columns.list();
}

test('what was appended comes back, also what is null or negative or was never there before', () => {
  const all = [
    request(1),
    request(2, { outcome: 'connect-timeout', realServer: null, latencyMs: 900.001 }),
    { ...request(3, { service: '198.18.0.11:8080', source: '', lateMs: -0.5 }), node: 'client-2' },
  ];
  expect(listOf(all)).toEqual(all);
});

test('they are listed by their instants, those of one instant as they came', () => {
  const random = seededRandom(5);
  const all = Array.from({ length: 5000 }, (_, index) => request(Math.floor(random() * 700), { latencyMs: index }));
  expect(listOf(all)).toEqual(all.toSorted((a, b) => a.at - b.at));
});

test('no requests are an empty list', () => {
  expect(listOf([])).toEqual([]);
});
