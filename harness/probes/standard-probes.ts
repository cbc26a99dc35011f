import type { ProbeSettings, Scenario } from '../model.ts';
import { cohorts } from './cohorts.ts';
import type { TrialCompanion } from './companion.ts';
import { connections } from './connections.ts';
import { destinations } from './destinations.ts';
import { insideWire } from './inside-wire.ts';
import { keepalivedLog } from './keepalived-log.ts';
import { mapping } from './mapping.ts';
import { neighbour } from './neighbour.ts';
import type { Probe } from './probe.ts';
import { realtimeClock } from './realtime-clock.ts';
import { requests } from './requests.ts';
import { sizes } from './sizes.ts';
import { vipHolder } from './vip-holder.ts';
import { wire } from './wire.ts';

export { capturePath } from './wire.ts';

/**
 * The probes that watch the cluster itself. Those of one stage may start side by side; the wire is a stage of its own,
 * because it tells the clock to the others.
 */
export function clusterProbes(settings: Pick<ProbeSettings, 'packets'> = {}): Probe[][] {
  const clock = realtimeClock();
  return [
    [wire(clock.take, settings)],
    [
      insideWire(),
      vipHolder(clock.toKernelMs),
      keepalivedLog(clock.toKernelMs),
      neighbour(clock.toKernelMs),
      destinations(),
    ],
  ];
}

/** What is watched where nothing is done to the cluster: that roles and tables stay as they are. */
export function trafficProbes(): Probe[][] {
  const clock = realtimeClock();
  return [[wire(clock.take)], [vipHolder(clock.toKernelMs), keepalivedLog(clock.toKernelMs), destinations()]];
}

/**
 * What is watched where processor time is what is measured: reading IPVS tables every 100 ms would take a part of it. Loads
 * have the tables read with their counters.
 */
export function loadProbes(): Probe[][] {
  const clock = realtimeClock();
  return [[wire(clock.take)], [vipHolder(clock.toKernelMs), keepalivedLog(clock.toKernelMs)]];
}

/** The probes that feel the faults as a client does, and those of them that go along with every trial. */
export function requestProbes(
  settings: ProbeSettings,
  scenario: Pick<Scenario, 'mapping' | 'sizes'>,
): { probes: Probe[]; companions: TrialCompanion[] } {
  const companions = [
    ...((settings.cohorts ?? []).length > 0 ? [cohorts(settings)] : []),
    ...(scenario.mapping === undefined ? [] : [mapping(scenario.mapping)]),
    ...(scenario.sizes === undefined ? [] : [sizes(scenario.sizes)]),
  ];
  return {
    probes: [requests(settings), ...(settings.connections > 0 ? [connections(settings)] : []), ...companions],
    companions,
  };
}
