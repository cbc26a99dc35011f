import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test('the nearest name that is near enough', () => {
  const known = ['failover', 'forwarding', 'health'];
  expect(nearest('failovr', known)).toBe('failover');
  expect(nearest('helth', known)).toBe('health');
  expect(nearest('dance', known)).toBeNull();
  expect(nearest('', ['a', 'failover'])).toBe('a');
});

test('a name that is much too long is near to none, at once', () => {
  const startedAt = process.cpuUsage();
  expect(nearest('a'.repeat(1_000_000), ['failover', 'a'.repeat(100)])).toBeNull();
  expect(process.cpuUsage(startedAt).user / 1000).toBeLessThan(1000);
});
