import type { Node } from '../cluster/interface.ts';
import { serversOf } from '../ipvs/services.ts';
import type { Observation, Topology } from '../model.ts';
import { startAgentProbe } from './agent-probe.ts';
import type { Probe } from './probe.ts';

/** The node that sees the processes of all others. */
const watcher = 'hand';

/**
 * Between two readings of a director's table, ms: the error of every removal time, beside checks that are seconds apart.
 * Measured on an idle lab, two directors: about 1 % of a processor, every 25 ms 3 %; two thirds of it is Node waking up.
 */
const pollMs = 100;

/**
 * Which real servers are in each director's IPVS table, with which weight: series `destination`, by reading the tables
 * from outside, of frozen directors too. A director that dies says nothing any more (the series `node-state` does); it is
 * watched again when it has been started again.
 */
export function destinations(): Probe {
  return {
    name: 'destinations',
    async start({ cluster, record }) {
      const nameOf = realServerNames(cluster.topology);
      const options = { pollMs, expected: expectedOf(cluster.topology) };
      const agent = await startAgentProbe(cluster.node(watcher), 'destinations', options, (observation) =>
        record(named(observation, nameOf)),
      );
      let stopped = false;
      const directors = cluster.directors().map(({ node }) => node);
      const watch = async (node: Node): Promise<void> => {
        if (stopped || !directors.some((director) => director.name === node.name)) return;
        const pid = await node.initPid();
        if (!stopped) agent.tell({ node: node.name, pid });
      };
      await Promise.all(directors.map(watch));
      // An agent that has ended says so when it is stopped; the node is being healed here.
      cluster.onNodeStarted((node) => (agent.alive() ? watch(node) : Promise.resolve()));
      return {
        stop() {
          stopped = true;
          return agent.stop();
        },
      };
    },
  };
}

function expectedOf(topology: Topology): { service: string; realServer: string }[] {
  return topology.virtualServices.flatMap((service) =>
    serversOf(service, topology).map(({ address }) => ({
      service: `${service.vip}:${service.port}`,
      realServer: address,
    })),
  );
}

function named(observation: Observation, nameOf: ReadonlyMap<string, string>): Observation {
  if (observation.series !== 'destination') return observation;
  const { value } = observation;
  const own = <T extends { realServer: string }>(one: T): T => ({
    ...one,
    realServer: nameOf.get(one.realServer) ?? one.realServer,
  });
  const others = value.others === undefined ? {} : { others: value.others.map(own) };
  return { ...observation, value: { ...own(value), ...others } };
}

/** Address to name, the sorry server among them. */
function realServerNames({ realServers, sorryServer }: Topology): ReadonlyMap<string, string> {
  const all = [...realServers, ...(sorryServer === undefined ? [] : [sorryServer])];
  return new Map(all.map(({ address, name }) => [address, name]));
}
