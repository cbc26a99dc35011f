import type { Aftermath, FoundFolder } from '../aftermath.ts';
import type { Invariant } from '../invariant.ts';

/**
 * What befell the cluster itself may make a check fail; so may a busy machine, with a run that came to its end. What was
 * cut short, and a clock that nothing in the measurement goes by, may not.
 */
export const invariant: Invariant = {
  name: 'verdict',
  summary: 'a run that was cut short never passes, and what befell the harness is never the cluster’s failure',
  broken: (aftermath) => aftermath.suites.flatMap(({ folder }) => (folder === null ? [] : untruths(aftermath, folder))),
};

function untruths({ damages }: Aftermath, { saved, judged }: FoundFolder): string[] {
  if (saved === null) return [];
  const ended = ['recorded', 'judged'].includes(saved.status);
  const allTrials = saved.trials >= saved.plannedTrials;
  const verdicts = [
    { where: 'run.json', verdict: saved.verdict },
    { where: 'judging again', verdict: judged?.verdict ?? null },
  ];
  return verdicts.flatMap(({ where, verdict }) => {
    if (verdict === 'pass' && !(ended && allTrials)) {
      return [`By ${where} it passed, with ${saved.trials} of ${saved.plannedTrials} trials (${saved.status}).`];
    }
    if (verdict === 'fail' && damages !== 'cluster' && (!(ended || allTrials) || damages === 'clock')) {
      return [`By ${where} the cluster failed, where only ${damages} was damaged: ${judged?.failed.join('; ') ?? ''}`];
    }
    return [];
  });
}
