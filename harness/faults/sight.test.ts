import { expect, test } from 'vitest';
import { fakeCluster } from './fake-cluster.ts';
import { waitForInstant } from './sight.ts';

test('an instant is waited for to its end, and the clock asked seldom while it is far', async () => {
  const { cluster } = fakeCluster();
  let asked = 0;
  const now = () => {
    asked += 1;
    return cluster.hand.now();
  };
  const atMs = performance.now() + 600;
  await waitForInstant({ ...cluster, hand: { ...cluster.hand, now } }, atMs);
  expect(performance.now()).toBeGreaterThanOrEqual(atMs);
  expect(asked).toBeLessThan(25);
});
