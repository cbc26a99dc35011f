import type { CalibratedError, ProbeSettings } from '../../model.ts';
import type { OutageError } from './outage-errors.ts';

type Probe = Pick<ProbeSettings, 'intervalMs'>;

/** An outage may be measured wrong by this much, in every trial, ms: an interval at either edge. */
export function errorLimitMs({ intervalMs }: Probe): number {
  return 2 * intervalMs;
}

/** And by this much at the median, ms: 5 ms with an interval of 2 ms. */
export function medianLimitMs({ intervalMs }: Probe): number {
  return 2.5 * intervalMs;
}

/** An outage whose length is not known better than this is no measure for an instrument, plus or minus, ms. */
export function edgesLimitMs({ intervalMs }: Probe): number {
  return 1.5 * intervalMs;
}

/**
 * Whether the error is what the outage's own bound said, and more than an instrument on time may have: the prober was late
 * with the requests that decide.
 */
export function isExplainedByLateness(error: OutageError, method: CalibratedError['method'], probe: Probe): boolean {
  const off = Math.abs(error.errorMs[method]);
  return error.latenessMs > probe.intervalMs / 2 && off <= error.statedMs + error.knownToMs;
}
