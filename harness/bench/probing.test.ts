import { expect, test } from 'vitest';
import { openLoopback } from './loopback.ts';
import { measureProbing, summary } from './probing.ts';

const request = (dueMs: number, lateMs: number, outcome: 'ok' | 'refused' = 'ok') => ({
  dueMs,
  lateMs,
  latencyMs: lateMs + 1.5,
  outcome,
});

test('requests count for the rate when they were sent, and for lateness when they were due', () => {
  const sent = [
    request(90, 20),
    request(100, 1),
    request(110, 2),
    request(120, 3, 'refused'),
    request(130, 80),
    request(200, 9),
  ];
  expect(summary(sent, { fromMs: 100, toMs: 200 }, 10, ['trouble'])).toEqual({
    // 90 late by 20, 100, 110 and 120.
    perSecond: 40,
    lateMs: { p50: 2.5, p99: expect.closeTo(77.69, 2), max: 80 },
    answerMs: 1.5,
    // Ten were due, three of those that were sent got a good answer.
    lost: 7,
    troubles: ['trouble'],
  });
});

test('a window in which nothing was sent', () => {
  expect(summary([], { fromMs: 0, toMs: 1000 }, 10, [])).toEqual({
    perSecond: 0,
    lateMs: { p50: 0, p99: 0, max: 0 },
    answerMs: 0,
    lost: 100,
    troubles: [],
  });
});

test('the prober on loopback sends what is due, and a server answers', async () => {
  await using loopback = await openLoopback();
  const service = { vip: '127.0.0.1', port: loopback.port, sources: ['127.0.0.1', '127.0.0.2'] };
  const options = { services: [service], intervalMs: 20, deadlineMs: 900 };
  const probing = await measureProbing(async (onLine) => loopback.run('probe', options, onLine), {
    intervalMs: 20,
    windowMs: 400,
  });
  expect(probing.perSecond).toBeGreaterThan(25);
  expect(probing.lost).toBeLessThan(10);
  expect(probing.troubles).toEqual([]);
  expect(probing.answerMs).toBeGreaterThan(0);
});

test('a prober that ends by itself is an error with its words', async () => {
  await using loopback = await openLoopback();
  const wrong = { services: [], intervalMs: 20, deadlineMs: 900 };
  const probing = measureProbing(async (onLine) => loopback.run('probe', wrong, onLine), {
    intervalMs: 20,
    windowMs: 100,
  });
  await expect(probing).rejects.toThrow(/ended by itself: .*`services`/);
});
