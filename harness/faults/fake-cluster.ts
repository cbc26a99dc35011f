import type { Cluster, HandAct, HandReport, Node, NodeSight } from '../cluster/interface.ts';
import { healthPage } from '../keepalived/health-page.ts';
import type { Topology } from '../model.ts';
import type { FaultContext } from './fault.ts';
import { answer500File, healthPageFile } from './httpd.ts';

/** A node as the fake cluster knows it: what acts change, and what a kernel would say of it. */
export interface FakeNode {
  alive: boolean;
  frozen: boolean;
  linkUp: boolean;
  quotaUs: number | null;
  /** Command name and start of each process, oldest first. */
  processes: { comm: string; startedAtMs: number }[];
  /** Lines of tc that are in force, in the order in which they were given. */
  tc: string[];
  /** Packets that have met the filter, one more each time somebody looks. */
  looks: number;
  vips: string[];
  files: Record<string, string>;
  configured: Topology;
  /** What keepalived has in the kernel's table. */
  table: Topology;
  /** Deleted behind keepalived's back. */
  deleted: string[];
  log: string[];
}

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

/** A healthy cluster of that topology: director-1 is MASTER. */
export function fakeCluster(topology: Topology = fakeTopology): FakeCluster {
  const startedAtMs = performance.now();
  const named = (comm: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ comm, startedAtMs: startedAtMs + 10 * index }));
  const blank = (processes: FakeNode['processes']): FakeNode => ({
    alive: true,
    frozen: false,
    linkUp: true,
    quotaUs: null,
    processes: [...named('init', 1), ...processes],
    tc: [],
    looks: 0,
    vips: [],
    files: { [healthPageFile]: healthPage.body },
    configured: topology,
    table: topology,
    deleted: [],
    log: ['Startup complete'],
  });
  const nodes = new Map<string, FakeNode>();
  for (const { name } of topology.directors) nodes.set(name, blank(named('keepalived', 3)));
  for (const { name } of topology.strangers ?? []) nodes.set(name, blank([]));
  for (const { name } of topology.realServers) nodes.set(name, blank(named('apache2', 2)));
  const node = (name: string): FakeNode => {
    const found = nodes.get(name);
    if (found === undefined) throw new Error(`no node ${name}`);
    return found;
  };
  const names = [...nodes.keys()];
  const byPid = (pid: number) => names[pid - firstPid] ?? '';
  const vips = [...new Set(topology.virtualServices.map(({ vip }) => vip))];
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
      const fresh = blank(server ? named('apache2', 2) : named('keepalived', 3));
      nodes.set(name, { ...fresh, vips: name === 'director-1' ? vips : [] });
    },
    async exec(argv) {
      done.push(`${name}: ${argv[0]}`);
      return { argv, node: name, exitCode: 0, durationMs: 1, stderr: '', stdout: run(node(name), argv) };
    },
    stream: async () => {
      throw new Error('no fault streams');
    },
    async followLog(_, onLine) {
      const { log } = node(name);
      let [next, reads] = [0, 0];
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
      inspect: async ({ initPid, address, args }) => JSON.stringify(shown(node(byPid(initPid)), address, args)),
    },
  };
  return { cluster, nodes, node, done, acts };
}

/** What a fault that aims at these would be given. */
export function contextFor(fake: FakeCluster, targets: string[], level = 0): FaultContext {
  return { cluster: fake.cluster, target: targets[0] ?? '', targets, level };
}

