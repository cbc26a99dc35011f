import type Dockerode from 'dockerode';
import { DrillError } from '../errors.ts';
import type { Topology } from '../model.ts';
import { giveConfig, readDirectorStates, startKeepalivedOn } from './directors.ts';
import type { DrivenHand } from './hand.ts';
import type { Cluster, Node } from './interface.ts';
import { configOf } from './node-spec.ts';
import type { Reader } from './reader.ts';
import { startHttpdOn } from './real-servers.ts';

/** A cluster that can be taken down again. */
export interface RunningCluster extends Cluster, AsyncDisposable {
  /** Removes everything of this run from the engine, if this process started it. May be called more than once. */
  stop(): Promise<void>;
}

/** Told when a node has been started again. */
export type NodeListener = (node: Node) => Promise<void>;

/** What a cluster is made of. */
export interface ClusterParts {
  docker: Dockerode;
  topology: Topology;
  runId: string;
  nodes: Node[];
  hand: DrivenHand;
  reader: Reader;
  listeners: NodeListener[];
  removeAll(): Promise<void>;
}

/** Containers, hand and reader as the one thing that the rest of the harness knows. */
export function assemble({
  docker,
  topology,
  runId,
  nodes,
  hand,
  reader,
  listeners,
  removeAll,
}: ClusterParts): RunningCluster {
  const containers = new Map(nodes.map((node) => [node.name, node]));
  const shared = topology.realServers.flatMap((server) => {
    const host = server.on === undefined ? undefined : containers.get(server.on);
    return host === undefined ? [] : [[server.name, host] as const];
  });
  // A real server on a director goes by either name.
  const byName = new Map([...containers, ...shared]);
  const node = (name: string): Node => {
    const found = byName.get(name);
    if (found === undefined) {
      throw new DrillError(`The cluster has no node '${name}', only ${[...byName.keys()].join(', ')}`);
    }
    return found;
  };
  const stop = async (): Promise<void> => {
    hand.end();
    reader.end();
    await removeAll();
  };
  const cluster: RunningCluster = {
    topology,
    runId,
    hand,
    node,
    directors: () => topology.directors.map((director) => ({ director, node: node(director.name) })),
    realServers: () => topology.realServers.map((realServer) => ({ realServer, node: node(realServer.name) })),
    clients: () => topology.clients.map((client) => ({ client, node: node(client.name) })),
    strangers: () => (topology.strangers ?? []).map((stranger) => ({ stranger, node: node(stranger.name) })),
    directorStates: () => readDirectorStates(cluster, reader),
    async vipHolders() {
      const states = await readDirectorStates(cluster, reader);
      return states.filter((state) => state.vips.length > 0).map((state) => state.name);
    },
    onNodeStarted: (listener) => void listeners.push(listener),
    startKeepalived: (director) => startKeepalivedOn(docker, cluster, director),
    startHttpd: (realServer) => startHttpdOn(docker, cluster, reader, realServer),
    configure: (director, changed) => giveConfig(node(director), configOf(changed, director)),
    stop,
    [Symbol.asyncDispose]: stop,
  };
  return cluster;
}
