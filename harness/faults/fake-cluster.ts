import type { Cluster, HandAct, Node, NodeSight } from '../cluster/interface.ts';
import { linkAddressesOf } from '../inside.ts';
import { healthPage } from '../keepalived/health-page.ts';
import { floatingAddressesOf } from '../keepalived/vips.ts';
import type { Topology } from '../model.ts';
import { type Route, type RouteEntry, routesOf } from '../routes.ts';
import { type FakeNode, ipvsTable, run, shown, strike } from './fake-node.ts';
import type { FaultContext } from './fault.ts';
import { healthPageFile } from './httpd.ts';

/** A cluster without an engine: acts change its nodes at once, and nothing happens by itself. */
export interface FakeCluster {
  cluster: Cluster;
  nodes: Map<string, FakeNode>;
  node(name: string): FakeNode;
  /** Everything that was done to it, as `node: act`. */
  done: string[];
  /** What the hand was told to do, and when. */
  acts: { act: HandAct; atMs: number }[];
}

const firstPid = 1000;
const subnet = '198.18.0.0/24';

/** A pair of directors, two real servers and a stranger; VRRP version 3, so that an interval lasts 10 ms. */
export const fakeTopology: Topology = {
  name: 'fake',
  summary: 'no engine',
  subnet,
  vrrp: { version: 3, virtualRouterId: 51, advertIntervalMs: 10, preempt: true },
  directors: [
    { name: 'director-1', address: '198.18.0.11', priority: 100, initialState: 'BACKUP' },
    { name: 'director-2', address: '198.18.0.12', priority: 90, initialState: 'BACKUP' },
  ],
  realServers: [
    { name: 'real-server-1', address: '198.18.0.21', weight: 1 },
    { name: 'real-server-2', address: '198.18.0.22', weight: 1 },
  ],
  clients: [{ name: 'client-1', address: '198.18.0.31', sourceAddresses: [] }],
  strangers: [{ name: 'stranger-1', address: '198.18.0.13', priority: 110, vip: '198.18.0.101', virtualRouterId: 51 }],
  virtualServices: [
    {
      vip: '198.18.0.100',
      port: 80,
      scheduler: 'rr',
      forwardingMethod: 'DR',
      healthCheck: {
        type: 'TCP_CHECK',
        delayLoopMs: 500,
        connectTimeoutMs: 500,
        retries: 1,
        delayBeforeRetryMs: 500,
      },
    },
  ],
};

/** The same with two arms: real servers in a network of their own, which answer through the directors. */
export const fakeTwoArms: Topology = {
  ...fakeTopology,
  inside: { subnet: '198.18.1.0/24', vip: '198.18.1.99' },
  directors: fakeTopology.directors.map((one, place) => ({ ...one, insideAddress: `198.18.1.${11 + place}` })),
  realServers: fakeTopology.realServers.map((one, place) => ({ ...one, address: `198.18.1.${21 + place}` })),
  virtualServices: fakeTopology.virtualServices.map((service) => ({ ...service, forwardingMethod: 'NAT' })),
};

