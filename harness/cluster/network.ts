import type Dockerode from 'dockerode';
import { allOrNone } from '../all-or-none.ts';
import { DrillError, messageOf } from '../errors.ts';
import type { Topology } from '../model.ts';

/** Names of a run's networks on the engine; without `inside` where all nodes are in the one network. */
export interface Networks {
  outside: string;
  inside?: string;
}

/**
 * Creates the topology's networks: macvlan without a parent, so that the engine makes a dummy link of its own and
 * nothing of it reaches a real network. Throws a `DrillError` when a subnet is already in use, when none is
 * being created any more.
 */
export async function createNetworks(
  docker: Dockerode,
  { subnet, inside }: Topology,
  runId: string,
  labels: Record<string, string>,
): Promise<Networks> {
  const outside = `lvs-drill-${runId}`;
  if (inside?.subnet === undefined) {
    await createNetwork(docker, outside, subnet, labels);
    return { outside };
  }
  const both = { outside, inside: `${outside}-inside` };
  await allOrNone([
    createNetwork(docker, both.outside, subnet, labels),
    createNetwork(docker, both.inside, inside.subnet, labels),
  ]);
  return both;
}

async function createNetwork(
  docker: Dockerode,
  name: string,
  subnet: string,
  labels: Record<string, string>,
): Promise<void> {
  try {
    await docker.createNetwork({
      Name: name,
      Driver: 'macvlan',
      CheckDuplicate: true,
      IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
      Labels: labels,
    });
  } catch (error) {
    if (/overlap/i.test(messageOf(error))) {
      throw new DrillError(`The engine already has a network that overlaps ${subnet}.`, {
        remedy:
          'Another run is using this engine: wait for it or use another engine. ' +
          'What is left of ended runs shows: docker network ls --filter label=lvs-drill',
        cause: error,
      });
    }
    throw new DrillError(`The engine refused the network ${name}: ${messageOf(error)}`, { cause: error });
  }
}
