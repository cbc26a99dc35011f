import { expect, test } from 'vitest';
import { endLoads } from './end-of-loads.ts';

/** Both as they are to be, with what was done in its order; and what was warned of. */
function begun() {
  const order: string[] = [];
  const warnings: string[] = [];
  const limits = { lift: async () => void order.push('lift') };
  const driver = { end: async () => void order.push('end') };
  return { order, warnings, limits, driver, warn: (text: string) => void warnings.push(text) };
}

test('limits are lifted first, and that is said only where there were any', async () => {
  const { order, warnings, limits, driver, warn } = begun();
  expect(await endLoads({ limits, driver }, warn)).toBe('no link is limited any more, the load driver has ended');
  expect(order).toEqual(['lift', 'end']);
  expect(await endLoads({ driver }, warn)).toBe('the load driver has ended');
  expect(await endLoads({}, warn)).toBe('nothing had been begun');
  expect(warnings).toEqual([]);
});

test('a driver that does not end, or fails, keeps no link limited, and is warned of', async () => {
  const { order, warnings, limits, warn } = begun();
  const stuck = { end: () => new Promise<void>(() => {}) };
  expect(await endLoads({ limits, driver: stuck }, warn, 10)).toBe(
    'no link is limited any more, the load driver could not be ended',
  );
  const failing = { end: () => Promise.reject(new Error('the node is dead')) };
  await endLoads({ limits, driver: failing }, warn);
  expect(order).toEqual(['lift', 'lift']);
  expect(warnings).toEqual([
    'The load driver could not be ended: it has not ended within 0.01 s',
    'The load driver could not be ended: the node is dead',
  ]);
});

test('limits that stay are warned of, and the driver is ended all the same', async () => {
  const { order, warnings, driver, warn } = begun();
  const limits = { lift: () => Promise.reject(new Error('tc refused')) };
  expect(await endLoads({ limits, driver }, warn)).toBe('links may still be limited, the load driver has ended');
  expect(order).toEqual(['end']);
  expect(warnings).toEqual(['Links may still be limited: tc refused']);
});
