import type { Run, TrialRecord } from '../model.ts';

/** Why a trial says nothing of its fault; null when it does. */
export function trialDoubt(run: Pick<Run, 'status'>, trial: TrialRecord): string | null {
  if (run.status === 'interrupted' && trial.endedAtMs === null) return 'the user interrupted it';
  const because = trial.error === undefined ? '' : `: ${trial.error}`;
  if (trial.confirmation === null) return `the fault was not injected${because}`;
  if (!trial.confirmation.confirmed) return `the fault could not be confirmed: ${trial.confirmation.evidence}`;
  if (trial.healStartedAtMs === null) return `the trial broke off before healing began${because}`;
  return null;
}
