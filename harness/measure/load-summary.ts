import type { LoadTrial, Measured, Run } from '../model.ts';
import { bootstrap, type Estimate } from '../stats/bootstrap.ts';
import { measured, median } from '../stats/quantiles.ts';
import { type LoadKind, pairedByRound, perRequest, trialsOfKind } from './loads.ts';

/** What one load came to over its trials: medians with the smallest and the largest; null: not measured. */
export interface LoadSummary {
  kind: LoadKind;
  requestsPerSecond: Measured | null;
  p50Ms: Measured | null;
  p99Ms: Measured | null;
  /**
   * Processor time of the master's cgroup for each request: keepalived's share, mostly. What its kernel does to packets
   * happens in softirqs, which belong to no cgroup.
   */
  directorCpuMsPerRequest: Measured | null;
  /** Processor time of the engine's whole kernel for each request: client, director, real servers, and all their packets. */
  engineCpuMsPerRequest: Measured | null;
  /** Null for the direct path itself, and without a trial of both in one round. */
  againstDirect: AgainstDirect | null;
}

/** One path against the direct one, round by round: what drifts, drifts for both. */
export interface AgainstDirect {
  /** Requests per second over those of the direct path: the ratio in each round. */
  ratio: Measured;
  /** Median of these ratios, with its interval over rounds (`bootstrap`). */
  interval: Estimate;
  /** Median latency above that of the direct path, ms; below 0 where it is the other way round. */
  addedP50Ms: Measured | null;
  addedP99Ms: Measured | null;
  /** Processor time of the engine for each request above that of the direct path: what forwarding costs, softirqs included. */
  addedEngineCpuMsPerRequest: Measured | null;
}

/** One load over all its trials. */
export function loadSummaryOf(run: Run, kind: LoadKind): LoadSummary {
  const trials = trialsOfKind(run, kind);
  return {
    kind,
    requestsPerSecond: over(trials, rateOf),
    p50Ms: over(trials, (trial) => latencyOf(trial)?.p50 ?? null),
    p99Ms: over(trials, (trial) => latencyOf(trial)?.p99 ?? null),
    directorCpuMsPerRequest: over(trials, (trial) => cpuPerRequest(trial, trial.directorCpuMs)),
    engineCpuMsPerRequest: over(trials, engineCpuMsPerRequest),
    againstDirect: kind.path === 'direct' ? null : againstDirect(run, kind),
  };
}

/** Answered requests per second; null where the load was not measured, or could not be completed. */
export function rateOf({ throughput, error }: LoadTrial): number | null {
  return throughput === null || error !== undefined ? null : throughput.requestsPerSecond;
}

function againstDirect(run: Run, kind: LoadKind): AgainstDirect | null {
  const pairs = pairedByRound(run, kind, 'direct');
  const compare = (compared: (own: number, direct: number) => number, of: (trial: LoadTrial) => number | null) =>
    pairs.flatMap(({ trial, against }) => {
      const [own, direct] = [of(trial), of(against)];
      return own === null || direct === null ? [] : [compared(own, direct)];
    });
  const above = (of: (trial: LoadTrial) => number | null) => measured(compare((own, direct) => own - direct, of));
  const ratios = compare((own, direct) => own / direct, rateOf).filter(Number.isFinite);
  const ratio = measured(ratios);
  const interval = bootstrap(ratios, median, { seed: run.seed });
  if (ratio === null || interval === null) return null;
  return {
    ratio,
    interval,
    addedP50Ms: above((trial) => latencyOf(trial)?.p50 ?? null),
    addedP99Ms: above((trial) => latencyOf(trial)?.p99 ?? null),
    addedEngineCpuMsPerRequest: above(engineCpuMsPerRequest),
  };
}

function over(trials: LoadTrial[], of: (trial: LoadTrial) => number | null): Measured | null {
  return measured(trials.flatMap((trial) => of(trial) ?? []));
}

/** Of a load that answered nothing there is no latency: its zeros are none. */
export function latencyOf(trial: LoadTrial): { p50: number; p99: number } | null {
  return rateOf(trial) === null || trial.throughput?.responses === 0 ? null : (trial.throughput?.latencyMs ?? null);
}

/** Processor time of the engine's whole kernel for each answered request, ms; null where it is not known. */
export function engineCpuMsPerRequest(trial: LoadTrial): number | null {
  return cpuPerRequest(trial, trial.engineCpuMs);
}

function cpuPerRequest(trial: LoadTrial, cpuMs: number | null): number | null {
  return rateOf(trial) === null ? null : perRequest(trial, cpuMs);
}
