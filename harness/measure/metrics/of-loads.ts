import type { LoadTrial, Metric, Path, Recording, Run } from '../../model.ts';
import { evidenceOf } from '../link-evidence.ts';
import { gainKinds, gainRounds } from '../link-gain.ts';
import { engineCpuMsPerRequest, latencyOf, rateOf } from '../load-summary.ts';
import { isShaped, kindName, type LoadKind, loadKinds, pairedByRound, trialsOfKind } from '../loads.ts';
import { withSoundLoads } from '../sound-loads.ts';
import type { MetricName } from './catalogue.ts';
import { exactly, metricOf, type Sample } from './sample.ts';

/**
 * What loads came to: the sound ones, and through limited links those that are evidence of what links carry, as the checks
 * of forwarding choose them. Limited links tell of links, all others of processors.
 */
export function metricsOfLoads(recording: Recording): Metric[] {
  const { run } = withSoundLoads(recording);
  const kinds = loadKinds(run);
  const against = (path: Path) => run.comparison?.paths.includes(path) === true;
  const ofKinds = (name: MetricName, sample: (trial: LoadTrial) => Sample | null) =>
    kinds.map((kind) => metricOf(name, kindName(kind), trialsOfKind(run, kind).map(sample)));
  if (isShaped(run)) {
    return [
      ...ofKinds('requestsPerSecond', (trial) => carried(run, trial)),
      ...ofKinds('latencyP50Ms', (trial) => (isEvidence(run, trial) ? latency(trial, 'p50') : null)),
      ...ofKinds('latencyP99Ms', (trial) => (isEvidence(run, trial) ? latency(trial, 'p99') : null)),
      ...(against('NAT') ? gainKinds(run) : []).map((kind) => metricOf('linkGain', kindName(kind), gains(run, kind))),
    ];
  }
  return [
    ...ofKinds('requestsPerSecond', (trial) => valued(rateOf(trial))),
    ...ofKinds('latencyP50Ms', (trial) => latency(trial, 'p50')),
    ...ofKinds('latencyP99Ms', (trial) => latency(trial, 'p99')),
    ...ofKinds('engineCpuMsPerRequest', (trial) => valued(engineCpuMsPerRequest(trial))),
    ...kinds
      .filter(({ path }) => path !== 'direct' && against('direct'))
      .map((kind) => metricOf('ratioToDirect', kindName(kind), ratios(run, kind))),
  ];
}

function carried(run: Run, trial: LoadTrial): Sample | null {
  const { load, doubt } = evidenceOf(run, trial);
  if (load === null || doubt !== null) return null;
  const { requestsPerSecond: value, predicted, edgeError } = load;
  return { value, predicted: exactly(predicted.requestsPerSecond), bound: value * edgeError };
}

function isEvidence(run: Run, trial: LoadTrial): boolean {
  return evidenceOf(run, trial).doubt === null;
}

function gains(run: Run, kind: LoadKind): (Sample | null)[] {
  return gainRounds(run, kind).map(({ gain }) =>
    gain === null ? null : { value: gain.measured, predicted: exactly(gain.predicted), bound: gain.bound },
  );
}

/** Nothing that does more for each request carries more of them. */
function ratios(run: Run, kind: LoadKind): (Sample | null)[] {
  return pairedByRound(run, kind, 'direct').map(({ trial, against }) => {
    const [own, direct] = [rateOf(trial), rateOf(against)];
    return own === null || direct === null || direct === 0
      ? null
      : { value: own / direct, predicted: { low: 0, high: 1 } };
  });
}

function latency(trial: LoadTrial, which: 'p50' | 'p99'): Sample | null {
  return valued(latencyOf(trial)?.[which] ?? null);
}

function valued(value: number | null): Sample | null {
  return value === null ? null : { value };
}
