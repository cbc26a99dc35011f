import { firstStalledRequestBytes, withoutPathMtuCure } from '../../ipvs/path-mtu.ts';
import { serviceKey } from '../destinations.ts';
import { sizeSweepOf, sweepBoundBytes, uncleanSweep } from '../size-sweep.ts';
import type { FaultTrial } from './fault-trials.ts';
import { exactly, type Sample } from './sample.ts';

/** Smallest request that stalled, by the same trials as the check `path-mtu`; `beyond` where none did. */
export function firstStalledSample({ recording, trial }: FaultTrial): Sample | null {
  const { topology } = recording.run;
  const requests = sizeSweepOf(recording, trial, 'under', 'request');
  if (requests === null || uncleanSweep(recording, trial, 'before') !== null) return null;
  const service = topology.virtualServices.find((one) => serviceKey(one) === requests.service);
  if (service === undefined) return null;
  const uncured = firstStalledRequestBytes(withoutPathMtuCure(topology), service);
  if (uncured !== null && requests.largestBytes < uncured) return null;
  const first = firstStalledRequestBytes(topology, service);
  const { firstStalledBytes } = requests;
  return {
    value: firstStalledBytes ?? 'beyond',
    predicted: first === null ? null : exactly(first),
    bound: firstStalledBytes === null ? null : sweepBoundBytes(requests),
  };
}