/** A healthy cluster of that topology: director-1 is MASTER. */
export function fakeCluster(topology: Topology = fakeTopology): FakeCluster {
  const startedAtMs = performance.now();
  const named = (comm: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ comm, startedAtMs: startedAtMs + 10 * index }));
  const blank = (name: string, processes: FakeNode['processes']): FakeNode => ({
    alive: true,
    frozen: false,
    links: linkAddressesOf(topology, name).map((address, index) => ({
      name: `eth${index}`,
      address,
      up: true,
      tc: [],
      routes: index > 0 ? [] : routesOf(topology, name).map(entryOf),
    })),
    quotaUs: null,
    processes: [...named('init', 1), ...processes],
    looks: 0,
    vips: [],
    files: { [healthPageFile]: healthPage.body },
    configured: topology,
    table: topology,
    deleted: [],
    log: ['Startup complete'],
  });
  const nodes = new Map<string, FakeNode>();
  for (const { name } of topology.directors) nodes.set(name, blank(name, named('keepalived', 3)));
  for (const { name } of topology.strangers ?? []) nodes.set(name, blank(name, []));
  for (const { name } of topology.realServers) nodes.set(name, blank(name, named('apache2', 2)));
  for (const { name } of topology.clients) nodes.set(name, blank(name, []));
  const node = (name: string): FakeNode => {
    const found = nodes.get(name);
    if (found === undefined) throw new Error(`no node ${name}`);
    return found;
  };
  const names = [...nodes.keys()];
  const byPid = (pid: number) => names[pid - firstPid] ?? '';
  const vips = floatingAddressesOf(topology);
  node('director-1').vips = vips;
  const done: string[] = [];
  const acts: FakeCluster['acts'] = [];

  const nodeOf = (name: string): Node => ({
    name,
    kind: 'director',
    id: name,
    initPid: async () => (node(name).alive ? firstPid + names.indexOf(name) : null),
    async start() {
      done.push(`${name}: start`);
      const server = topology.realServers.some((one) => one.name === name);
      const fresh = blank(name, server ? named('apache2', 2) : named('keepalived', 3));
      nodes.set(name, { ...fresh, vips: name === 'director-1' ? vips : [] });
    },
    async exec(argv) {
      done.push(`${name}: ${argv[0]}`);
      return { argv, node: name, exitCode: 0, durationMs: 1, stderr: '', stdout: run(node(name), argv) };
    },
    stream: async () => {
      throw new Error('no fault streams');
    },
    async followLog(since, onLine) {
      const { log } = node(name);
      let [next, reads] = [since === 'now' ? log.length : 0, 0];
      const read = () => {
        for (; next < log.length; next += 1) onLine({ realtimeMs: next + 1, line: log[next] ?? '' });
        // One that refuses passwords says so of each advert.
        const refuses = node(name).table.directors.find((one) => one.name === name)?.password !== undefined;
        reads += 1;
        if (refuses && reads % 20 === 0) log.push('(VI_1) received an invalid passwd from 198.18.0.11!');
      };
      read();
      const timer = setInterval(read, 20);
      return { stop: () => clearInterval(timer), ended: Promise.resolve() };
    },
  });

  const cluster: Cluster = {
    topology,
    runId: 'fake',
    node: nodeOf,
    directors: () => topology.directors.map((director) => ({ director, node: nodeOf(director.name) })),
    realServers: () => topology.realServers.map((realServer) => ({ realServer, node: nodeOf(realServer.name) })),
    clients: () => [],
    strangers: () => (topology.strangers ?? []).map((stranger) => ({ stranger, node: nodeOf(stranger.name) })),
    directorStates: async () =>
      topology.directors.map(({ name }) => {
        const { alive, table, deleted, ...rest } = node(name);
        return { name, alive, vips: alive ? rest.vips : [], ipvsTable: alive ? ipvsTable(table, deleted) : '' };
      }),
    vipHolders: async () =>
      topology.directors.map(({ name }) => name).filter((name) => node(name).alive && node(name).vips.length > 0),
    onNodeStarted() {},
    async startKeepalived(name) {
      done.push(`${name}: start-keepalived`);
      node(name).processes.push(...named('keepalived', 3));
      Object.assign(node(name), { deleted: [], table: node(name).configured });
      if (name === 'director-1') node(name).vips = vips;
    },
    async startHttpd(name) {
      done.push(`${name}: start-httpd`);
      node(name).processes.push(...named('apache2', 2));
    },
    async configure(name, changed) {
      node(name).configured = changed;
    },
    hand: {
      now: async () => ({ atMs: performance.now(), boundMs: 0 }),
      async act(act, atMs) {
        const name = byPid(act.initPid);
        done.push(`${name}: ${act.do}${act.do === 'signal' ? ` ${act.signal}` : ''}`);
        acts.push({ act, atMs });
        if (atMs > performance.now()) await new Promise((resolve) => setTimeout(resolve, atMs - performance.now()));
        return strike(act, node(name));
      },
      look: async (initPid): Promise<NodeSight> => {
        const { alive, frozen, processes } = node(byPid(initPid));
        return {
          atMs: performance.now(),
          alive,
          frozen,
          processes: processes.map(({ comm }) => comm),
          startedAtMs: processes.map((one) => one.startedAtMs),
        };
      },
      async read(paths) {
        const contents = paths.map((path) => {
          const [, pid = '', rest = ''] = /^\/proc\/(\d+)\/root(\/.*)$/.exec(path) ?? [];
          return node(byPid(Number(pid))).files[rest] ?? null;
        });
        return { earliestMs: performance.now(), latestMs: performance.now(), contents };
      },
      inspect: async ({ initPid, address, args }) => JSON.stringify(shown(node(byPid(initPid)), address, args)),
    },
  };
  return { cluster, nodes, node, done, acts };
}

/** As `ip -json route show` has it. */
function entryOf({ to, via }: Route): RouteEntry {
  const dst = to.replace(/\/32$/, '');
  return via === undefined ? { dst } : { dst, gateway: via };
}

/** What a fault that aims at these would be given. */
export function contextFor(fake: FakeCluster, targets: string[], level = 0): FaultContext {
  return { cluster: fake.cluster, target: targets[0] ?? '', targets, level };
}
