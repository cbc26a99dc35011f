import type { Topology, VirtualService } from '../model.ts';

/** What the engine's links take (macvlan), bytes. */
export const linkMtuBytes = 1500;
/** An IPv4 header without options (RFC 791 3.1): also the outer one of IP in IP (RFC 2003 3.1). */
const ipHeaderBytes = 20;
/** Without options (RFC 9293 3.1); with the one before, what a segment's size leaves out (RFC 9293 3.7.1). */
export const headersBytes = ipHeaderBytes + 20;
/** Timestamps (RFC 7323 3.2) and two bytes of padding, in every packet of a connection (net.ipv4.tcp_timestamps). */
const timestampBytes = 12;
/** Of directors: whether they heed "don't fragment" of what they tunnel (Documentation/networking/ipvs-sysctl.rst). */
export const pathMtuDiscovery = 'net.ipv4.vs.pmtu_disc';

/** The largest packet that a director forwards whole, with "don't fragment" set, bytes; Infinity: it cuts what does not fit. */
function largestForwardedBytes(topology: Topology, { forwardingMethod }: VirtualService): number {
  if (forwardingMethod !== 'TUN') return linkMtuBytes;
  // Without it the outer packet is cut (`ensure_mtu_is_adequate` in net/netfilter/ipvs/ip_vs_xmit.c).
  const discovers = topology.directorSysctls?.[pathMtuDiscovery] !== '0';
  return discovers ? linkMtuBytes - ipHeaderBytes : Number.POSITIVE_INFINITY;
}

/** The largest packet that a client sends as long as it has learned nothing of the path, bytes. */
function largestSentBytes({ clientRouteMtu = linkMtuBytes, realServerAdvmss }: Topology): number {
  const clamped = realServerAdvmss === undefined ? linkMtuBytes : realServerAdvmss + headersBytes;
  return Math.min(clientRouteMtu, clamped);
}

/**
 * The shortest request, sent in one piece, that does not get through while the client cannot learn what the path takes,
 * bytes; null: all do. A director drops what does not fit its tunnel and says so by ICMP; whoever does not hear it sends
 * the same again, until it gives up. Longer ones stall too: their first packet is a full one. Answers never stall: from a
 * real server to the client there is no tunnel.
 */
export function firstStalledRequestBytes(topology: Topology, service: VirtualService): number | null {
  const forwarded = largestForwardedBytes(topology, service);
  return largestSentBytes(topology) <= forwarded ? null : forwarded - headersBytes - timestampBytes + 1;
}

/** Whether the topology has anything in place that keeps clients from sending what does not fit. */
export function hasPathMtuCure({ clientRouteMtu, realServerAdvmss, directorSysctls }: Topology): boolean {
  const cuts = directorSysctls?.[pathMtuDiscovery] === '0';
  return clientRouteMtu !== undefined || realServerAdvmss !== undefined || cuts;
}

/** The topology without that. */
export function withoutPathMtuCure(topology: Topology): Topology {
  const { clientRouteMtu: _, realServerAdvmss: __, directorSysctls = {}, ...rest } = topology;
  return { ...rest, directorSysctls: { ...directorSysctls, [pathMtuDiscovery]: '1' } };
}
