import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has, type InstalledAgent, installAgent, isSeries } from './agent-under-test.ts';
import { advertFrame, arpFrame, pcapFile } from './captured-frames.ts';
import { monotonicMs } from './clock.ts';
import { readClockOffset } from './clock-offset.ts';

let agent: InstalledAgent;
beforeAll(async () => {
  agent = await installAgent();
});
afterAll(() => agent[Symbol.asyncDispose]());

/** A stand-in for tcpdump, on a PATH of its own: a shell script. */
function fakeTcpdump(name: string, script: string): { env: NodeJS.ProcessEnv; folder: string } {
  const folder = join(agent.folder, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'tcpdump'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { env: { PATH: `${folder}:${process.env.PATH}` }, folder };
}

const listening = 'echo "tcpdump: listening on lo, link-type EN10MB (Ethernet)" >&2';
const goOn = 'trap "echo \\"$DROPPED packets dropped by kernel\\" >&2; exit 0" TERM\nwhile :; do sleep 0.05; done';

describe.concurrent('wire', () => {
  it('puts adverts and gratuitous ARPs on the monotonic clock, and keeps the capture', async () => {
    const capturedAtMs = monotonicMs();
    const realtimeNs = BigInt(Math.round((capturedAtMs + readClockOffset().offsetMs) * 1e6));
    const time = { seconds: Number(realtimeNs / 1_000_000_000n), fraction: Number(realtimeNs % 1_000_000_000n) };
    const capture = pcapFile([
      { ...time, frame: advertFrame() },
      { ...time, frame: arpFrame({ target: 'c6120065' }) },
      { ...time, frame: arpFrame() },
    ]);
    const { env, folder } = fakeTcpdump(
      'good',
      `${listening}\necho "$*" > "$(dirname "$0")/args"\ncat "$CAPTURE"\n${goOn}`,
    );
    writeFileSync(join(folder, 'input.pcap'), capture);
    const wire = agent.start(
      'wire',
      { address: '127.0.0.1', pcap: join(folder, 'kept.pcap') },
      { env: { ...env, CAPTURE: join(folder, 'input.pcap'), DROPPED: '0' } },
    );
    await wire.line(has('ready'));
    const garp = await wire.line(isSeries('garp'));
    const advert = await wire.line(isSeries('advert'));
    const offset = await wire.line(isSeries('clock-offset'));
    expect(await wire.end()).toEqual({ exitCode: 0, stderr: '' });

    expect(Math.abs(advert.at - capturedAtMs)).toBeLessThan(1);
    expect(advert.value).toMatchObject({ source: '198.18.0.2', priority: 100 });
    expect(garp).toMatchObject({ at: advert.at, value: { address: '198.18.0.100' } });
    expect(wire.lines.filter(isSeries('garp'))).toHaveLength(1);
    expect(offset.value.boundMs).toBeLessThan(1);
    expect(readFileSync(join(folder, 'kept.pcap')).equals(capture)).toBe(true);
    expect(readFileSync(join(folder, 'args'), 'utf8')).toMatch(/^-i lo .*-w - ip proto 112 or arp$/m);
  });

  it('reads the clocks every second', async () => {
    const { env, folder } = fakeTcpdump('idle', `${listening}\n${goOn}`);
    const wire = agent.start('wire', { address: '127.0.0.1', pcap: join(folder, 'kept.pcap') }, { env });
    const first = await wire.line(isSeries('clock-offset'));
    const second = await wire.line(
      (line): line is typeof first => isSeries('clock-offset')(line) && line.at > first.at + 500,
    );
    expect(second.at - first.at).toBeGreaterThan(900);
    expect(Math.abs(second.value.offsetMs - first.value.offsetMs)).toBeLessThan(1);
    await wire.end();
  });

  it('reports packets that the kernel dropped', async () => {
    const { env, folder } = fakeTcpdump('dropping', `${listening}\n${goOn}`);
    const options = { address: '127.0.0.1', pcap: join(folder, 'kept.pcap') };
    const wire = agent.start('wire', options, { env: { ...env, DROPPED: '7' } });
    await wire.line(has('ready'));
    await wire.end();
    expect(wire.lines.filter(has('trouble'))).toMatchObject([
      { trouble: expect.stringContaining('dropped 7 packets') },
    ]);
  });

  it.each([
    ['dies', `${listening}\necho "the interface went down" >&2; exit 3`, /exit code 3: .*the interface went down/s],
    ['writes rubbish', `${listening}\nhead -c 100 /dev/zero\n${goOn}`, /not a pcap stream/],
  ])('fails when tcpdump %s', async (name, script, trouble) => {
    const { env, folder } = fakeTcpdump(name.replace(' ', '-'), script);
    const wire = agent.start('wire', { address: '127.0.0.1', pcap: join(folder, 'kept.pcap') }, { env });
    expect(await wire.ended).toMatchObject({ exitCode: 1 });
    expect(wire.lines.filter(has('trouble'))).toMatchObject([{ trouble: expect.stringMatching(trouble) }]);
  });

  it('fails when the capture cannot be kept, and when no interface has the address', async () => {
    const { env, folder } = fakeTcpdump('homeless', `${listening}\n${goOn}`);
    const options = { address: '127.0.0.1', pcap: join(folder, 'missing', 'kept.pcap') };
    const unwritable = agent.start('wire', options, { env });
    expect(await unwritable.ended).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('ENOENT') });
    const elsewhere = agent.start('wire', { ...options, address: '198.18.255.254' }, { env });
    expect(await elsewhere.ended).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('198.18.255.254') });
  });

  const root = process.getuid?.() === 0 && existsSync('/usr/bin/tcpdump');
  it.skipIf(!root)('captures with the tcpdump of this machine', async () => {
    const pcap = join(agent.folder, 'real.pcap');
    const wire = agent.start('wire', { address: '127.0.0.1', pcap });
    await wire.line(has('ready'));
    expect(await wire.end()).toEqual({ exitCode: 0, stderr: '' });
    expect(readFileSync(pcap).subarray(0, 4).toString('hex')).toBe('4d3cb2a1');
  });
});
