import type { Cluster } from '../cluster/interface.ts';
import type { Fault } from '../faults/fault.ts';
import type { TrialRecord } from '../model.ts';
import { saveRun } from '../store/recorder.ts';
import type { PlannedTrial } from './plan.ts';
import type { Session } from './session.ts';
import { runTrial, type TrialSetting } from './trial.ts';

/** What `performTrial` needs of the run around it. */
export interface TrialOrder {
  session: Session;
  cluster: Cluster;
  faults: Fault[];
  signal: AbortSignal;
  companions: TrialSetting['companions'];
  watchAfterHealingMs: number;
  stage(text: string): void;
  /** Called with a trial that proves nothing before it is healed, while the cluster still shows why. */
  beforeHealing?(record: TrialRecord): Promise<void>;
}

/**
 * Runs one trial and saves it with the run, so that a harness that dies loses no finished trial. Throws `Interrupted`
 * after healing and saving when the user ended the run meanwhile, and a `DrillError` when the disk takes no more.
 */
export async function performTrial(planned: PlannedTrial, order: TrialOrder): Promise<TrialRecord> {
  const {
    session,
    cluster,
    faults,
    signal,
    stage,
    companions,
    watchAfterHealingMs,
    beforeHealing = async () => {},
  } = order;
  const fault = faults.find((candidate) => candidate.facts.name === planned.fault);
  if (fault === undefined) throw new Error(`The plan names the fault ${planned.fault}, which was not loaded.`);
  const record = await runTrial(planned, fault, {
    cluster,
    view: session.view,
    connections: session.run.probe.connections,
    signal,
    stage,
    companions,
    watchAfterHealingMs,
    beforeHealing,
    recordNodeState: session.recordNodeState,
  });
  session.run.trials.push(record);
  await session.flush();
  await saveRun(session.folder, session.run);
  signal.throwIfAborted();
  return record;
}

/** What to show of a finished trial while the others run; the report has the numbers that count. */
export function glance(record: TrialRecord, session: Session): string {
  if (record.error !== undefined) return record.error;
  if (record.confirmation?.confirmed !== true) return `not confirmed (${record.confirmation?.evidence ?? ''})`;
  const { topology, faults } = session.run;
  const facts = faults.find(({ name }) => name === record.fault);
  const master = topology.directors.find(({ name }) => (facts?.aim === 'backup') !== (name === record.target));
  const from = record.effective?.earliestMs ?? 0;
  const takeover = master === undefined ? null : session.view.firstAdvertOfOther(master.address, from);
  // What healing brings about is no takeover.
  if (takeover !== null && takeover.atMs < (record.healStartedAtMs ?? 0))
    return `the backup took over after ${((takeover.atMs - from) / 1000).toFixed(2)} s`;
  return facts?.detection === 'none' ? record.confirmation.evidence : 'no takeover';
}
