/** One packet of a capture. */
export interface CapturedPacket {
  /** CLOCK_REALTIME of the kernel at capture, ms since 1970; a double holds it to 0.25 microseconds. */
  realtimeMs: number;
  /** The captured bytes, which may be fewer than were on the wire. */
  bytes: Buffer;
}

/** Takes a capture piece by piece. */
export interface PcapParser {
  /** The packets that are complete with this piece. Throws an error when the bytes are no pcap of Ethernet frames. */
  push(chunk: Buffer): CapturedPacket[];
}

const globalHeaderBytes = 24;
const packetHeaderBytes = 16;
/** libpcap's MAXIMUM_SNAPLEN (pcap-int.h): a longer packet means that the stream is broken. */
const snapLimitBytes = 262_144;
const linkTypeEthernet = 1;

/** Parses the classic pcap format (draft-ietf-opsawg-pcap), of either byte order, in micro- or nanoseconds. */
export function createPcapParser(): PcapParser {
  let rest: Buffer = Buffer.alloc(0);
  let format: Format | null = null;
  return {
    push(chunk) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      if (format === null) {
        if (rest.length < globalHeaderBytes) return [];
        format = readFormat(rest);
        rest = rest.subarray(globalHeaderBytes);
      }
      const packets: CapturedPacket[] = [];
      while (rest.length >= packetHeaderBytes) {
        const length = format.u32(rest, 8);
        if (length > snapLimitBytes) throw new Error(`not a pcap stream: a packet of ${length} bytes`);
        const end = packetHeaderBytes + length;
        if (rest.length < end) break;
        const realtimeMs = format.u32(rest, 0) * 1000 + format.u32(rest, 4) / format.fractionsPerMs;
        packets.push({ realtimeMs, bytes: rest.subarray(packetHeaderBytes, end) });
        rest = rest.subarray(end);
      }
      return packets;
    },
  };
}

interface Format {
  fractionsPerMs: number;
  u32(bytes: Buffer, offset: number): number;
}

function readFormat(header: Buffer): Format {
  const littleEndian = header.readUInt32LE(0) === 0xa1b2c3d4 || header.readUInt32LE(0) === 0xa1b23c4d;
  const u32: Format['u32'] = littleEndian ? (b, at) => b.readUInt32LE(at) : (b, at) => b.readUInt32BE(at);
  const magic = u32(header, 0);
  if (magic !== 0xa1b2c3d4 && magic !== 0xa1b23c4d) {
    throw new Error(`not a pcap stream: it begins with ${header.toString('hex', 0, 4)}`);
  }
  const linkType = u32(header, 20) & 0xffff;
  if (linkType !== linkTypeEthernet) throw new Error(`expected a capture of Ethernet (link type 1), got ${linkType}`);
  return { fractionsPerMs: magic === 0xa1b23c4d ? 1e6 : 1e3, u32 };
}
