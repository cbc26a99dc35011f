import { messageOf } from '../errors.ts';
import { openFile } from './open-file.ts';

/** Of a file and of each of its packets (pcap-savefile(5)), bytes. */
const headBytes = { file: 24, packet: 16 };
/** Where a packet's head says how much of it was captured. */
const capturedLengthAt = 8;
/** Microseconds, and nanoseconds; each as this and as the other byte order writes it. */
const magics = { little: [0xa1b2c3d4, 0xa1b23c4d], big: [0xd4c3b2a1, 0x4d3cb2a1] };

/**
 * What is wrong with a capture as a file, each in one sentence: it ends behind its last packet, or somebody cut it. None
 * where there is no capture: a run may have none, and whether this one had is for its seal to say.
 */
export async function captureTrouble(path: string): Promise<string[]> {
  let bytes: Buffer;
  try {
    await using file = await openFile(path);
    bytes = await file.readFile();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? []
      : [`capture.pcap cannot be read (${messageOf(error)})`];
  }
  const magic = bytes.length < headBytes.file ? null : bytes.readUInt32LE(0);
  const big = magic !== null && magics.big.includes(magic);
  if (magic === null || (!big && !magics.little.includes(magic))) return ['capture.pcap is no capture'];
  let at = headBytes.file;
  for (let packet = 1; at < bytes.length; packet += 1) {
    const cut = `capture.pcap ends in the middle of packet ${packet}, ${bytes.length} B from its beginning`;
    if (at + headBytes.packet > bytes.length) return [cut];
    const lengthAt = at + capturedLengthAt;
    at += headBytes.packet + (big ? bytes.readUInt32BE(lengthAt) : bytes.readUInt32LE(lengthAt));
    if (at > bytes.length) return [cut];
  }
  return [];
}
