import { describe, expect, test } from 'vitest';
import { usedAdvertIntervalMs } from './advert-interval.ts';
import {
  gracefulTakeoverMs,
  masterDownIntervalMs,
  preemptionMs,
  preemptionRangeMs,
  silentTakeoverMs,
  silentTakeoverRangeMs,
  skewTimeMs,
  takesOverAtOnce,
} from './timing.ts';

/** MEASURING 2.2, seconds: version, interval, priority, skew, master-down, earliest and latest silent takeover. */
const worked: [2 | 3, number, number, number, number, number, number][] = [
  [2, 1, 100, 0.6094, 3.6094, 2.609, 3.609],
  [2, 1, 90, 0.6484, 3.6484, 2.648, 3.648],
  [2, 1, 50, 0.8047, 3.8047, 2.805, 3.805],
  [3, 1, 100, 0.6094, 3.6094, 2.609, 3.609],
  [3, 1, 90, 0.6484, 3.6484, 2.648, 3.648],
  [3, 1, 50, 0.8047, 3.8047, 2.805, 3.805],
  [2, 5, 100, 0.6094, 15.6094, 10.609, 15.609],
  [2, 5, 90, 0.6484, 15.6484, 10.648, 15.648],
  [2, 5, 50, 0.8047, 15.8047, 10.805, 15.805],
  [3, 5, 100, 3.0469, 18.0469, 13.047, 18.047],
  [3, 5, 90, 3.2422, 18.2422, 13.242, 18.242],
  [3, 5, 50, 4.0234, 19.0234, 14.023, 19.023],
  [3, 0.1, 90, 0.0648, 0.3648, 0.265, 0.365],
];

describe.each(worked)(
  'version %i, interval %f s, priority %i',
  (version, interval, priority, skew, down, low, high) => {
    const vrrp = { version, advertIntervalMs: interval * 1000 };

    test('skew time and master-down interval', () => {
      expect(skewTimeMs(vrrp, priority) / 1000).toBeCloseTo(skew, 4);
      expect(masterDownIntervalMs(vrrp, priority) / 1000).toBeCloseTo(down, 4);
    });

    test('takeover', () => {
      const range = silentTakeoverRangeMs(vrrp, priority);
      expect(range.low / 1000).toBeCloseTo(low, 2);
      expect(range.high / 1000).toBeCloseTo(high, 2);
      expect(gracefulTakeoverMs(vrrp, priority) / 1000).toBeCloseTo(skew, 4);
    });
  },
);

test('a microsecond that does not fit is dropped, as in keepalived', () => {
  expect(skewTimeMs({ version: 3, advertIntervalMs: 100 }, 90)).toBe(64.843);
  expect(skewTimeMs({ version: 2, advertIntervalMs: 1000 }, 90)).toBe(648.437);
  expect(masterDownIntervalMs({ version: 2, advertIntervalMs: 1000 }, 90)).toBe(3648.437);
});

test('the time since the last advert counts', () => {
  expect(silentTakeoverMs({ version: 2, advertIntervalMs: 1000 }, 90, 500)).toBeCloseTo(3148.437, 6);
});

test('a preempting router waits for its own interval: 3.640 s were measured for 30 ms of start-up', () => {
  expect(preemptionMs({ version: 2, advertIntervalMs: 1000 }, 100, 30)).toBeCloseTo(3639.375, 3);
});

describe('the return of a router with preemption', () => {
  const vrrp = { version: 2, advertIntervalMs: 1000 } as const;
  const director = { priority: 100, initialState: 'BACKUP' } as const;

  test('waits for its master-down interval, whatever its initial state', () => {
    expect(preemptionRangeMs(vrrp, director, 30)).toEqual({ low: 3639.375, high: 3639.375 });
    expect(preemptionRangeMs(vrrp, { ...director, initialState: 'MASTER' }, 30).low).toBe(3639.375);
  });

  test('waits for preempt_delay, which each lower advert prolongs: 5.926 s were measured', () => {
    expect(preemptionRangeMs({ ...vrrp, preemptDelayMs: 3000 }, director, 0)).toEqual({
      low: 5609.375,
      high: 6609.375,
    });
  });

  test('a delay below the interval costs the wait for the first advert only', () => {
    const range = preemptionRangeMs({ version: 2, advertIntervalMs: 5000, preemptDelayMs: 1000 }, director, 0);
    expect(range).toEqual({ low: 15_609.375, high: 20_609.375 });
  });

  test('a delay that is no multiple of the interval lasts until the next advert', () => {
    const range = preemptionRangeMs({ version: 2, advertIntervalMs: 2000, preemptDelayMs: 3000 }, director, 0);
    expect(range).toEqual({ low: 2000 + 6609.375, high: 4000 + 6609.375 });
  });

  test('priority 255 takes over at once where it starts as MASTER: 0.103 s were measured', () => {
    expect(preemptionRangeMs(vrrp, { priority: 255, initialState: 'MASTER' }, 100)).toEqual({ low: 100, high: 100 });
    expect(takesOverAtOnce({ priority: 254, initialState: 'MASTER' })).toBe(false);
  });

  test('priority 255 that starts as BACKUP has the shortest skew time there is', () => {
    expect(skewTimeMs(vrrp, 255)).toBe(3.906);
    expect(skewTimeMs({ version: 3, advertIntervalMs: 5000 }, 255)).toBe(19.531);
    expect(preemptionRangeMs(vrrp, { priority: 255, initialState: 'BACKUP' }, 0).low).toBe(3003.906);
  });
});

test('an interval that the version cannot say is rounded first', () => {
  expect(usedAdvertIntervalMs({ version: 2, advertIntervalMs: 400 })).toBe(1000);
  expect(usedAdvertIntervalMs({ version: 2, advertIntervalMs: 1500 })).toBe(2000);
  expect(usedAdvertIntervalMs({ version: 2, advertIntervalMs: 400_000 })).toBe(255_000);
  expect(usedAdvertIntervalMs({ version: 3, advertIntervalMs: 400 })).toBe(400);
  expect(usedAdvertIntervalMs({ version: 3, advertIntervalMs: 4 })).toBe(10);
  expect(masterDownIntervalMs({ version: 2, advertIntervalMs: 400 }, 90)).toBe(3648.437);
});
