import type { ProbeSettings } from '../model.ts';
import { type CohortDriver, cohorts } from './cohorts.ts';
import { connections } from './connections.ts';
import { destinations } from './destinations.ts';
import { keepalivedLog } from './keepalived-log.ts';
import { neighbour } from './neighbour.ts';
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
  return [
    [wire(clock.take)],
    [vipHolder(clock.toKernelMs), keepalivedLog(clock.toKernelMs), neighbour(clock.toKernelMs), destinations()],
  ];
}

/** The probes that feel the faults as a client does, and what the trials drive of them; null without cohorts. */
export function requestProbes(settings: ProbeSettings): { probes: Probe[]; cohorts: CohortDriver | null } {
  const aged = (settings.cohorts ?? []).length > 0 ? cohorts(settings) : null;
  return {
    probes: [
      requests(settings),
      ...(settings.connections > 0 ? [connections(settings)] : []),
      ...(aged === null ? [] : [aged]),
    ],
    cohorts: aged,
  };
}
