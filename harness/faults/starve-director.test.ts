import { expect, test } from 'vitest';
import { contextFor, fakeCluster } from './fake-cluster.ts';
import { fault as starve } from './starve-director.ts';

test('a starved director has its share of a CPU per second, and a busy loop', async () => {
  const fake = fakeCluster();
  await starve.inject(contextFor(fake, ['director-1'], 2), 0);
  expect(fake.acts.map(({ act }) => act)).toContainEqual({
    do: 'cpu-quota',
    initPid: 1000,
    quotaUs: 20_000,
    periodUs: 1_000_000,
  });
  expect(fake.node('director-1').processes.map(({ comm }) => comm)).toContain('lvs-drill-hog');
});

test.each([0, 100])('a director on %s %% of a CPU is not starved', async (level) => {
  const fake = fakeCluster();
  await expect(starve.inject(contextFor(fake, ['director-1'], level), 0)).rejects.toThrow(`${level} % of a CPU`);
  expect(fake.done).toEqual([]);
});

test('a quota is lifted whose busy loop has died', async () => {
  const fake = fakeCluster();
  fake.node('director-1').quotaUs = 20_000;
  await starve.heal(contextFor(fake, ['director-1'], 2));
  expect(fake.node('director-1').quotaUs).toBe(null);
});
