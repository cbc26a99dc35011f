import { expect, test } from 'vitest';
import { throttledForMs } from './throttling.ts';

test('a starved cgroup stands still for the rest of its period', () => {
  expect(throttledForMs(10)).toBe(900);
  expect(throttledForMs(2)).toBe(980);
  expect(throttledForMs(100)).toBe(0);
});

test('less than a tick per period must be paid back in the next ones', () => {
  expect(throttledForMs(0.5)).toBe(1990);
});
