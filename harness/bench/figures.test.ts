import { describe, expect, test } from 'vitest';
import { figure, ratio, target, wasBusy } from './figures.ts';

const quiet = { median: 0.01, max: 0.05 };
const busy = { median: 0.02, max: 0.6 };

test('a figure has its samples, their median and extremes', () => {
  expect(figure('ours', 'ms', [3, 1, 2, 10])).toEqual({
    what: 'ours',
    unit: 'ms',
    samples: [3, 1, 2, 10],
    median: 2.5,
    min: 1,
    max: 10,
  });
  expect(() => figure('ours', 'ms', [])).toThrow('Nothing was measured of: ours');
});

test('a ratio is that of the medians, with those of the rounds beside it', () => {
  const made = ratio('plain by ours', figure('plain', 'ms', [20, 30, 26]), figure('ours', 'ms', [10, 10, 13]));
  expect(made).toEqual({
    what: 'plain by ours',
    of: 'plain',
    over: 'ours',
    ofMedians: 2.6,
    ofRounds: [2, 3, 2],
    min: 2,
    max: 3,
  });
  expect(() => ratio('x', figure('a', 'ms', [1, 2]), figure('b', 'ms', [1]))).toThrow('2 samples of a, 1 of b');
});

describe('a target', () => {
  const limits = { what: 'p99 lateness', unit: 'ms', atMost: 2 };

  test('is met at its limit, missed beyond it', () => {
    expect(target(limits, 2, quiet)).toEqual({ ...limits, measured: 2, verdict: 'met' });
    expect(target(limits, 2.01, quiet).verdict).toBe('missed');
    expect(target({ what: 'faster', unit: 'times', atLeast: 2 }, 2, quiet).verdict).toBe('met');
    expect(target({ what: 'faster', unit: 'times', atLeast: 2 }, 1.99, quiet).verdict).toBe('missed');
  });

  test('that is missed on a busy machine proves nothing, one that is met does', () => {
    expect(target(limits, 5, busy).verdict).toBe('unknown');
    expect(target(limits, 1, busy).verdict).toBe('met');
    expect(target({ ...limits, whateverElseRuns: true }, 5, busy).verdict).toBe('missed');
  });

  test('of nothing measured is unknown', () => {
    expect(target(limits, null, quiet)).toMatchObject({ measured: null, verdict: 'unknown' });
    expect(target({ ...limits, whateverElseRuns: true }, null, null).verdict).toBe('unknown');
  });
});

test('a machine is busy by its worst moment; where nobody looked, it is not said to be', () => {
  expect([quiet, busy, null].map(wasBusy)).toEqual([false, true, false]);
});
