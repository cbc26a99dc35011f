import type { HandAct, HandReport } from '../cluster/interface.ts';
import { discardedFile, windowFile } from '../in-process-server.ts';
import { serversOf } from '../ipvs/services.ts';
import type { Topology } from '../model.ts';
import type { RouteEntry } from '../routes.ts';
import { answer500File, healthPageFile } from './httpd.ts';

export interface FakeLink {
  name: string;
  address: string;
  up: boolean;
  /** Lines of tc that are in force, in the order in which they were given. */
  tc: string[];
  routes: RouteEntry[];
}

/** A node as the fake cluster knows it: what acts change, and what a kernel would say of it. */
export interface FakeNode {
  alive: boolean;
  frozen: boolean;
  /** The one by which others know it first. */
  links: FakeLink[];
  quotaUs: number | null;
  /** Command name and start of each process, oldest first. */
  processes: { comm: string; startedAtMs: number }[];
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

/** What the hand's act does to a node, at once. */
export function strike(act: HandAct, node: FakeNode): HandReport {
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
      Object.assign(linkOf(node, act.address), { up: act.up, routes: [] });
      break;
    case 'write-file':
      if (act.content === null) delete node.files[act.path];
      else node.files[act.path] = act.content;
      // The server in the prober's process, which has discarded three.
      if (act.path === windowFile && act.content !== null)
        node.files[discardedFile] = `${act.content.split(' ')[0]} 3\n`;
      break;
    case 'cpu-quota':
      node.quotaUs = act.quotaUs;
      break;
    case 'network':
      for (const line of [...act.prepare, ...act.strike, ...(act.undo?.lines ?? [])])
        runLine(line, node, linkOf(node, act.address));
      if (act.undo !== undefined) {
        const undoneMs = earliestMs + act.undo.afterMs;
        return { ...report(true, 'seen'), ended: { earliestMs: undoneMs, latestMs: undoneMs + 1 } };
      }
  }
  return report(true, 'seen');
}

function runLine(line: string, node: FakeNode, link: FakeLink): void {
  const [, dst, gateway] = /^route replace ([^ /]+)\S*(?: via (\S+))?/.exec(line) ?? [];
  if (line.startsWith('neigh del')) return;
  if (dst !== undefined) link.routes.push(gateway === undefined ? { dst } : { dst, gateway });
  else if (line.startsWith('address del')) loseVips(node);
  else if (/^qdisc del .*clsact/.test(line)) link.tc = link.tc.filter((one) => !/clsact|ingress/.test(one));
  else if (/^qdisc del .*root/.test(line)) link.tc = link.tc.filter((one) => /clsact|ingress/.test(one));
  else if (!link.tc.includes(line)) link.tc.push(line);
}

function linkOf(node: FakeNode, address: string): FakeLink {
  const found = node.links.find((link) => link.address === address);
  if (found === undefined) throw new Error(`no link has the address ${address}`);
  return found;
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
export function shown(node: FakeNode, address: string, args: string[]): unknown[] {
  if (args.includes('address')) {
    return node.links.map(({ name, address: local, up }) => ({
      ifname: name,
      addr_info: [{ local }],
      flags: up ? ['BROADCAST', 'UP', 'LOWER_UP'] : ['BROADCAST'],
      operstate: up ? 'UP' : 'DOWN',
    }));
  }
  if (args.includes('route')) return node.links.flatMap(({ routes }) => routes);
  if (args.includes('neigh')) return [];
  node.looks += 1;
  const asked = linkOf(node, address);
  if (args.includes('filter')) {
    return asked.tc
      .filter((line) => line.includes('ingress'))
      .map((line) => {
        const drops = / drop/.test(line) ? dropsOf(node, asked) : 0;
        const actions = [{ kind: 'gact', stats: { packets: node.looks, drops } }];
        return { pref: Number(/pref (\d+)/.exec(line)?.[1]), kind: 'flower', options: { actions } };
      });
  }
  const shownLinks = args.includes('dev') ? [asked] : node.links;
  return shownLinks.flatMap(({ name: dev, tc }) =>
    tc.flatMap((line): unknown[] => {
      if (line.includes('clsact')) return [{ dev, kind: 'clsact', handle: 'ffff:' }];
      const [, handle, kind] = /handle (\S+) (prio|netem)/.exec(line) ?? [];
      return kind === undefined ? [] : [{ dev, kind, handle, packets: node.looks - 1, drops: 0, qlen: 0 }];
    }),
  );
}

/** The filter that lets everything past ends the counting. */
function dropsOf(node: FakeNode, { tc }: FakeLink): number {
  return tc.some((line) => line.includes('action pass') && !line.includes('random')) ? 3 : node.looks - 1;
}

/** What the programs print that faults run in a node, and what they do to it. */
export function run(node: FakeNode, argv: string[]): string {
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
export function ipvsTable(topology: Topology, deleted: string[]): string {
  const hex = (address: string, port: number) =>
    `${address
      .split('.')
      .map((octet) => Number(octet).toString(16).padStart(2, '0'))
      .join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
  return topology.virtualServices
    .filter(({ vip, port }) => !deleted.includes(`${vip}:${port}`))
    .map((service) =>
      [
        `TCP  ${hex(service.vip, service.port)} ${service.scheduler} `,
        ...serversOf(service, topology).map(
          (one) => `  -> ${hex(one.address, service.port)}      Route   ${one.weight}      0          0         `,
        ),
      ].join('\n'),
    )
    .join('\n');
}
