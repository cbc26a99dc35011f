import { expect, test } from 'vitest';
import { differencesOf } from './first-differences.ts';

test('leaves by their path, lists of another length by the names in them', () => {
  const a = {
    vrrp: { version: 2 },
    realServers: [{ name: 'one' }, { name: 'two' }],
    tags: ['x'],
    same: 1,
    inside: { subnet: 's', vip: 'v' },
  };
  const b = { vrrp: { version: 3 }, realServers: [{ name: 'one' }], tags: ['y', 'z'], same: 1, more: true };
  expect(differencesOf(a, b)).toEqual([
    { path: 'vrrp.version', a: '2', b: '3' },
    { path: 'realServers', a: 'one, two', b: 'one' },
    { path: 'tags', a: 'x', b: 'y, z' },
    { path: 'inside', a: 'subnet s, vip v', b: 'nothing' },
    { path: 'more', a: 'nothing', b: 'true' },
  ]);
});

test('within lists of one length, the place', () => {
  expect(differencesOf([{ weight: 1 }, { weight: 2 }], [{ weight: 1 }, { weight: 3 }])).toEqual([
    { path: '1.weight', a: '2', b: '3' },
  ]);
});

test('equal values have none, whatever the order of their fields', () => {
  expect(differencesOf({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toEqual([]);
  expect(differencesOf('x', 'x')).toEqual([]);
  expect(differencesOf([], [1])).toEqual([{ path: '', a: 'none', b: '1' }]);
});
