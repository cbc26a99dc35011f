import type Dockerode from 'dockerode';
import type { RunningCluster } from '../cluster/assemble.ts';
import { attachCluster } from '../cluster/attach-cluster.ts';
import { nodeLabel, ourLabel, ownerLabel, runLabel } from '../cluster/labels.ts';
import { createNetworks, type Networks } from '../cluster/network.ts';
import { type NodeImages, type NodeSpec, nodeSpecs } from '../cluster/node-spec.ts';
import { sweep } from '../cluster/sweep.ts';
import { tarOf } from '../engine/tar.ts';
import type { Topology } from '../model.ts';
import { formatIdentity, ownIdentity } from '../process-identity.ts';

/**
 * The same containers as `startCluster` makes, as a script of `docker run` would start them: each is created and started
 * when the one before it runs, in the order of the topology. What harness/bench/ready-topology.ts compares with.
 */
export async function startPlainly(
  docker: Dockerode,
  images: NodeImages,
  topology: Topology,
  { runId }: { runId: string },
): Promise<RunningCluster> {
  const removeAll = async (): Promise<void> => void (await sweep(docker, { what: 'run', runId }));
  try {
    const labels = { [ourLabel]: '1', [runLabel]: runId, [ownerLabel]: formatIdentity(await ownIdentity()) };
    const networks = await createNetworks(docker, topology, runId, labels);
    for (const spec of nodeSpecs(topology, images)) {
      await run(docker, spec, networks, { ...labels, [nodeLabel]: spec.name });
    }
    const attached = await attachCluster(docker, topology, runId);
    const stop = async (): Promise<void> => {
      await attached.stop();
      await removeAll();
    };
    return { ...attached, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await removeAll().catch(() => {});
    throw error;
  }
}

/** `docker create`, `docker cp` of its files, `docker network connect` to further networks, `docker start`. */
async function run(
  docker: Dockerode,
  spec: NodeSpec,
  networks: Networks,
  labels: Record<string, string>,
): Promise<void> {
  const [first, ...further] = spec.addresses.map(({ network, address }) => ({
    network: networks[network] ?? networks.outside,
    endpoint: { IPAMConfig: { IPv4Address: address } },
  }));
  const container = await docker.createContainer({
    name: `${networks.outside}-${spec.name}`,
    Image: spec.image,
    Hostname: spec.name,
    Labels: labels,
    Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
    HostConfig: hostConfig(spec, first?.network ?? 'none'),
    ...(first === undefined ? {} : { NetworkingConfig: { EndpointsConfig: { [first.network]: first.endpoint } } }),
  });
  if (spec.files.length > 0) {
    const files = spec.files.map(({ path, content }) => ({
      path: path.slice(1),
      content: Buffer.from(content),
      executable: false,
    }));
    await container.putArchive(tarOf(files), { path: '/' });
  }
  for (const { network, endpoint } of further) {
    await docker.getNetwork(network).connect({ Container: container.id, EndpointConfig: endpoint });
  }
  await container.start();
}

/** @types/dockerode does not know CgroupnsMode. */
function hostConfig(spec: NodeSpec, network: string): Dockerode.HostConfig & { CgroupnsMode?: 'host' } {
  return {
    NetworkMode: network,
    Privileged: spec.privileged,
    CapAdd: spec.capabilities,
    Sysctls: spec.sysctls,
    ...(spec.sharesEngine
      ? { PidMode: 'host', CgroupnsMode: 'host', Binds: ['/sys/fs/cgroup:/sys/fs/cgroup:rw'] }
      : {}),
  };
}
