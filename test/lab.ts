import type Dockerode from 'dockerode';
import { keptLab } from '../harness/engine/lab/labs.ts';
import { labsFolder } from '../harness/engine/lab/paths.ts';

/** The lab that global-setup.ts keeps up. */
export async function sharedLab() {
  const lab = await keptLab(labsFolder());
  if (lab === null) throw new Error('The shared lab is gone.');
  return lab;
}

/** Names of our containers and networks on an engine. */
export async function ours(docker: Dockerode): Promise<string[]> {
  const filters = { label: ['lvs-drill=1'] };
  const [containers, networks] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
  ]);
  return [...containers.map(({ Names }) => Names[0] ?? ''), ...networks.map(({ Name }) => Name)];
}
