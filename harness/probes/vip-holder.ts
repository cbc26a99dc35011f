import { DrillError } from '../errors.ts';
import { floatingAddressesOf } from '../keepalived/vips.ts';
import type { KernelMs, VipHolderValue } from '../model.ts';
import { ipMonitor } from './ip-monitor.ts';
import type { Probe } from './probe.ts';

/**
 * Which director has which VIP on its link, the real servers' default route among them: series `vip-holder`, by the
 * kernel's own messages in each director. That a dead director holds nothing is in the series `node-state`.
 */
export function vipHolder(toKernelMs: (realtimeMs: number) => KernelMs): Probe {
  return ipMonitor(
    {
      series: 'vip-holder',
      object: 'address',
      addresses: floatingAddressesOf,
      nodes: (cluster) => cluster.directors().map(({ node }) => node),
      read: readAddressChange,
      atStart: (address, shown) => ({
        address,
        held: shown.split('\n').some((line) => !isLoopback(line) && line.includes(` ${address}/`)),
      }),
      missing: 'The holders of the VIP were not all seen',
    },
    toKernelMs,
  );
}

/** A director that is a real server too has the VIPs on lo, always: that is not to hold them. */
function isLoopback(line: string): boolean {
  return /^(Deleted )?\d+: lo /.test(line);
}

/**
 * Reads `7: eth0    inet 198.18.0.100/32 ...`, with `Deleted ` before it when the address went; null for what is on lo.
 */
export function readAddressChange(line: string): VipHolderValue | null {
  const match = /^(Deleted )?\d+: \S+ +inet (\d+\.\d+\.\d+\.\d+)\//.exec(line);
  if (match === null) throw new DrillError(`'ip monitor address' printed a line of unknown form: '${line}'`);
  if (isLoopback(line)) return null;
  const [, deleted, address = ''] = match;
  return { address, held: deleted === undefined };
}
