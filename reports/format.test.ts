import { expect, test } from 'vitest';
import {
  counted,
  formatBytes,
  formatIn,
  formatMeasured,
  formatMs,
  formatNumber,
  formatRange,
  formatShare,
} from './format.ts';

test.each([
  [0, '0 ms'],
  [0.254, '0.25 ms'],
  [12.34, '12.3 ms'],
  [600, '600 ms'],
  [999.94, '999.9 ms'],
  [999.96, '1.000 s'],
  [3648.4, '3.648 s'],
  [-43.26, '−43.3 ms'],
])('%d ms reads %s', (ms, text) => expect(formatMs(ms)).toBe(text));

test('numbers of one range or one measurement share a unit', () => {
  expect(formatRange('ms', { low: 0, high: 3648.4 })).toBe('0.000 .. 3.648 s');
  expect(formatRange('ms', { low: 643.4, high: 748.4 })).toBe('643.4 .. 748.4 ms');
  expect(formatRange('ms', { low: 5, high: 5 })).toBe('5 ms');
  expect(formatMeasured('ms', { median: 3649.1, min: 3648.2, max: 3650.4, trials: 3 })).toBe(
    '3.649 [3.648 .. 3.650] s',
  );
  expect(formatMeasured('ms', { median: 600, min: 600, max: 600, trials: 3 })).toBe('600 ms');
});

test('a range whose ends read alike is one number, and a sentence has a word between two that do not', () => {
  expect(formatRange('ms', { low: 3648.7, high: 3649.3 }, ' to ')).toBe('3.649 s');
  expect(formatRange('ms', { low: 3542, high: 3648 }, ' to ')).toBe('3.542 to 3.648 s');
});

test('other units keep their own, in the singular for one', () => {
  expect(formatIn('holders', 1)).toBe('1 holder');
  expect(formatIn('holders', 2)).toBe('2 holders');
  expect(formatIn('', 2.5)).toBe('2.50');
});

test('counts are grouped from five digits on, and an empty whole has no share', () => {
  expect(formatNumber(1234)).toBe('1234');
  expect(formatNumber(1234567.8, 1)).toBe('1\u{2009}234\u{2009}567.8');
  expect(formatNumber(-0.01, 1)).toBe('0.0');
  expect(formatShare(1, 3)).toBe('33.3 %');
  expect(formatShare(0, 0)).toBe('none');
  expect([counted(1, 'trial'), counted(0, 'trial')]).toEqual(['1 trial', '0 trials']);
});

test('a file’s size in the unit that suits it', () => {
  expect([0, 999, 1000, 12_345, 2_040_000].map(formatBytes)).toEqual(['0 B', '999 B', '1.0 kB', '12.3 kB', '2.0 MB']);
});
