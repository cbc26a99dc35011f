import type { Metric, Run } from '../model.ts';

/** A run of a set, with what it measured. */
export interface RunOfSet {
  /** The file or folder that it was read from, as the user named it. */
  from: string;
  run: Run;
  /** Of the run itself, or measured from its recording. */
  metrics: readonly Metric[];
}

/** Runs that stand on one side of a comparison: one, those of a drill, or those of several nights. */
export interface RunSet {
  /** `baseline`, `candidate`, `candidate 2`. */
  label: string;
  runs: readonly RunOfSet[];
}

/** A run that is not looked at, and why. */
export interface LeftOut {
  one: RunOfSet;
  why: string;
}

/**
 * The runs whose numbers prove something. One that is unknown, was never judged, did not come to its end, or is in the set
 * already, is left out; one that failed is not: its numbers are measured, and are what one wants to compare. With `force`
 * only doubles are left out.
 */
export function usableRuns({ runs }: RunSet, force: boolean): { used: RunOfSet[]; leftOut: LeftOut[] } {
  const used: RunOfSet[] = [];
  const leftOut: LeftOut[] = [];
  for (const one of runs) {
    const double = used.some(({ run }) => run.id === one.run.id && run.scenario.name === one.run.scenario.name);
    const why = double ? 'it is in this set already' : force ? null : whyNot(one.run);
    if (why === null) used.push(one);
    else leftOut.push({ one, why });
  }
  return { used, leftOut };
}

function whyNot(run: Run): string | null {
  if (run.kernelTrouble.length > 0) return 'the engine’s kernel was in trouble';
  if (run.recordingTrouble.length > 0) return 'its recording has holes';
  if (run.verdict === null) return `it was never judged (status ${run.status})`;
  if (run.status === 'interrupted' || run.status === 'broken')
    return `it did not come to its end (status ${run.status})`;
  return run.verdict === 'unknown' ? 'its verdict is unknown: it proved nothing' : null;
}
