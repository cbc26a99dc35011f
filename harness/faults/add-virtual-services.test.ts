import { expect, test } from 'vitest';
import { fault as addVirtualServices } from './add-virtual-services.ts';
import { contextFor, fakeCluster } from './fake-cluster.ts';

test('added services ask for health where the first service is, and no VIP comes with them', async () => {
  const fake = fakeCluster();
  await addVirtualServices.inject(contextFor(fake, ['director-1']), 0);
  const { virtualServices } = fake.node('director-2').table;
  expect(virtualServices).toHaveLength(201);
  expect(new Set(virtualServices.map(({ vip }) => vip)).size).toBe(1);
  expect(virtualServices.at(-1)).toMatchObject({ port: 1199, healthCheck: { port: 80, delayLoopMs: 60_000 } });
});
