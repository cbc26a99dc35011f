import type { Run, TrialRecord } from '../model.ts';

/** Where a trial has not got: none of its instants is known. */
export const noInstantsYet = {
  steadyAtMs: null,
  injectDueMs: null,
  effective: null,
  confirmation: null,
  healStartedAtMs: null,
  healedAtMs: null,
  restored: null,
  endedAtMs: null,
} satisfies Partial<TrialRecord>;

/** What a run has come to before anything has happened in it; new each time, for the run to fill. */
export function nothingFoundYet() {
  return {
    throughput: null,
    readyAfterMs: null,
    warnings: [],
    kernelTrouble: [],
    recordingTrouble: [],
    judgements: null,
    verdict: null,
  } satisfies Partial<Run>;
}
