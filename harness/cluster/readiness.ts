import { DrillError } from '../errors.ts';
import { firstClient, sourcesOf } from '../first-client.ts';
import { parseIpvsTable } from '../ipvs/table.ts';
import { elected } from '../keepalived/election.ts';
import { agentArgv } from '../load/agent-argv.ts';
import { readAgentLine } from '../load/agent-lines.ts';
import type { Scheduler, Topology } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import type { DirectorState } from './directors.ts';
import type { RunningCluster } from './start-cluster.ts';

/** Answers from each real server that prove it reachable through the VIP. */
const goodAnswers = 3;
/** Time for keepalived to start and to find every real server, ms; two takeovers come on top. */
const settlingMs = 15_000;
const answersDeadlineMs = 20_000;

/** Schedulers that reach every real server from a single client with few connections one after another. */
const spreading: readonly Scheduler[] = ['rr', 'wrr', 'lc', 'wlc'];

/**
 * Waits until the cluster is seen to serve: the VIPs on exactly one director (with preemption: the one of the highest
 * priority), every real server with its weight in that director's IPVS table, and three good answers from each real
 * server through the VIP. Throws a `DrillError` with the last state seen.
 */
export async function waitReady(cluster: RunningCluster): Promise<void> {
  const { topology } = cluster;
  // Asked from the start, because the prober takes its time to start; counted only from the moment that all is in place.
  const asking = await startAsking(cluster);
  try {
    await waitUntil(
      'one director holds the VIP and knows every real server',
      async () => serviceState(topology, await cluster.directorStates()),
      settlingMs + 2 * longestTakeoverMs(topology),
    );
    asking.forget();
    await waitUntil(
      'every real server answers through the VIP',
      async () => {
        const { answers, saw } = asking.seen();
        const scheduler = topology.virtualServices[0]?.scheduler ?? 'rr';
        return { holds: enoughAnswers(topology, scheduler, answers), saw };
      },
      answersDeadlineMs,
    );
  } finally {
    await asking.stop();
  }
}

/** Upper bound of the master-down interval, ms: skew is at most 1 s (RFC 3768 6.1) or one interval (RFC 5798 6.1). */
function longestTakeoverMs({ vrrp: { version, advertIntervalMs } }: Topology): number {
  return 3 * advertIntervalMs + (version === 2 ? 1000 : advertIntervalMs);
}

/** Whether the directors' state is what the topology asks for, and what it is in words. */
export function serviceState(topology: Topology, states: readonly DirectorState[]): { holds: boolean; saw: string } {
  const holders = states.filter((state) => state.vips.length > 0);
  const preferred = elected(topology.directors);
  const [holder] = holders;
  const rightHolder =
    holder !== undefined && holders.length === 1 && (!topology.vrrp.preempt || holder.name === preferred?.name);
  const missing = states.map((state) => ({ state, servers: missingServers(topology, state) }));
  const holds = rightHolder && missing.every(({ state, servers }) => state !== holder || servers.length === 0);
  const saw = missing.map(({ state, servers }) => {
    if (!state.alive) return `${state.name} is dead`;
    const vip = state.vips.length > 0 ? `holds ${state.vips.join(', ')}` : 'holds no VIP';
    return `${state.name} ${vip} and ${servers.length === 0 ? 'knows every real server' : `lacks ${servers.join(', ')}`}`;
  });
  return { holds, saw: `${saw.join('; ')}.` };
}

/** The real servers that are not in the director's table for some virtual service, or not with their weight. */
function missingServers(topology: Topology, state: DirectorState): string[] {
  const table = parseIpvsTable(state.ipvsTable);
  return topology.realServers
    .filter((server) =>
      topology.virtualServices.some((service) => {
        const found = table.find((one) => one.address === service.vip && one.port === service.port);
        return !found?.destinations.some((one) => one.address === server.address && one.weight === server.weight);
      }),
    )
    .map((server) => server.name);
}

/** Requests from the first client to the first virtual service, and what has become of them. */
interface Asking {
  /** Good answers of each real server, and everything in words. Throws what went wrong with the asking itself. */
  seen(): { answers: ReadonlyMap<string, number>; saw: string };
  forget(): void;
  stop(): Promise<void>;
}

async function startAsking(cluster: RunningCluster): Promise<Asking> {
  const { client, node, service } = firstClient(cluster);
  const answers = new Map<string, number>();
  const outcomes = new Map<string, number>();
  let failure: unknown;
  const probe = await node.stream(
    agentArgv('probe', {
      vip: service.vip,
      port: service.port,
      sources: sourcesOf(client),
      intervalMs: 20,
      deadlineMs: 500,
    }),
    (line) => {
      try {
        const message = readAgentLine(line, node.name);
        if (message.kind !== 'observation' || message.observation.series !== 'request') return;
        const { outcome, realServer } = message.observation.value;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        if (outcome === 'ok' && realServer !== null) answers.set(realServer, (answers.get(realServer) ?? 0) + 1);
      } catch (error) {
        failure ??= error;
      }
    },
  );
  let stopping = false;
  const ended = probe.ended.then(({ exitCode, stderr }) => {
    if (stopping) return;
    failure ??= new DrillError(
      `The prober on ${node.name} ended with exit code ${exitCode ?? 'none'}: ${stderr.trim()}`,
    );
  });
  return {
    seen() {
      if (failure !== undefined) throw failure;
      return { answers, saw: `answers of ${counts(answers)}; outcomes: ${counts(outcomes)}.` };
    },
    forget() {
      answers.clear();
      outcomes.clear();
    },
    async stop() {
      stopping = true;
      probe.end();
      await ended;
    },
  };
}

/** Whether each real server that can be reached has answered often enough. */
export function enoughAnswers(topology: Topology, scheduler: Scheduler, answers: ReadonlyMap<string, number>): boolean {
  if (!spreading.includes(scheduler)) return [...answers.values()].some((count) => count >= goodAnswers);
  return topology.realServers.every(({ name, weight }) => weight === 0 || (answers.get(name) ?? 0) >= goodAnswers);
}

function counts(map: ReadonlyMap<string, number>): string {
  return [...map].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
}
