import { spawn } from 'node:child_process';

/** A tcpdump that is running. */
export interface Tcpdump {
  /** Asks it to end; `ended` follows. */
  stop(): void;
  /** Resolves when it has ended and everything it wrote was handed on; to the reason. */
  ended: Promise<string>;
}

const killAfterMs = 1000;

/** Beginnings of connections to one of these addresses, in the words of pcap-filter(7). */
function synsTo(addresses: readonly string[]): string {
  if (addresses.length === 0) return '';
  const hosts = addresses.map((address) => `dst host ${address}`).join(' or ');
  return ` or (tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn and (${hosts}))`;
}

/**
 * Captures VRRP and ARP, and where it is told to the first packets of connections. Promiscuous (no -p): on macvlan, multicast of others is not delivered otherwise.
 * --immediate-mode and -U: packets are handed on at once, not when libpcap's buffer is full; their time is the kernel's
 * in any case. The capture buffer (KiB) has a slot of the snapshot's length for each packet: of the default length only
 * eight fit, and the burst of a takeover is longer; 256 bytes hold every advert and ARP. `onListening` is called when the kernel captures; `onDropped` at the end with what it had to drop.
 */
export function startTcpdump(capture: {
  interface: string;
  /** IPv4 addresses, to which the first packets of connections are captured as well. */
  synsTo: readonly string[];
  onBytes(bytes: Buffer): void;
  onListening(): void;
  onDropped(packets: number): void;
}): Tcpdump {
  const child = spawn(
    'tcpdump',
    [
      '-i',
      capture.interface,
      '-n',
      '-U',
      '--immediate-mode',
      '--snapshot-length=256',
      '--buffer-size=4096',
      '--time-stamp-precision=nano',
      '-w',
      '-',
      `ip proto 112 or arp${synsTo(capture.synsTo)}`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stderr = '';
  let listening = false;
  child.stdout.on('data', capture.onBytes);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (!listening && /listening on .*\n/.test(stderr)) {
      listening = true;
      capture.onListening();
    }
  });
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(`could not be started: ${error.message}`));
    child.on('close', (code, signal) => {
      const dropped = Number(/(\d+) packets dropped by kernel/.exec(stderr)?.[1] ?? 0);
      if (dropped > 0) capture.onDropped(dropped);
      resolve(`ended with ${signal ?? `exit code ${code}`}: ${stderr.trim()}`);
    });
  });
  return {
    stop() {
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref();
    },
    ended,
  };
}
