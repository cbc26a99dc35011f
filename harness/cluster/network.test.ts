import type Dockerode from 'dockerode';
import { expect, test } from 'vitest';
import { topology } from '../../topologies/nat-pair.ts';
import { createNetworks } from './network.ts';

/** An engine that refuses the subnet of the outside network, and takes its time for the other one. */
function halfWilling() {
  const there: string[] = [];
  let create = () => {};
  const docker = {
    createNetwork: async ({ Name }: { Name: string }) => {
      if (!Name.endsWith('-inside')) throw new Error('Pool overlaps with other one on this address space');
      await new Promise<void>((resolve) => {
        create = resolve;
      });
      there.push(Name);
    },
  };
  return { docker: docker as unknown as Dockerode, there, create: () => create() };
}

test('a network that is still being created is there when the other one’s failure is told', async () => {
  const { docker, there, create } = halfWilling();
  const failed = createNetworks(docker, topology, 'it', {}).catch((error: Error) => ({
    message: error.message,
    toSweep: [...there],
  }));
  await new Promise((resolve) => setImmediate(resolve));
  create();
  expect(await failed).toEqual({
    message: `The engine already has a network that overlaps ${topology.subnet}.`,
    toSweep: ['lvs-drill-it-inside'],
  });
});
