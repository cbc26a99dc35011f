import type { AdvertValue, GarpValue, SynValue } from '../../model.ts';

/** What an Ethernet frame shows to us. */
export type Sighting =
  | { series: 'advert'; value: AdvertValue }
  | { series: 'garp'; value: GarpValue }
  | { series: 'syn'; value: SynValue };

const etherTypeIpv4 = 0x0800;
const etherTypeArp = 0x0806;
/** IANA protocol number of VRRP (RFC 3768 5.2.4). */
const protocolVrrp = 112;
const protocolTcp = 6;
/** RFC 9293 3.1: SYN without ACK begins a connection. */
const [synFlag, ackFlag] = [0x02, 0x10];
const ethernetHeaderBytes = 14;

/**
 * Finds the VRRP advertisement, the first packet of a TCP connection or the gratuitous ARP in a frame; null for anything
 * else, also for tagged (802.1Q) and for cut-off frames. Neither checksums nor TTL are judged: what was on the wire is recorded.
 */
export function decodeFrame(frame: Buffer): Sighting | null {
  if (frame.length < ethernetHeaderBytes) return null;
  const etherType = frame.readUInt16BE(12);
  const payload = frame.subarray(ethernetHeaderBytes);
  if (etherType === etherTypeIpv4) return decodeAdvert(payload, mac(frame, 6)) ?? decodeSyn(payload);
  if (etherType === etherTypeArp) return decodeGarp(payload);
  return null;
}

/** What an IPv4 packet carries of a protocol; null where it carries another, or not its beginning (RFC 791 3.1). */
function carried(packet: Buffer, protocol: number): Buffer | null {
  if (packet.length < 20) return null;
  const headerBytes = ((packet[0] as number) & 0x0f) * 4;
  const isFirstFragment = (packet.readUInt16BE(6) & 0x1fff) === 0;
  if ((packet[0] as number) >> 4 !== 4 || headerBytes < 20 || packet[9] !== protocol || !isFirstFragment) return null;
  return packet.subarray(headerBytes);
}

/** RFC 3768 5.1 and RFC 5798 5.1 share the first four bytes: version and type, virtual router id, priority, count. */
function decodeAdvert(packet: Buffer, sourceMac: string): Sighting | null {
  const advert = carried(packet, protocolVrrp);
  if (advert === null || advert.length < 8) return null;
  const version = (advert[0] as number) >> 4;
  const type = (advert[0] as number) & 0x0f;
  if (type !== 1 || (version !== 2 && version !== 3)) return null;
  return {
    series: 'advert',
    value: {
      source: ipv4(packet, 12),
      version,
      virtualRouterId: advert[1] as number,
      priority: advert[2] as number,
      sourceMac,
    },
  };
}

/** RFC 9293 3.1: the ports come first, the flags are its fourteenth byte. */
function decodeSyn(packet: Buffer): Sighting | null {
  const segment = carried(packet, protocolTcp);
  if (segment === null || segment.length < 14) return null;
  if (((segment[13] as number) & (synFlag | ackFlag)) !== synFlag) return null;
  return {
    series: 'syn',
    value: {
      source: ipv4(packet, 12),
      sourcePort: segment.readUInt16BE(0),
      service: `${ipv4(packet, 16)}:${segment.readUInt16BE(2)}`,
    },
  };
}

/** RFC 5227 1.1: an ARP request or reply whose sender and target address are the same announces that address. */
function decodeGarp(packet: Buffer): Sighting | null {
  if (packet.length < 28) return null;
  const isEthernetIpv4 = packet.readUInt32BE(0) === 0x00010800 && packet.readUInt16BE(4) === 0x0604;
  const operation = packet.readUInt16BE(6);
  if (!isEthernetIpv4 || (operation !== 1 && operation !== 2)) return null;
  const sender = ipv4(packet, 14);
  if (sender !== ipv4(packet, 24) || sender === '0.0.0.0') return null;
  return { series: 'garp', value: { address: sender, mac: mac(packet, 8) } };
}

function ipv4(bytes: Buffer, at: number): string {
  return [...bytes.subarray(at, at + 4)].join('.');
}

function mac(bytes: Buffer, at: number): string {
  return (bytes.toString('hex', at, at + 6).match(/../g) ?? []).join(':');
}
