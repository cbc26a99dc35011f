import type Dockerode from 'dockerode';
import type { RunningCluster } from '../cluster/assemble.ts';
import { attachCluster } from '../cluster/attach-cluster.ts';
import { nodeLabel, ourLabel, ownerLabel, runLabel } from '../cluster/labels.ts';
import { createNetworks, type Networks } from '../cluster/network.ts';
import { type NodeImages, type NodeSpec, nodeSpecs } from '../cluster/node-spec.ts';
import { sweep } from '../cluster/sweep.ts';
import { DrillError } from '../errors.ts';
import type { Topology } from '../model.ts';
import { formatIdentity, ownIdentity } from '../process-identity.ts';
import { quoted } from '../shell-word.ts';
import type { EngineMachine } from './engine-machine.ts';

/** On the engine's machine: what the nodes of a plain sequence find in their file systems. */
const filesFolder = '/tmp/lvs-drill-plain';

const fileOnMachine = (spec: Pick<NodeSpec, 'name'>, path: string): string => `${filesFolder}/${spec.name}${path}`;

/** Puts the files of the topology's nodes there beforehand, as somebody has them who starts a cluster by a script. */
export async function placeFiles(machine: EngineMachine, images: NodeImages, topology: Topology): Promise<void> {
  const lines = nodeSpecs(topology, images).flatMap((spec) =>
    spec.files.flatMap(({ path, content }) => {
      const there = quoted(fileOnMachine(spec, path));
      return [`mkdir -p "$(dirname ${there})"`, `printf %s ${quoted(content)} > ${there}`];
    }),
  );
  await machine.run(['command -v docker > /dev/null', ...lines].join('\n'));
}

/** Takes them away again. */
export async function removeFiles(machine: EngineMachine): Promise<void> {
  await machine.run(`rm -rf ${filesFolder}`);
}

/**
 * The same containers as `startCluster` makes, as a script of `docker run` starts them on the engine's machine: one after the
 * other, in the order of the topology, each with Docker's own command line. What harness/bench/ready-topology.ts compares
 * with. Needs `placeFiles`. Throws a `DrillError` for a topology with nodes in two networks.
 */
export async function startPlainly(
  docker: Dockerode,
  machine: EngineMachine,
  images: NodeImages,
  topology: Topology,
  { runId }: { runId: string },
): Promise<RunningCluster> {
  const removeAll = async (): Promise<void> => void (await sweep(docker, { what: 'run', runId }));
  try {
    const labels = { [ourLabel]: '1', [runLabel]: runId, [ownerLabel]: formatIdentity(await ownIdentity()) };
    const networks = await createNetworks(docker, topology, runId, labels);
    const lines = nodeSpecs(topology, images).map((spec) =>
      dockerRun(spec, networks, { ...labels, [nodeLabel]: spec.name })
        .map(quoted)
        .join(' '),
    );
    await machine.run(lines.map((line) => `${line} > /dev/null`).join('\n'));
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

/** The words of one `docker run`. Exported for its test. */
export function dockerRun(spec: NodeSpec, networks: Networks, labels: Record<string, string>): string[] {
  const [first, ...further] = spec.addresses;
  if (further.length > 0) throw new DrillError(`${spec.name} is in two networks, which one docker run cannot do.`);
  const each = (option: string, values: readonly string[]): string[] => values.flatMap((value) => [option, value]);
  const pairs = (of: Record<string, string>): string[] => Object.entries(of).map(([name, value]) => `${name}=${value}`);
  const network = first === undefined ? 'none' : (networks[first.network] ?? networks.outside);
  return [
    ...['docker', 'run', '--detach', '--name', `${networks.outside}-${spec.name}`, '--hostname', spec.name],
    ...['--network', network, ...each('--ip', first === undefined ? [] : [first.address])],
    ...each('--label', pairs(labels)),
    ...each('--env', pairs(spec.environment)),
    ...each('--sysctl', pairs(spec.sysctls)),
    ...(spec.privileged ? ['--privileged'] : []),
    ...each('--cap-add', spec.capabilities),
    ...each(
      '--volume',
      spec.files.map(({ path }) => `${fileOnMachine(spec, path)}:${path}:ro`),
    ),
    ...(spec.sharesEngine
      ? ['--pid', 'host', '--cgroupns', 'host', '--volume', '/sys/fs/cgroup:/sys/fs/cgroup:rw']
      : []),
    spec.image,
  ];
}
