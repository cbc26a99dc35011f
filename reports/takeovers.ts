import type { Run } from '../harness/model.ts';

/** Whether some fault of the run is predicted to make another director take over. */
export function hasTakeovers({ faults }: Pick<Run, 'faults'>): boolean {
  return faults.some((one) => one.detection !== 'none');
}
