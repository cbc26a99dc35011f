import type { FaultFacts, Run, TrialRecord } from '../model.ts';

/** What the run says of a trial's fault; undefined when it names another. */
export function factsOf(
  { faults }: Pick<Run, 'faults'>,
  { fault }: Pick<TrialRecord, 'fault'>,
): FaultFacts | undefined {
  return faults.find(({ name }) => name === fault);
}

/** Whether two directors may come to be MASTER at once, and to hold VIPs, because one does not hear or heed the other. */
export function splitsBrain({ hearing, foreignCluster }: FaultFacts): boolean {
  return hearing !== undefined || foreignCluster === true;
}

/** Whether the master goes on all the while, so that a takeover is none that it could return from. */
export function leavesMasterAlive(facts: FaultFacts): boolean {
  return splitsBrain(facts) || facts.lateness !== undefined;
}
