import { serviceFor } from '../ipvs/services.ts';
import type { LoadTrial, Recording } from '../model.ts';
import { once } from '../stats/once.ts';
import { serviceKey } from './destinations.ts';
import { balancerDoubt } from './role-changes.ts';

/**
 * The recording with every load that is no evidence marked so. The driver looks at the cluster at the two instants at which
 * it reads counters; here is found what the observers saw change in between, from the first request on: roles, who holds
 * the VIP, tables. Loads that ask real servers directly need no director.
 */
export const withSoundLoads = once((recording: Recording): Recording => {
  const { run } = recording;
  if (run.loadTrials === undefined) return recording;
  const loadTrials = run.loadTrials.map((trial): LoadTrial => {
    const doubt = trial.error === undefined ? doubtOf(recording, trial) : null;
    return doubt === null ? trial : { ...trial, error: doubt, clusterFailed: true };
  });
  return { ...recording, run: { ...run, loadTrials } };
});

function doubtOf(recording: Recording, { path, throughput }: LoadTrial): string | null {
  const { comparison, topology } = recording.run;
  const service = serviceFor(topology, path);
  if (throughput === null || path === 'direct' || service === undefined) return null;
  const { startedAtMs, durationMs } = throughput;
  const window = { fromMs: startedAtMs - (comparison?.settleMs ?? 0), toMs: startedAtMs + durationMs };
  const doubt = balancerDoubt(recording, serviceKey(service), window);
  return doubt === null ? null : `it is not certain that one director with one table served it: ${doubt}`;
}
