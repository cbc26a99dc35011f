import { expect, test } from 'vitest';
import { takesForeignVips, unheldMs } from './foreign-masters.ts';
import { holds, scripted } from './scripted-run.ts';

test.each([
  ['2.2.7', false],
  ['2.3.2', false],
  ['2.3.3', true],
  ['Keepalived v2.3.3 (03/30,2025)', true],
  ['2.4.0', true],
  ['3.0.1', true],
  ['unknown', null],
])('keepalived %s takes adverts with other VIPs for its own: %s', (version, takes) => {
  expect(takesForeignVips(version)).toBe(takes);
});

test('time without a holder', () => {
  const observations = [holds(1, 0, true), holds(1, 1000, false), holds(2, 1300, true), holds(2, 1800, false)];
  const recording = scripted({ observations });
  expect(unheldMs(recording, { fromMs: 500, toMs: 2000 })).toBe(500);
  expect(unheldMs(recording, { fromMs: 1400, toMs: 1700 })).toBe(0);
  expect(unheldMs(scripted({ observations: [] }), { fromMs: 0, toMs: 1 })).toBeNull();
});
