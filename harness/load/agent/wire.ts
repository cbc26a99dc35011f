import { createWriteStream } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { finished } from 'node:stream/promises';
import { monotonicMs, toMicrosecond } from './clock.ts';
import { readClockOffset } from './clock-offset.ts';
import { defineCommand, stopped } from './command.ts';
import { decodeFrame } from './frames.ts';
import { address, addresses, optional, text } from './options.ts';
import { createPcapParser } from './pcap.ts';
import type { WireOptions } from './protocol.ts';
import { startTcpdump } from './tcpdump.ts';

const offsetEveryMs = 1000;
/** `Date.now()` is cut to a millisecond; a disagreement of more than that means that the clock was set. */
const clockSetMarginMs = 2;

/**
 * Adverts and gratuitous ARPs on the wire, with the kernel's capture time turned into CLOCK_MONOTONIC. The offset is read
 * each second, and at once when packets arrive after the clock was set: a packet captured just before that and read just
 * after is the one case that is converted wrongly.
 */
export const wire = defineCommand<WireOptions>({
  batchMs: 5,
  fields: { address, interface: optional(text), pcap: text, synsTo: optional(addresses) },
  async run(options, io) {
    const name = options.interface ?? interfaceOf(options.address);
    if (name === null) {
      io.trouble(`no interface has the address ${options.address}`);
      return 1;
    }
    let offset = readClockOffset();
    const refreshOffset = () => {
      offset = readClockOffset();
      io.print({ series: 'clock-offset', at: toMicrosecond(monotonicMs()), value: offset });
    };

    const file = createWriteStream(options.pcap);
    const fileBroken = finished(file, { readable: false }).then(
      () => '',
      (error: Error) => `the capture cannot be written to ${options.pcap}: ${error.message}`,
    );
    const parser = createPcapParser();
    let parseError = '';
    const onBytes = (bytes: Buffer) => {
      file.write(bytes);
      if (parseError !== '') return;
      if (Math.abs(Date.now() - monotonicMs() - offset.offsetMs) > clockSetMarginMs) refreshOffset();
      try {
        for (const packet of parser.push(bytes)) {
          const sighting = decodeFrame(packet.bytes);
          if (sighting !== null) io.print({ ...sighting, at: toMicrosecond(packet.realtimeMs - offset.offsetMs) });
        }
      } catch (error) {
        parseError = (error as Error).message;
        tcpdump.stop();
      }
    };

    refreshOffset();
    const tcpdump = startTcpdump({
      interface: name,
      synsTo: options.synsTo ?? [],
      onBytes,
      onListening: () => io.print({ ready: true, at: toMicrosecond(monotonicMs()) }),
      onDropped: (packets) => io.trouble(`tcpdump: the kernel dropped ${packets} packets`),
    });
    const timer = setInterval(refreshOffset, offsetEveryMs);
    const reason = await Promise.race([stopped(io.stop), tcpdump.ended, fileBroken]);
    clearInterval(timer);

    tcpdump.stop();
    await tcpdump.ended;
    file.end();
    const fileError = await fileBroken;
    if (parseError !== '') io.trouble(`tcpdump's output: ${parseError}`);
    else if (fileError !== '') io.trouble(fileError);
    else if (typeof reason === 'string') io.trouble(`tcpdump ${reason}`);
    return io.stop.aborted && parseError === '' && fileError === '' ? 0 : 1;
  },
});

/** Name of the interface that has `own`; interfaces are never told apart by name, the engine numbers them as it likes. */
function interfaceOf(own: string): string | null {
  for (const [name, addresses] of Object.entries(networkInterfaces())) {
    if (addresses?.some((one) => one.address === own)) return name;
  }
  return null;
}
