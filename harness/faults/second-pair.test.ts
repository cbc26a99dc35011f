import { expect, test } from 'vitest';
import { contextFor, fakeCluster } from './fake-cluster.ts';
import { fault as second } from './second-pair.ts';

test('a second pair is there only when the whole keepalived of each has stayed for a while', async () => {
  const fake = fakeCluster();
  const context = contextFor(fake, ['director-1']);
  const { processes } = fake.node('stranger-1');
  const parent = { comm: 'keepalived', startedAtMs: performance.now() - 5000 };
  processes.push(parent);
  setTimeout(() => processes.splice(1), 300);
  const injection = { earliestMs: 1, latestMs: 2, evidence: 'keepalived runs on stranger-1' };
  expect(await second.confirm(context, injection)).toMatchObject({
    confirmed: false,
    evidence: expect.stringContaining('on none of the 1'),
  });
  await fake.cluster.startKeepalived('stranger-1');
  processes.pop();
  for (const one of processes) one.startedAtMs = performance.now();
  const beforeMs = performance.now();
  expect(await second.confirm(context, injection)).toMatchObject({ confirmed: true });
  expect(performance.now() - beforeMs).toBeGreaterThanOrEqual(1000);
});
