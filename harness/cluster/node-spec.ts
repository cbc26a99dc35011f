import { hasTwoArms, isOneArmed, listenerAddressOf } from '../inside.ts';
import { renderKeepalivedConf, renderStrangerConf } from '../keepalived/config.ts';
import { acceptedVipsOf } from '../keepalived/vips.ts';
import { localServerOf, loopbackVipsOf, separateServers } from '../local-node.ts';
import type { RealServer, Topology } from '../model.ts';
import { routeLine, routesOf } from '../routes.ts';
import { changedTopology } from '../topology-change.ts';
import type { Node } from './interface.ts';

/** Full names of the images that nodes are made from. */
export interface NodeImages {
  director: string;
  realServer: string;
  client: string;
}

/** The topology's networks: `inside` is that of the real servers where they have one of their own. */
export type NetworkName = 'outside' | 'inside';

/** Everything about a node's container that the topology decides. */
export interface NodeSpec {
  name: string;
  kind: Node['kind'];
  image: string;
  /** Its address in each of the topology's networks that it is in, the one by which others know it first. */
  addresses: { network: NetworkName; address: string }[];
  environment: Record<string, string>;
  sysctls: Record<string, string>;
  privileged: boolean;
  capabilities: string[];
  /** In the engine's process and cgroup namespaces, with its cgroup tree at /sys/fs/cgroup. */
  sharesEngine: boolean;
  files: { path: string; content: string }[];
}

/** Name of the container that acts on the others. */
export const handName = 'hand';

/** Where a director's configuration lies until `render-config` of its image has put in the interface's real name. */
export const configPath = '/etc/keepalived/keepalived.conf.in';
const interfacePlaceholder = '@INTERFACE@';
const insidePlaceholder = '@INSIDE_INTERFACE@';

/**
 * What `configPath` must hold for a director: what it is to run, which a topology that is wrong on purpose does not say.
 * Throws a usage error when keepalived cannot do what is asked for.
 */
export function configOf(topology: Topology, director: string): string {
  return renderKeepalivedConf(changedTopology(topology, topology.actually), director, {
    interface: interfacePlaceholder,
    ...(hasTwoArms(topology) ? { insideInterface: insidePlaceholder } : {}),
  });
}

const plain = { addresses: [], sysctls: {}, privileged: false, capabilities: [], sharesEngine: false, files: [] };
const outside = (address: string) => ({ network: 'outside' as const, address });
const inside = (address: string) => ({ network: 'inside' as const, address });

/** The containers of a topology, directors first: they need the longest until they are ready. */
export function nodeSpecs(topology: Topology, images: NodeImages): NodeSpec[] {
  const director = { ...plain, kind: 'director' as const, image: images.director, privileged: true };
  // As on every director that also serves NAT. It decides what happens to packets that still come in after the VIP
  // has gone: forwarded late, not dropped.
  const forwarding = { 'net.ipv4.ip_forward': '1' };
  // A director that forwards answers back out of the link they came in by would tell real servers to send them themselves.
  const silent = isOneArmed(topology)
    ? { sysctls: { 'net.ipv4.conf.all.send_redirects': '0' }, environment: { SEND_REDIRECTS: '0' } }
    : { sysctls: {}, environment: {} };
  return [
    ...topology.directors.map(({ name, address, insideAddress }) => ({
      ...director,
      name,
      addresses: [outside(address), ...(insideAddress === undefined ? [] : [inside(insideAddress)])],
      environment: {
        NODE_ADDRESS: address,
        ...(insideAddress === undefined ? {} : { INSIDE_ADDRESS: insideAddress }),
        ...silent.environment,
        ...routesFor(topology, name),
        ...localServerEnvironment(topology, name),
      },
      sysctls: {
        ...forwarding,
        ...silent.sysctls,
        ...(localServerOf(topology, name) === undefined ? {} : silentAboutVips),
        ...topology.directorSysctls,
      },
      files: [{ path: configPath, content: configOf(topology, name) }],
    })),
    ...(topology.strangers ?? []).map((stranger) => ({
      ...director,
      name: stranger.name,
      addresses: [outside(stranger.address)],
      environment: { NODE_ADDRESS: stranger.address, KEEPALIVED: stranger.startsWithCluster === true ? 'yes' : 'no' },
      sysctls: forwarding,
      files: [
        { path: configPath, content: renderStrangerConf(stranger, { interface: interfacePlaceholder }, topology.vrrp) },
      ],
    })),
    ...separateServers(topology.realServers).map((server) => realServerSpec(topology, images, server)),
    ...(topology.sorryServer === undefined ? [] : [realServerSpec(topology, images, topology.sorryServer)]),
    ...topology.clients.map(({ name, address, sourceAddresses, farAddress }) => ({
      ...plain,
      name,
      kind: 'client' as const,
      image: images.client,
      addresses: [outside(address)],
      environment: {
        NODE_ADDRESS: address,
        SOURCE_ADDRESSES: sourceAddresses.join(' '),
        ...(farAddress === undefined ? {} : { FAR_ADDRESS: farAddress }),
        ...routesFor(topology, name),
      },
      // SYS_NICE: the prober goes before whatever else the engine's kernel has to do.
      capabilities: ['NET_ADMIN', 'NET_RAW', 'SYS_NICE'],
    })),
    {
      ...plain,
      name: handName,
      kind: 'hand',
      image: images.client,
      // From where adverts are heard that no client hears.
      addresses: [listenerAddressOf(topology) ?? []].flat().map(inside),
      environment: {},
      privileged: true,
      sharesEngine: true,
    },
  ];
}

