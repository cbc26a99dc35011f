import { expect, test } from 'vitest';
import type { Scheduler, ServerFailure, VirtualService } from '../model.ts';
import { type Counts, predictFailedShare } from './failed-share.ts';
import { syntheticTopology } from './synthetic-run.ts';

const [base] = syntheticTopology().virtualServices;
const servers = [5, 3, 2].map((weight, n) => ({ name: `s${n}`, address: `198.18.0.${21 + n}`, weight }));

const even: Counts = { even: true, longLived: false };

function share(
  scheduler: Scheduler,
  change: Partial<VirtualService> = {},
  failed = ['s0'],
  failure: ServerFailure = 'refused',
  counts = even,
) {
  if (base === undefined) throw new Error('there is no service');
  return predictFailedShare({ ...base, scheduler, ...change }, servers, failed, failure, counts);
}

test('by turns: equal parts under rr, by weight under wrr', () => {
  expect(share('rr')).toMatchObject({ low: 1 / 3, high: 1 / 3 });
  expect(share('wrr')).toMatchObject({ low: 0.5, high: 0.5 });
});

test('by count: a refusal makes a server look busy, but idle under NAT', () => {
  expect(share('wlc')).toMatchObject({ low: 0, high: 0.5 });
  expect(share('wlc', { forwardingMethod: 'NAT' })).toMatchObject({ low: 0.5, high: 1 });
});

test('by count: one that answers wrongly gets its part, or more where it closes its long-lived connections', () => {
  const wrongly = (failure: ServerFailure, counts: Partial<Counts> = {}) =>
    share('wlc', {}, ['s0'], failure, { ...even, ...counts });
  expect(wrongly('error-status')).toMatchObject({ low: 0.5, high: 0.5 });
  expect(wrongly('error-status', { longLived: true })).toMatchObject({ low: 0.5, high: 1 });
  expect(wrongly('wrong-content', { longLived: true })).toMatchObject({ low: 0.5, high: 0.5 });
  expect(wrongly('error-status', { even: false })).toBeNull();
});

test('all of them, whatever the scheduler; none that has a weight; no prediction', () => {
  expect(share('sed', {}, ['s0', 's1', 's2'])).toMatchObject({ low: 1, high: 1 });
  expect(share('sed')).toBeNull();
  const idle = servers.map((one) => ({ ...one, weight: 0 }));
  if (base !== undefined) expect(predictFailedShare(base, idle, ['s0'], 'refused', even)).toBeNull();
});
