import { DrillError } from '../errors.ts';
import { formatIpv4 } from '../ipv4.ts';

/** A real server's line of the IPVS table. */
export interface IpvsDestination {
  address: string;
  port: number;
  /** `Local` is a director that serves itself, `Bypass` a transparent cache's way out; keepalived sets neither here. */
  forwardingMethod: 'NAT' | 'DR' | 'TUN' | 'Local' | 'Bypass';
  weight: number;
  activeConnections: number;
  inactiveConnections: number;
}

/** A virtual service of the IPVS table, real servers in the kernel's order: the last one added comes first. */
export interface IpvsService {
  protocol: 'TCP' | 'UDP' | 'SCTP' | 'FWM';
  /** The VIP; null for a firewall mark. */
  address: string | null;
  port: number | null;
  /** Only with protocol FWM. */
  firewallMark: number | null;
  scheduler: string;
  onePacket: boolean;
  /** The kernel prints jiffies, whose length the table does not tell; null without persistence. */
  persistenceTimeoutJiffies: number | null;
  destinations: IpvsDestination[];
}

/**
 * The text of `/proc/net/ip_vs` as data (`ip_vs_info_seq_show` in net/netfilter/ipvs/ip_vs_ctl.c).
 * Scheduler flags such as sh-port are not in that file. Throws a `DrillError` at a line that is not of that form:
 * a table half understood would be a wrong table.
 */
export function parseIpvsTable(text: string): IpvsService[] {
  const services: IpvsService[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || isHeading(line)) continue;
    const destination = /^ {2}-> +(\S+) +(\w+) +(-?\d+) +(\d+) +(\d+) *$/.exec(line);
    const service = services.at(-1);
    if (destination === null) services.push(parseService(line));
    else if (service === undefined) throw notUnderstood(line);
    else service.destinations.push(parseDestination(destination, line));
  }
  return services;
}

function isHeading(line: string): boolean {
  return /^(IP Virtual Server version|Prot LocalAddress| {2}-> RemoteAddress)/.test(line);
}

function parseService(line: string): IpvsService {
  const match = /^(TCP|UDP|SCTP|FWM) +(\S+) (\S+) +(ops )?(?:persistent (\d+) \S+)? *$/.exec(line);
  if (match === null) throw notUnderstood(line);
  const [, protocol, place = '', scheduler = '', onePacket, persistent] = match;
  const mark = protocol === 'FWM';
  const jiffies = persistent === undefined ? null : Number(persistent);
  if (jiffies !== null && !Number.isSafeInteger(jiffies)) throw notUnderstood(line);
  if (mark && !/^[0-9A-F]{8}$/.test(place)) throw notUnderstood(line);
  return {
    protocol: protocol as IpvsService['protocol'],
    ...(mark ? { address: null, port: null } : parsePlace(place, line)),
    firewallMark: mark ? Number.parseInt(place, 16) : null,
    scheduler,
    onePacket: onePacket !== undefined,
    persistenceTimeoutJiffies: jiffies,
    destinations: [],
  };
}

function parseDestination(match: RegExpExecArray, line: string): IpvsDestination {
  const [, place = '', forward = '', weight, active, inactive] = match;
  const forwardingMethod = forwardingMethods.get(forward);
  const numbers = { weight: Number(weight), activeConnections: Number(active), inactiveConnections: Number(inactive) };
  if (forwardingMethod === undefined || !Object.values(numbers).every(Number.isSafeInteger)) throw notUnderstood(line);
  return { ...parsePlace(place, line), forwardingMethod, ...numbers };
}

/** `ip_vs_fwd_name` in include/net/ip_vs.h. */
const forwardingMethods: ReadonlyMap<string, IpvsDestination['forwardingMethod']> = new Map([
  ['Masq', 'NAT'],
  ['Route', 'DR'],
  ['Tunnel', 'TUN'],
  ['Local', 'Local'],
  ['Bypass', 'Bypass'],
]);

function parsePlace(place: string, line: string): { address: string; port: number } {
  const ipv4 = /^([0-9A-F]{8}):([0-9A-F]{4})$/.exec(place);
  const ipv6 = /^\[([0-9a-f:]+)\]:([0-9A-F]{4})$/.exec(place);
  const [, address = '', port = ''] = ipv4 ?? ipv6 ?? [];
  if (address === '') throw notUnderstood(line);
  return { address: ipv4 ? formatIpv4(Number.parseInt(address, 16)) : address, port: Number.parseInt(port, 16) };
}

function notUnderstood(line: string): DrillError {
  return new DrillError(`/proc/net/ip_vs has a line of unknown form: '${line}'.`);
}
