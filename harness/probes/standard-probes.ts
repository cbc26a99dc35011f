import type { ProbeSettings } from '../model.ts';
import { connections } from './connections.ts';
import { keepalivedLog } from './keepalived-log.ts';
import type { Probe } from './probe.ts';
import { realtimeClock } from './realtime-clock.ts';
import { requests } from './requests.ts';
import { vipHolder } from './vip-holder.ts';
import { wire } from './wire.ts';

export { capturePath } from './wire.ts';

/**
 * The probes that watch the cluster itself. Those of one stage may start side by side; the wire is a stage of its own,
 * because it tells the clock to the others.
 */
export function clusterProbes(): Probe[][] {
  const clock = realtimeClock();
  return [[wire(clock.take)], [vipHolder(clock.toKernelMs), keepalivedLog(clock.toKernelMs)]];
}

/** The probes that feel the faults as a client does. */
export function requestProbes(settings: ProbeSettings): Probe[] {
  return [requests(settings), ...(settings.connections > 0 ? [connections(settings)] : [])];
}
