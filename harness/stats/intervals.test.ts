import { expect, test } from 'vitest';
import { overlapMs } from './intervals.ts';

const window = { fromMs: 0, toMs: 100 };

test('time with two at once', () => {
  const intervals = [
    { fromMs: 10, toMs: 50 },
    { fromMs: 40, toMs: 70 },
    { fromMs: 45, toMs: 60 },
  ];
  expect(overlapMs(intervals, window)).toBe(20);
  expect(overlapMs(intervals, window, 3)).toBe(5);
  expect(overlapMs(intervals, window, 1)).toBe(60);
});

test('only the window counts, also for what has not ended', () => {
  const intervals = [
    { fromMs: -50, toMs: Number.POSITIVE_INFINITY },
    { fromMs: 90, toMs: Number.POSITIVE_INFINITY },
  ];
  expect(overlapMs(intervals, window)).toBe(10);
});

test('a hand-over without a gap is no overlap', () => {
  const intervals = [
    { fromMs: 0, toMs: 50 },
    { fromMs: 50, toMs: 100 },
  ];
  expect(overlapMs(intervals, window)).toBe(0);
  expect(overlapMs([], window)).toBe(0);
});
