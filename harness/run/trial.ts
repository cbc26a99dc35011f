import { DrillError, messageOf } from '../errors.ts';
import type { Fault, FaultContext } from '../faults/fault.ts';
import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import { elected } from '../keepalived/election.ts';
import { noInstantsYet } from '../measure/not-yet.ts';
import { splitsBrain } from '../measure/vrrp-faults.ts';
import type { Director, KernelMs, TrialRecord } from '../model.ts';
import type { TrialCompanion } from '../probes/companion.ts';
import { waitUntil } from '../wait-until.ts';
import { awaitEffect, type EffectSetting } from './await-effect.ts';
import { forgetWrongNeighbours } from './client-neighbours.ts';
import type { PlannedTrial } from './plan.ts';
import type { Session } from './session.ts';
import { kernelNow, waitSteady, waitUntilKernel } from './steady.ts';
import { targetsOf } from './targets.ts';

/** What every trial of a run shares. */
export interface TrialSetting extends EffectSetting {
  recordNodeState: Session['recordNodeState'];
  /** What the scenario wants to go along with every trial. */
  companions: readonly TrialCompanion[];
  /** After healing at least, ms. */
  watchAfterHealingMs: number;
  /** Called when the fault's window is over and the trial proves nothing, before anything is healed. */
  beforeHealing(record: TrialRecord): Promise<void>;
}

/** The act is prepared and sent this long before it is due, ms; most need 30 to 100. */
const leadMs = 300;
/** Requests that show who serves when all is well again, ms. */
const againSteadyMs = 500;
/** Requests before anything is prepared: they show what the cluster is like by itself, ms. */
const undisturbedMs = 300;

/**
 * Runs one trial: prove steady, inject in phase with the adverts, confirm, wait for the effect, heal, prove steady again.
 * Returns what happened, also of a trial that went wrong or was interrupted: healing is tried whatever happens.
 */
export async function runTrial(planned: PlannedTrial, fault: Fault, setting: TrialSetting): Promise<TrialRecord> {
  const { cluster, stage, companions, signal } = setting;
  let context: FaultContext | undefined;
  const record: TrialRecord = {
    index: planned.index,
    fault: planned.fault,
    ...(planned.level === undefined ? {} : { level: planned.level }),
    // Until it is known which node that is.
    target: fault.facts.aim,
    phase: planned.phase,
    ...noInstantsYet,
  };
  try {
    // Where no steady state shows who is master, the one that ought to be is healed.
    context = contextFor(preferred(cluster.topology.directors), planned, fault, setting);
    record.target = context.targets.join(',');
    stage('waiting for a steady cluster');
    const master = await waitSteady(setting);
    context = contextFor(master, planned, fault, setting);
    record.target = context.targets.join(',');
    record.steadyAtMs = await kernelNow(cluster);
    for (const companion of companions) await companion.before?.(record, signal);
    const prepareMs = Math.max(fault.leadMs ?? leadMs, ...companions.map((one) => one.leadMs ?? 0));
    record.injectDueMs = await instantInPhase(setting, master, planned.phase, undisturbedMs + prepareMs);
    await waitUntilKernel(setting, record.injectDueMs - prepareMs);
    record.preparingFromMs = await kernelNow(cluster);
    for (const companion of companions) await companion.prepare?.(record.injectDueMs);
    stage(`${planned.fault} on ${record.target}`);
    signal.throwIfAborted();
    const injection = await fault.inject(context, record.injectDueMs);
    const { earliestMs, latestMs } = injection;
    record.effective = { earliestMs, latestMs };
    if (injection.ended !== undefined) record.ended = injection.ended;
    signal.throwIfAborted();
    record.confirmation = await fault.confirm(context, injection);
    if (record.confirmation.confirmed) markNodes(setting, context, fault.leaves, earliestMs);
    await awaitEffect(fault, context, master, earliestMs, setting);
    for (const companion of companions) await companion.under(record, signal);
  } catch (error) {
    record.error = messageOf(error);
  }
  if (record.error !== undefined || record.confirmation?.confirmed !== true) await setting.beforeHealing(record);
  // Nobody was there to aim at: nothing was done, and nothing is to be healed.
  if (context === undefined) return record;
  try {
    stage('healing');
    record.healStartedAtMs = await kernelNow(cluster);
    record.restored = await fault.heal(context);
    record.healedAtMs = await kernelNow(cluster);
    markNodes(setting, context, 'running', record.restored.earliestMs);
    stage('waiting for the way back');
    await waitSteady(setting);
    for (const companion of companions) await companion.after(record, signal);
    if (setting.watchAfterHealingMs > 0) await watchOn(setting, record.restored.latestMs);
    record.endedAtMs = await kernelNow(cluster);
    if (splitsBrain(fault.facts)) await forgetWrongNeighbours(cluster);
  } catch (error) {
    record.error = [record.error, messageOf(error)].filter((text) => text !== undefined).join('; then: ');
  }
  return record;
}

function preferred(directors: readonly Director[]): Director {
  const first = elected(directors);
  if (first === undefined) throw new DrillError('The topology has no director.');
  return first;
}

function contextFor(master: Director, planned: PlannedTrial, fault: Fault, { cluster }: TrialSetting): FaultContext {
  const targets = targetsOf(fault.facts.aim, cluster.topology, master, planned.index - 1);
  return { cluster, target: targets[0] ?? master.name, targets, level: planned.level ?? 0 };
}

/** Long enough after the healed one is back, however late that was, and then for a while of the new steady state. */
async function watchOn(setting: TrialSetting, restoredMs: KernelMs): Promise<void> {
  const steadyMs = await kernelNow(setting.cluster);
  await waitUntilKernel(setting, Math.max(restoredMs + setting.watchAfterHealingMs, steadyMs + againSteadyMs));
}

function markNodes(setting: TrialSetting, { targets }: FaultContext, state: Fault['leaves'], atMs: KernelMs): void {
  for (const target of targets) setting.recordNodeState(target, state, atMs);
}

/** The next instant at `phase` of the advertisement interval behind an advert of the master that leaves time to prepare. */
async function instantInPhase(
  { cluster, view, signal }: TrialSetting,
  master: Director,
  phase: number,
  prepareMs: number,
): Promise<KernelMs> {
  const intervalMs = usedAdvertIntervalMs(cluster.topology.vrrp);
  await waitUntil(
    `an advert of ${master.name} is seen`,
    async () => {
      signal.throwIfAborted();
      return view.lastAdvertMs(master.address) !== null;
    },
    intervalMs * 2 + 2_000,
  );
  const lastAdvertMs = view.lastAdvertMs(master.address);
  if (lastAdvertMs === null) throw new DrillError(`No advert of ${master.name} was seen.`);
  const earliest = (await kernelNow(cluster)) + prepareMs;
  const intervals = Math.max(0, Math.ceil((earliest - lastAdvertMs) / intervalMs - phase));
  return lastAdvertMs + (intervals + phase) * intervalMs;
}
