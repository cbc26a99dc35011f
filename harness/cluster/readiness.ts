import { DrillError } from '../errors.ts';
import { firstClient } from '../first-client.ts';
import { sourcesOf } from '../inside.ts';
import { parseIpv4 } from '../ipv4.ts';
import { askedServices, serversOf } from '../ipvs/services.ts';
import { type IpvsService, parseIpvsTable } from '../ipvs/table.ts';
import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import { expectedMaster } from '../keepalived/election.ts';
import { masterDownIntervalMs } from '../keepalived/timing.ts';
import { floatingAddressesOf } from '../keepalived/vips.ts';
import type { Scheduler, Topology, VirtualService } from '../model.ts';
import { changedTopology } from '../topology-change.ts';
import { waitUntil } from '../wait-until.ts';
import { type Asking, startAsking } from './asking.ts';
import type { Cluster, DirectorState } from './interface.ts';

/** Answers from each real server that prove it reachable through the VIP. */
const goodAnswers = 3;
/** Time for the containers' first processes and keepalived to start, ms; takeovers and checks come on top. */
const startingMs = 15_000;
const answersDeadlineMs = 20_000;
/** What is wrong on purpose is not waited for as long: only until it could have come right, ms. */
const wrongAnswersDeadlineMs = 5_000;

/** Schedulers that reach every real server from a single client with few connections one after another. */
const spreading: readonly Scheduler[] = ['rr', 'wrr', 'lc', 'wlc'];
const weighing: readonly Scheduler[] = ['wrr', 'wlc'];

/**
 * Waits until the cluster is seen to serve: `serviceState`, and good answers from the real servers through every virtual
 * service that may be asked. Throws a `DrillError` with the last state seen; of a topology that is wrong on purpose already when its
 * state has stayed the same for longer than all that could still change it. Ends at once, with the signal's reason, when
 * `signal` is aborted.
 */
export async function waitReady(cluster: Cluster, options: { signal?: AbortSignal } = {}): Promise<void> {
  const { topology } = cluster;
  options.signal?.throwIfAborted();
  // Asked from the start, because the prober takes its time to start; counted only from the moment that all is in
  // place. With persistence not even asked before: clients would stick to the server that came into the table first.
  const persistent = askedServices(topology).some((service) => service.persistenceTimeoutMs !== undefined);
  let asking: Asking | undefined = persistent ? undefined : await startAsking(cluster);
  try {
    const givenUp = topology.wrongOnPurpose === true ? settled(topology) : () => false;
    await waitUntil(
      'one director holds the VIP and every director knows every real server',
      async () => {
        options.signal?.throwIfAborted();
        const state = serviceState(topology, await cluster.directorStates());
        if (!state.holds && givenUp(state.saw)) {
          throw new DrillError(`The directors have settled, and not as they should. Last seen: ${state.saw}`);
        }
        return state;
      },
      startingMs + longestTakeoverMs(topology) + changesEndMs(topology),
    );
    asking?.forget();
    const asked = asking ?? (await startAsking(cluster));
    asking = asked;
    const { client } = firstClient(cluster);
    await waitUntil(
      'every real server answers through the VIP',
      async () => {
        options.signal?.throwIfAborted();
        const { answers, saw } = asked.seen();
        const holds = askedServices(topology).every((service) =>
          enoughAnswers(
            topology,
            service,
            sourcesOf(topology, client, service),
            answers.get(`${service.vip}:${service.port}`) ?? new Map(),
          ),
        );
        return { holds, saw };
      },
      topology.wrongOnPurpose === true ? wrongAnswersDeadlineMs : answersDeadlineMs,
    );
  } finally {
    await asking?.stop();
  }
}

/** Tells whether what it is shown again and again has stayed the same for longer than anything could still change it. */
function settled(topology: Topology): (saw: string) => boolean {
  const patienceMs = changesEndMs(topology);
  let last: { saw: string; sinceMs: number } | undefined;
  return (saw) => {
    const nowMs = performance.now();
    if (last?.saw !== saw) last = { saw, sinceMs: nowMs };
    return nowMs - last.sinceMs > patienceMs;
  };
}

/** Master-down interval of the lowest priority there is, ms. */
function longestTakeoverMs({ vrrp }: Pick<Topology, 'vrrp'>): number {
  return masterDownIntervalMs(vrrp, 1);
}

/**
 * After this long, ms, a running cluster has done what it can do by itself: the preferred director has taken over from
 * another one (`preempt_delay` is a whole number of intervals and one master-down interval, MEASURING 2.3e), and real
 * servers that failed their very first check, 1 s + U[0, delay_loop] after the start, are back (MEASURING 3.2). Where the
 * directors run with something else than the topology says, the slower of the two counts.
 */
export function changesEndMs(topology: Topology): number {
  const running = changedTopology(topology, topology.actually);
  return Math.max(...[topology, running].map(ownChangesEndMs));
}

