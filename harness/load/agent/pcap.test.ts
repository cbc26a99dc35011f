import { describe, expect, it } from 'vitest';
import { advertFrame, arpFrame, pcapFile } from './captured-frames.ts';
import { createPcapParser } from './pcap.ts';

const packets = [
  { seconds: 1_795_000_000, fraction: 123_456, frame: advertFrame() },
  { seconds: 1_795_000_001, fraction: 999_999, frame: arpFrame() },
];

describe('createPcapParser', () => {
  it.each([
    { nano: true, littleEndian: true },
    { nano: true, littleEndian: false },
    { nano: false, littleEndian: true },
    { nano: false, littleEndian: false },
  ])('reads %j', (format) => {
    const [first, second, ...rest] = createPcapParser().push(pcapFile(packets, format));
    const perMs = format.nano ? 1e6 : 1e3;
    expect(first?.realtimeMs).toBeCloseTo(1_795_000_000_000 + 123_456 / perMs, 3);
    expect(second?.realtimeMs).toBeCloseTo(1_795_000_001_000 + 999_999 / perMs, 3);
    expect(first?.bytes.equals(advertFrame())).toBe(true);
    expect(second?.bytes.equals(arpFrame())).toBe(true);
    expect(rest).toEqual([]);
  });

  it('hands on a packet with the byte that completes it', () => {
    const parser = createPcapParser();
    const file = pcapFile(packets);
    const completed = [...file].flatMap((byte, index) =>
      parser.push(Buffer.from([byte])).map((packet) => ({ index, length: packet.bytes.length })),
    );
    expect(completed).toEqual([
      { index: 24 + 16 + advertFrame().length - 1, length: advertFrame().length },
      { index: file.length - 1, length: arpFrame().length },
    ]);
  });

  it('says nothing of a packet that is cut off', () => {
    expect(createPcapParser().push(pcapFile(packets).subarray(0, -1))).toHaveLength(1);
  });

  it('refuses what is no capture of Ethernet', () => {
    expect(() => createPcapParser().push(Buffer.alloc(24, 'tcpdump: error\n'))).toThrow(/not a pcap stream/);
    expect(() => createPcapParser().push(pcapFile([], { linkType: 113 }))).toThrow(/link type 1\), got 113/);
    const broken = pcapFile(packets);
    broken.writeUInt32LE(0x7fff_ffff, 24 + 8);
    expect(() => createPcapParser().push(broken)).toThrow(/a packet of 2147483647 bytes/);
  });
});
