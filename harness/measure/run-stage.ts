import type { Run } from '../model.ts';

/** Whether a run came to its end in the ordinary way, so that it ought to hold all that it was to. */
export function isClosed({ status }: Pick<Run, 'status'>): boolean {
  return status === 'recorded' || status === 'judged';
}

/** Whether its cluster ever served as it should; without that nothing is done to it. */
export function isServed({ readyAfterMs }: Pick<Run, 'readyAfterMs'>): boolean {
  return readyAfterMs !== null;
}

/** Whether the open-loop prober ran: not where traffic of its own, or loads, take the place of faults. */
export function hasProber({ balanceTrials, comparison }: Pick<Run, 'balanceTrials' | 'comparison'>): boolean {
  return balanceTrials === undefined && comparison === undefined;
}