function ownChangesEndMs({ vrrp, virtualServices }: Topology): number {
  const delayMs = vrrp.preemptDelayMs === undefined ? 0 : vrrp.preemptDelayMs + usedAdvertIntervalMs(vrrp);
  const checksMs = virtualServices.map(({ healthCheck: check }) => {
    const urls = check.type === 'HTTP_GET' ? check.urls.length : 0;
    return 1000 + (2 + urls) * check.delayLoopMs + check.delayBeforeRetryMs + check.connectTimeoutMs;
  });
  return Math.max(delayMs + longestTakeoverMs({ vrrp }), ...checksMs) + 1000;
}

/**
 * Whether the directors' state is what the topology asks for, and what it is in words: one director alone holds all
 * VIPs and the real servers' default route (the one that must be MASTER, where that is determined), and every director lives and has exactly the topology's
 * virtual services and real servers with their weights in its IPVS table. A sorry server in it stands in for others.
 */
export function serviceState(topology: Topology, states: readonly DirectorState[]): { holds: boolean; saw: string } {
  const holders = states.filter((state) => state.vips.length > 0);
  const [holder] = holders;
  const expected = expectedMaster(topology);
  const rightHolder =
    holder !== undefined &&
    holders.length === 1 &&
    floatingAddressesOf(topology).every((address) => holder.vips.includes(address)) &&
    (expected === null || holder.name === expected.name);
  const seen = states.map((state) => ({ state, differences: tableDifferences(topology, state) }));
  const saw = seen.map(({ state, differences }) => {
    if (!state.alive) return `${state.name} is dead`;
    const vip = state.vips.length > 0 ? `holds ${state.vips.join(', ')}` : 'holds no VIP';
    return [`${state.name} ${vip}`, ...(differences.length === 0 ? ['knows every real server'] : differences)].join(
      ' and ',
    );
  });
  const tablesRight = seen.every(({ state, differences }) => state.alive && differences.length === 0);
  return { holds: rightHolder && tablesRight, saw: `${saw.join('; ')}.` };
}

/** How a director's table differs from the topology, as ends of a sentence that begins with the director. */
function tableDifferences(topology: Topology, state: DirectorState): string[] {
  const table = parseIpvsTable(state.ipvsTable);
  const services = topology.virtualServices.map((service) => ({
    name: service.label ?? `${service.vip}:${service.port}`,
    servers: serversOf(service, topology),
    destinations: table.find((one) => isService(one, service))?.destinations ?? [],
  }));
  const lacks = topology.realServers.flatMap(({ name, address }) => {
    const having = services.filter(({ servers }) => servers.some((server) => server.name === name));
    const without = having.filter(({ servers, destinations }) => {
      const weight = servers.find((server) => server.name === name)?.weight;
      return !destinations.some((one) => one.address === address && one.weight === weight);
    });
    if (without.length === 0) return [];
    const where = without.map((service) => service.name).join(' and ');
    return [without.length === having.length ? name : `${name} for ${where}`];
  });
  const others = services.flatMap(({ name, servers, destinations }) =>
    destinations
      .filter((one) => !servers.some(({ address }) => address === one.address))
      .map(({ address }) => {
        if (address === topology.sorryServer?.address) return 'the sorry server';
        const server = topology.realServers.find((one) => one.address === address);
        return server === undefined ? address : `${server.name} for ${name}`;
      }),
  );
  const besides = [
    ...new Set(others),
    ...table
      .filter((one) => !topology.virtualServices.some((service) => isService(one, service)))
      .map((one) => `the virtual service ${one.address}:${one.port}`),
  ];
  return [
    ...(lacks.length === 0 ? [] : [`lacks ${lacks.join(', ')}`]),
    ...(besides.length === 0 ? [] : [`has ${besides.join(', ')} besides`]),
  ];
}

function isService(one: IpvsService, service: VirtualService): boolean {
  return one.address === service.vip && one.port === service.port;
}

/**
 * Whether a service's real servers have answered often enough: three times each, where the scheduler spreads requests.
 * With persistence once each: only a new client (or net of clients) is spread, and never more of them are asked from
 * than `sources`; a server that is due less than two of them need not answer, since a window of wrr differs from its
 * shares by up to 1.9 (MEASURING section 4). Where the scheduler picks by the client, any server is as good.
 */
export function enoughAnswers(
  topology: Topology,
  service: VirtualService,
  sources: readonly string[],
  answers: ReadonlyMap<string, number>,
): boolean {
  const some = [...answers.values()].some((times) => times >= goodAnswers);
  if (!spreading.includes(service.scheduler)) return some;
  const servers = serversOf(service, topology).filter((server) => server.weight > 0);
  if (service.persistenceTimeoutMs === undefined) {
    return servers.every(({ name }) => (answers.get(name) ?? 0) >= goodAnswers);
  }
  const nets = new Set(sources.map((address) => netOf(address, service.persistencePrefixLength ?? 32))).size;
  const share = (weight: number) => (weighing.includes(service.scheduler) ? weight : 1);
  const total = servers.reduce((sum, { weight }) => sum + share(weight), 0);
  return (
    some && servers.every(({ name, weight }) => (nets * share(weight)) / total < 2 || (answers.get(name) ?? 0) > 0)
  );
}

function netOf(address: string, prefixLength: number): number {
  return Math.floor((parseIpv4(address) ?? 0) / 2 ** (32 - prefixLength));
}
