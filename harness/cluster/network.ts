import type Dockerode from 'dockerode';
import { DrillError, messageOf } from '../errors.ts';
import type { Topology } from '../model.ts';

/**
 * Creates the topology's network: macvlan without a parent, so that the engine makes a dummy link of its own and
 * nothing of it reaches a real network. Returns its name. Throws a `DrillError` when the subnet is already in use.
 */
export async function createNetwork(
  docker: Dockerode,
  topology: Topology,
  runId: string,
  labels: Record<string, string>,
): Promise<string> {
  const name = `lvs-drill-${runId}`;
  try {
    await docker.createNetwork({
      Name: name,
      Driver: 'macvlan',
      CheckDuplicate: true,
      IPAM: { Driver: 'default', Config: [{ Subnet: topology.subnet }] },
      Labels: labels,
    });
  } catch (error) {
    if (/overlap/i.test(messageOf(error))) {
      throw new DrillError(`The engine already has a network that overlaps ${topology.subnet}.`, {
        remedy:
          'Another run is using this engine: wait for it or use another engine. ' +
          'What is left of ended runs shows: docker network ls --filter label=lvs-drill',
        cause: error,
      });
    }
    throw new DrillError(`The engine refused the network ${name}: ${messageOf(error)}`, { cause: error });
  }
  return name;
}