function realServerSpec(
  topology: Topology,
  images: NodeImages,
  server: Pick<RealServer, 'name' | 'address' | 'answersArpForVip' | 'lacksTunnel'>,
): NodeSpec {
  const { name, address, answersArpForVip = false } = server;
  const tunnel = tunnelReception(topology, server);
  return {
    ...plain,
    name,
    kind: 'real-server',
    image: images.realServer,
    addresses: [hasTwoArms(topology) ? inside(address) : outside(address)],
    environment: {
      NODE_ADDRESS: address,
      REAL_SERVER: name,
      VIPS: acceptedVipsOf(topology)
        .filter((vip) => !tunnel.vips.includes(vip))
        .join(' '),
      ...tunnel.environment,
      ...routesFor(topology, name),
    },
    sysctls: { ...(answersArpForVip ? {} : silentAboutVips), ...tunnel.sysctls },
    capabilities: ['NET_ADMIN'],
  };
}

/**
 * Never answer or announce ARP for the VIP on lo. Of `all` and an interface's own value the kernel takes the higher one
 * (Documentation/networking/ip-sysctl.rst), so this holds whatever the interface is called. Without it the kernel answers
 * for every address it has, on whichever interface that is.
 */
const silentAboutVips = { 'net.ipv4.conf.all.arp_ignore': '1', 'net.ipv4.conf.all.arp_announce': '2' };

/** What makes a director's host a real server too. */
function localServerEnvironment(topology: Topology, director: string): Record<string, string> {
  const server = localServerOf(topology, director);
  if (server === undefined) return {};
  return { REAL_SERVER: server.name, VIPS: loopbackVipsOf(topology, director).join(' ') };
}

function routesFor(topology: Topology, node: string): { ROUTES?: string } {
  const lines = routesOf(topology, node).map(routeLine);
  return lines.length === 0 ? {} : { ROUTES: lines.join('\n') };
}

/**
 * How a real server receives what directors tunnel to it (IP in IP, RFC 2003): the VIPs are on tunl0, and nothing asks
 * whether an answer to the client would leave by tunl0, as rp_filter does. Of `all` and an interface's own value the
 * kernel takes the higher one (Documentation/networking/ip-sysctl.rst), and tunl0 is older than any `default` set here.
 */
function tunnelReception(
  { virtualServices }: Topology,
  { lacksTunnel }: Pick<RealServer, 'lacksTunnel'>,
): { vips: string[]; environment: Record<string, string>; sysctls: Record<string, string> } {
  const tunnelled = virtualServices.filter((service) => service.forwardingMethod === 'TUN').map(({ vip }) => vip);
  const vips = [...new Set(tunnelled)];
  if (vips.length === 0 || lacksTunnel === true) return { vips, environment: {}, sysctls: {} };
  const interfaces = ['all', 'default', 'tunl0'];
  return {
    vips,
    environment: { TUNNEL_VIPS: vips.join(' ') },
    sysctls: Object.fromEntries(interfaces.map((one) => [`net.ipv4.conf.${one}.rp_filter`, '0'])),
  };
}
