import type Dockerode from 'dockerode';
import { allOrNone } from '../all-or-none.ts';
import { DrillError, messageOf } from '../errors.ts';
import type { Topology } from '../model.ts';
import { outsideTrouble } from '../outside-trouble.ts';
import { formatIdentity, ownIdentity } from '../process-identity.ts';
import { assemble, type NodeListener, type RunningCluster } from './assemble.ts';
import { driveHand } from './hand.ts';
import type { Node } from './interface.ts';
import { nodeLabel, ourLabel, ownerLabel, runLabel } from './labels.ts';
import { createNetworks } from './network.ts';
import { createNode } from './node.ts';
import { NodeContainer } from './node-container.ts';
import { handName, type NodeImages, type NodeSpec, nodeSpecs } from './node-spec.ts';
import { startReader } from './reader.ts';
import { sweep } from './sweep.ts';
import { pointTestcontainersAt } from './testcontainers.ts';

/** How to bring a topology to life. */
export interface StartOptions {
  /** In the label of everything created; letters, digits, `.`, `_` and `-`. */
  runId: string;
  /** One line for each thing that has been done. */
  log?(line: string): void;
}

/**
 * The order of starting. Directors first: a master-down interval passes before one of them serves, and the rest starts
 * meanwhile. Real servers next: keepalived asks them within 1 s and a delay loop. Within a wave all start at once. On a
 * lab with one processor this is ready after 5.5-6.5 s; all seven containers at once take 10 s.
 */
const directorsFirst: readonly (readonly Node['kind'][])[] = [['director'], ['real-server'], ['client', 'hand']];
/** So that no real server misses its first check. */
const realServersFirst: readonly (readonly Node['kind'][])[] = [['real-server'], ['director'], ['client', 'hand']];

/**
 * A real server that misses its first check is back one delay loop later, and one more for each URL (MEASURING 3.2).
 * Exported for its test.
 */
export function wavesOf({ vrrp, virtualServices }: Topology): readonly (readonly Node['kind'][])[] {
  const returnMs = virtualServices.map(
    ({ healthCheck: check }) => (1 + (check.type === 'HTTP_GET' ? check.urls.length : 0)) * check.delayLoopMs,
  );
  return Math.max(...returnMs) > 3 * vrrp.advertIntervalMs ? realServersFirst : directorsFirst;
}

/**
 * Starts all containers of a topology on an engine and the hand among them. That they run is all it promises:
 * `waitReady` tells when the cluster serves. Throws a `DrillError` when something cannot be started, after removing
 * what was.
 */
export async function startCluster(
  docker: Dockerode,
  images: NodeImages,
  topology: Topology,
  options: StartOptions,
): Promise<RunningCluster> {
  const { runId, log = () => {} } = options;
  const removeAll = async (): Promise<void> => void (await sweep(docker, { what: 'run', runId }));
  try {
    const labels = { [ourLabel]: '1', [runLabel]: runId, [ownerLabel]: formatIdentity(await ownIdentity()) };
    const [networks] = await allOrNone([
      createNetworks(docker, topology, runId, labels),
      pointTestcontainersAt(docker),
    ]);
    for (const network of Object.values(networks)) log(`network ${network} is there`);
    const listeners: NodeListener[] = [];
    const onStarted = async (node: Node): Promise<void> => {
      await Promise.all(listeners.map((listener) => listener(node)));
    };
    const specs = nodeSpecs(topology, images);
    const nodes: Node[] = [];
    for (const wave of wavesOf(topology)) {
      const started = specs
        .filter((spec) => wave.includes(spec.kind))
        .map(async (spec) => {
          const place = {
            docker,
            containerName: `${networks.outside}-${spec.name}`,
            networks,
            labels: { ...labels, [nodeLabel]: spec.name },
          };
          const id = await startContainer(spec, place);
          log(`${spec.name} runs`);
          return createNode({ docker, id, name: spec.name, kind: spec.kind, onStarted });
        });
      nodes.push(...(await allOrNone(started)));
    }
    const handNode = nodes.find((node) => node.name === handName);
    if (handNode === undefined) throw new DrillError(`Topology ${topology.name} has no hand`);
    const [hand, reader] = await Promise.all([driveHand(handNode), startReader(handNode)]);
    return assemble({ docker, topology, runId, nodes, hand, reader, listeners, removeAll });
  } catch (error) {
    await removeAll().catch(() => {});
    throw error;
  }
}

async function startContainer(spec: NodeSpec, place: ConstructorParameters<typeof NodeContainer>[1]): Promise<string> {
  try {
    return (await new NodeContainer(spec, place).start()).getId();
  } catch (error) {
    const trouble = outsideTrouble(error);
    const why = trouble?.message ?? `${messageOf(error).replace(/\.?\s*$/, '')}.`;
    const remedy = trouble?.remedy === undefined ? {} : { remedy: trouble.remedy };
    throw new DrillError(`Could not start ${spec.name} (${spec.image}): ${why}`, { ...remedy, cause: error });
  }
}
