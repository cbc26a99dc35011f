import type { Path } from '../model.ts';

/**
 * What a request costs on the client's link, counted there: bytes of Ethernet frames without their checksum, as
 * `/proc/net/dev` of a macvlan counts them in both directions (drivers/net/macvlan.c: `skb->len` of what is sent, `skb->len`
 * and `ETH_HLEN` of what is received) and as tbf does (net/sched/sch_tbf.c: `qdisc_pkt_len`). What had to be sent again is
 * in it.
 */
export interface RequestCost {
  /** From the client: its handshake, request and acknowledgements. */
  requestBytes: number;
  /** To the client. */
  answerBytes: number;
  /** From the client. */
  requestPackets: number;
}

/** Whose links: those of all real servers together carry as much as there are of them. `director-inside`: the second arm of NAT. */
export type LinkPlace = 'director' | 'director-inside' | 'real-servers';

/** One direction of the links at a place, and what a request puts on it. */
export interface LinkLoad {
  place: LinkPlace;
  direction: 'received' | 'sent';
  bytesPerRequest: number;
}

/** The outer IPv4 header that a tunnel adds to every packet of the client, bytes (RFC 2003). */
const tunnelHeaderBytes = 20;

/** What a request puts on every limited link that it passes, by how it is forwarded. */
export function linkLoads(path: Path, { requestBytes, answerBytes, requestPackets }: RequestCost, twoArmed: boolean) {
  const tunnelled = requestBytes + tunnelHeaderBytes * requestPackets;
  const asForwarded = path === 'TUN' ? tunnelled : requestBytes;
  const realServers = both('real-servers', asForwarded, answerBytes);
  if (path === 'direct') return realServers;
  if (path !== 'NAT') return [...both('director', requestBytes, asForwarded), ...realServers];
  // Answers go back through the director: in at one arm and out at the other, or twice through the only one.
  if (twoArmed) {
    return [
      ...both('director', requestBytes, answerBytes),
      ...both('director-inside', answerBytes, requestBytes),
      ...realServers,
    ];
  }
  const all = requestBytes + answerBytes;
  return [...both('director', all, all), ...realServers];
}

/** The link that is full first, and how many requests per second it then carries. */
export interface Bottleneck {
  /** More than one where they are full at the same time, as the two directions of a director's only arm are. */
  links: LinkLoad[];
  requestsPerSecond: number;
}

/** Null where no request puts anything on a link. `realServers`: how many share the load. */
export function bottleneckOf(
  loads: readonly LinkLoad[],
  linkBitsPerSecond: number,
  realServers: number,
): Bottleneck | null {
  const capacity = ({ place, bytesPerRequest }: LinkLoad) =>
    ((place === 'real-servers' ? realServers : 1) * linkBitsPerSecond) / 8 / bytesPerRequest;
  const requestsPerSecond = Math.min(...loads.map(capacity));
  if (!Number.isFinite(requestsPerSecond)) return null;
  return { links: loads.filter((load) => capacity(load) === requestsPerSecond), requestsPerSecond };
}

function both(place: LinkPlace, receivedBytes: number, sentBytes: number): LinkLoad[] {
  return [
    { place, direction: 'received', bytesPerRequest: receivedBytes },
    { place, direction: 'sent', bytesPerRequest: sentBytes },
  ];
}
