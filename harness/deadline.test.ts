import { expect, test } from 'vitest';
import { withDeadline } from './deadline.ts';

test('hands on what comes in time, and a rejection', async () => {
  expect(await withDeadline(Promise.resolve(null), 1000)).toBeNull();
  await expect(withDeadline(Promise.reject(new Error('engine gone')), 1000)).rejects.toThrow('engine gone');
});

test('says late instead of waiting on', async () => {
  expect(await withDeadline(new Promise<number>(() => {}), 10)).toBe('late');
});
