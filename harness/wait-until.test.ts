import { expect, test } from 'vitest';
import { waitUntil } from './wait-until.ts';

test('returns as soon as the condition holds', async () => {
  let asked = 0;
  await waitUntil('three', async () => ++asked === 3, 1000, 1);
  expect(asked).toBe(3);
});

test('its error shows the last state seen', async () => {
  const never = waitUntil(
    'one director holds the VIP',
    async () => ({ holds: false, saw: 'director-1, director-2' }),
    20,
    1,
  );
  await expect(never).rejects.toThrow('until one director holds the VIP, in vain. Last seen: director-1, director-2');
});

test('what the condition throws is not waited over', async () => {
  await expect(waitUntil('x', () => Promise.reject(new Error('engine gone')), 10_000)).rejects.toThrow('engine gone');
});