function strike(act: HandAct, node: FakeNode): HandReport {
  const earliestMs = performance.now();
  const report = (effective: boolean, evidence: string) => ({
    earliestMs,
    latestMs: earliestMs + 1,
    effective,
    evidence,
  });
  const without = (comm: string) => node.processes.filter((one) => one.comm !== comm);
  switch (act.do) {
    case 'power-off':
      Object.assign(node, { alive: false, processes: [], vips: [] });
      break;
    case 'freeze':
    case 'thaw':
      node.frozen = act.do === 'freeze';
      break;
    case 'annihilate':
      node.processes = without(act.comm);
      break;
    case 'signal':
      if (act.signal === 'SIGTERM' || act.signal === 'SIGKILL') {
        node.processes = without(act.comm);
        if (act.comm === 'keepalived') Object.assign(node, { vips: [] });
      }
      if (act.signal === 'SIGHUP') {
        node.table = node.configured;
        node.log.push('Reloading ...', 'Reload complete');
      }
      break;
    case 'link':
      node.linkUp = act.up;
      break;
    case 'write-file':
      if (act.content === null) delete node.files[act.path];
      else node.files[act.path] = act.content;
      break;
    case 'cpu-quota':
      node.quotaUs = act.quotaUs;
      break;
    case 'network':
      for (const line of [...act.prepare, ...act.strike]) {
        if (line.startsWith('address del')) loseVips(node);
        else if (/^qdisc del .*clsact/.test(line)) node.tc = node.tc.filter((one) => !/clsact|ingress/.test(one));
        else if (/^qdisc del .*root/.test(line)) node.tc = node.tc.filter((one) => /clsact|ingress/.test(one));
        else if (!node.tc.includes(line)) node.tc.push(line);
      }
  }
  return report(true, 'seen');
}

/** keepalived notices, and puts them back. */
function loseVips(node: FakeNode): void {
  const { vips } = node;
  node.vips = [];
  setTimeout(() => {
    node.vips = vips;
  }, 30);
}

/** `ip -j link`, `tc -j qdisc` and `tc -j filter`, as far as faults read them. */
function shown(node: FakeNode, address: string, args: string[]): unknown[] {
  if (args.includes('address')) {
    const flags = node.linkUp ? ['BROADCAST', 'UP', 'LOWER_UP'] : ['BROADCAST'];
    return [{ ifname: 'eth0', addr_info: [{ local: address }], flags, operstate: node.linkUp ? 'UP' : 'DOWN' }];
  }
  node.looks += 1;
  if (args.includes('filter')) {
    return node.tc
      .filter((line) => line.includes('ingress'))
      .map((line) => {
        const drops = / drop/.test(line) ? dropsOf(node) : 0;
        const actions = [{ kind: 'gact', stats: { packets: node.looks, drops } }];
        return { pref: Number(/pref (\d+)/.exec(line)?.[1]), kind: 'flower', options: { actions } };
      });
  }
  return node.tc.flatMap((line): unknown[] => {
    if (line.includes('clsact')) return [{ dev: 'eth0', kind: 'clsact', handle: 'ffff:' }];
    const [, handle, kind] = /handle (\S+) (prio|netem)/.exec(line) ?? [];
    return kind === undefined ? [] : [{ dev: 'eth0', kind, handle, packets: node.looks - 1, drops: 0, qlen: 0 }];
  });
}

/** The filter that lets everything past ends the counting. */
function dropsOf(node: FakeNode): number {
  return node.tc.some((line) => line.includes('action pass') && !line.includes('random')) ? 3 : node.looks - 1;
}

function run(node: FakeNode, argv: string[]): string {
  if (argv[0] === 'timeout') {
    if (!node.processes.some(({ comm }) => comm === 'apache2')) return '';
    const status = node.files[answer500File] === undefined ? '200 OK' : '500 Internal Server Error';
    return `HTTP/1.1 ${status}\r\nServer: Apache\r\n\r\n${node.files[healthPageFile]}`;
  }
  if (argv[0] === 'sh') node.processes.push({ comm: 'lvs-drill-hog', startedAtMs: performance.now() });
  if (argv[0] === 'ipvsadm') node.deleted.push(argv[3] ?? '');
  return '';
}

/** As `/proc/net/ip_vs` has it. */
function ipvsTable({ virtualServices, realServers }: Topology, deleted: string[]): string {
  const hex = (address: string, port: number) =>
    `${address
      .split('.')
      .map((octet) => Number(octet).toString(16).padStart(2, '0'))
      .join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
  return virtualServices
    .filter(({ vip, port }) => !deleted.includes(`${vip}:${port}`))
    .map(({ vip, port, scheduler }) =>
      [
        `TCP  ${hex(vip, port)} ${scheduler} `,
        ...realServers.map(
          (one) => `  -> ${hex(one.address, port)}      Route   ${one.weight}      0          0         `,
        ),
      ].join('\n'),
    )
    .join('\n');
}
