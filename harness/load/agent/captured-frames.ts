/** Hand-made frames and captures. For tests. */

const directorMac = '0242c6120002';

/** An IPv4 VRRP advertisement (RFC 3768 5.1; RFC 5798 5.1) of virtual router 51 for 198.18.0.100. */
export function advertFrame({ version = 2, priority = 100, optionBytes = 0 } = {}): Buffer {
  const vrrp =
    version === 2
      ? `21 33 ${hex(priority)} 01 01 01 0000 c6120064 3132333400000000`
      : `31 33 ${hex(priority)} 01 0064 0000 c6120064`;
  const header = `${hex(0x45 + optionBytes / 4)} c0 0028 0001 0000 ff 70 0000 c6120002 e0000012 ${'00'.repeat(optionBytes)}`;
  return bytes(`01005e000012 ${directorMac} 0800 ${header} ${vrrp}`);
}

/** An ARP frame of the director; gratuitous when sender and target are the same. */
export function arpFrame({ operation = 1, sender = 'c6120064', target = 'c6120064' } = {}): Buffer {
  return bytes(
    `ffffffffffff ${directorMac} 0806 0001 0800 06 04 ${hex(operation, 4)} ${directorMac} ${sender} 000000000000 ${target}`,
  );
}

/** A TCP segment without data from 198.18.0.41, port 20001, to 198.18.0.100, port 80, with these flags (RFC 9293 3.1). */
export function tcpFrame({ flags = 0x02 } = {}): Buffer {
  const header = '45 00 0028 0001 4000 40 06 0000 c6120029 c6120064';
  return bytes(
    `${directorMac} ${directorMac} 0800 ${header} 4e21 0050 00000001 00000000 50 ${hex(flags)} ffff 0000 0000`,
  );
}

/** A pcap file with those packets. */
export function pcapFile(
  packets: { seconds: number; fraction: number; frame: Buffer }[],
  { nano = true, littleEndian = true, linkType = 1 } = {},
): Buffer {
  const u32 = (...values: number[]) => {
    const out = Buffer.alloc(values.length * 4);
    for (const [index, value] of values.entries()) {
      if (littleEndian) out.writeUInt32LE(value, index * 4);
      else out.writeUInt32BE(value, index * 4);
    }
    return out;
  };
  const version = littleEndian ? 0x0004_0002 : 0x0002_0004;
  return Buffer.concat([
    u32(nano ? 0xa1b23c4d : 0xa1b2c3d4, version, 0, 0, 262_144, linkType),
    ...packets.flatMap(({ seconds, fraction, frame }) => [u32(seconds, fraction, frame.length, frame.length), frame]),
  ]);
}

function hex(value: number, digits = 2): string {
  return value.toString(16).padStart(digits, '0');
}

function bytes(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}
