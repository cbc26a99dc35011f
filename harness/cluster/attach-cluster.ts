import type Dockerode from 'dockerode';
import { DrillError } from '../errors.ts';
import type { Topology } from '../model.ts';
import { assemble, type NodeListener, type RunningCluster } from './assemble.ts';
import { driveHand } from './hand.ts';
import type { Node } from './interface.ts';
import { nodeLabel, runLabel } from './labels.ts';
import { createNode } from './node.ts';
import { handName, type NodeImages, nodeSpecs } from './node-spec.ts';
import { startReader } from './reader.ts';

/** Names are all that is asked of the specs here: nothing is started. */
const noImages: NodeImages = { director: '', realServer: '', client: '' };

/**
 * The cluster of a run that another process has brought up, and may still be using: to look at it, or to heal it. Needs
 * the same topology. `stop` ends this process's part in it and leaves the run alone. Throws a `DrillError` when one of its containers is not there.
 */
export async function attachCluster(docker: Dockerode, topology: Topology, runId: string): Promise<RunningCluster> {
  const containers = await docker.listContainers({ all: true, filters: { label: [`${runLabel}=${runId}`] } });
  const listeners: NodeListener[] = [];
  const onStarted = async (node: Node): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener(node)));
  };
  const nodes = nodeSpecs(topology, noImages).map(({ name, kind }) => {
    const found = containers.find((one) => one.Labels[nodeLabel] === name);
    if (found === undefined) throw new DrillError(`Run ${runId} has no container for ${name} of ${topology.name}.`);
    return createNode({ docker, id: found.Id, name, kind, onStarted });
  });
  const handNode = nodes.find(({ name }) => name === handName);
  if (handNode === undefined) throw new DrillError(`Topology ${topology.name} has no hand.`);
  const [hand, reader] = await Promise.all([driveHand(handNode), startReader(handNode)]);
  return assemble({ docker, topology, runId, nodes, hand, reader, listeners, removeAll: async () => {} });
}
