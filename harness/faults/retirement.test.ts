import { expect, test } from 'vitest';
import type { Topology } from '../model.ts';
import { fault as drain } from './drain-real-server.ts';
import { contextFor, fakeCluster, fakeTopology } from './fake-cluster.ts';
import { fault as remove } from './remove-real-server.ts';

const [service] = fakeTopology.virtualServices;
if (service === undefined) throw new Error('the topology has a service');
const topology: Topology = {
  ...fakeTopology,
  virtualServices: [
    service,
    { ...service, port: 81, weights: [3, 4], untouched: true },
    { ...service, port: 82, weights: [null, 5], untouched: true },
  ],
};

/** Weights in the table of the first director, service by service. */
async function weights({ cluster }: ReturnType<typeof fakeCluster>): Promise<number[][]> {
  const [state] = await cluster.directorStates();
  return (state?.ipvsTable ?? '')
    .split(/^TCP.*$/m)
    .slice(1)
    .map((part) => [...part.matchAll(/Route +(\d+)/g)].map(([, weight]) => Number(weight)));
}

test.each([
  [drain, [[0, 1], [0, 4], [5]]],
  [remove, [[1], [4], [5]]],
])('a real server retires from every service that it is in, and comes back with its weights', async (fault, under) => {
  const fake = fakeCluster(topology);
  const context = contextFor(fake, ['real-server-1']);
  expect(await weights(fake)).toEqual([[1, 1], [3, 4], [5]]);
  const injection = await fault.inject(context, 0);
  expect(await weights(fake)).toEqual(under);
  expect(await fault.confirm(context, injection)).toMatchObject({ confirmed: true });
  await fault.heal(context);
  expect(await weights(fake)).toEqual([[1, 1], [3, 4], [5]]);
  expect(await fault.confirm(context, injection)).toMatchObject({ confirmed: false });
});
