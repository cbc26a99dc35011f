import { describe, expect, it } from 'vitest';
import { advertFrame, arpFrame, tcpFrame } from './captured-frames.ts';
import { decodeFrame } from './frames.ts';

const advert = (version: 2 | 3, priority: number) => ({
  series: 'advert',
  value: { source: '198.18.0.2', version, virtualRouterId: 51, priority, sourceMac: '02:42:c6:12:00:02' },
});
const garp = { series: 'garp', value: { address: '198.18.0.100', mac: '02:42:c6:12:00:02' } };

describe('decodeFrame', () => {
  it('reads adverts of both versions, also the one of priority 0', () => {
    expect(decodeFrame(advertFrame({ version: 2 }))).toEqual(advert(2, 100));
    expect(decodeFrame(advertFrame({ version: 3, priority: 255 }))).toEqual(advert(3, 255));
    expect(decodeFrame(advertFrame({ priority: 0 }))).toEqual(advert(2, 0));
  });

  it('finds the advert behind IP options', () => {
    expect(decodeFrame(advertFrame({ optionBytes: 8 }))).toEqual(advert(2, 100));
  });

  it('reads gratuitous requests and replies', () => {
    expect(decodeFrame(arpFrame({ operation: 1 }))).toEqual(garp);
    expect(decodeFrame(arpFrame({ operation: 2 }))).toEqual(garp);
  });

  it('passes over other ARP: a question, and a probe for a free address', () => {
    expect(decodeFrame(arpFrame({ target: 'c6120065' }))).toBeNull();
    expect(decodeFrame(arpFrame({ sender: '00000000', target: '00000000' }))).toBeNull();
  });

  it('reads the first packet of a connection, and no other of it', () => {
    const syn = { source: '198.18.0.41', sourcePort: 20_001, service: '198.18.0.100:80' };
    expect(decodeFrame(tcpFrame({ flags: 0x02 }))).toEqual({ series: 'syn', value: syn });
    expect(decodeFrame(tcpFrame({ flags: 0xc2 }))).toEqual({ series: 'syn', value: syn });
    expect(decodeFrame(tcpFrame({ flags: 0x12 }))).toBeNull();
    expect(decodeFrame(tcpFrame({ flags: 0x10 }))).toBeNull();
    expect(decodeFrame(tcpFrame({ flags: 0x02 }).subarray(0, 14 + 20 + 12))).toBeNull();
  });

  it('passes over what is no advert', () => {
    const tcp = advertFrame();
    tcp[14 + 9] = 6;
    expect(decodeFrame(tcp)).toBeNull();
    const otherType = advertFrame();
    otherType[14 + 20] = 0x22;
    expect(decodeFrame(otherType)).toBeNull();
    const fragment = advertFrame();
    fragment.writeUInt16BE(1, 14 + 6);
    expect(decodeFrame(fragment)).toBeNull();
    const tagged = advertFrame();
    tagged.writeUInt16BE(0x8100, 12);
    expect(decodeFrame(tagged)).toBeNull();
  });

  it('passes over frames that are cut off, wherever', () => {
    for (let length = 0; length < 14 + 20 + 8; length++) {
      expect(decodeFrame(advertFrame().subarray(0, length))).toBeNull();
    }
    for (let length = 0; length < 14 + 28; length++) expect(decodeFrame(arpFrame().subarray(0, length))).toBeNull();
  });
});
