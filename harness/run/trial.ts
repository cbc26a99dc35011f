import type { Cluster } from '../cluster/interface.ts';
import { DrillError, messageOf } from '../errors.ts';
import type { Fault, FaultContext } from '../faults/fault.ts';
import { elected } from '../keepalived/election.ts';
import { masterDownIntervalMs } from '../keepalived/timing.ts';
import type { Director, KernelMs, TrialRecord } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import type { LiveView } from './live-view.ts';
import type { PlannedTrial } from './plan.ts';
import type { Session } from './session.ts';

/** What every trial of a run shares. */
export interface TrialSetting {
  cluster: Cluster;
  view: LiveView;
  connections: number;
  /** Told of each stage as it begins. */
  stage(text: string): void;
  recordNodeState: Session['recordNodeState'];
  /** Called when the fault's window is over and the trial proves nothing, before anything is healed. */
  beforeHealing(record: TrialRecord): Promise<void>;
  /** Aborted by Ctrl-C: the trial heals, waits for nothing more and returns. */
  signal: AbortSignal;
}

/** Clean traffic that proves the cluster steady, before and after a fault. */
const steadyMs = 1_000;
/**
 * The master's adverts alone on the wire: long connections that a switch back breaks show it with their next request
 * (0.3 s) and are open again 0.2 s later (harness/probes/connections.ts, harness/load/agent/connections.ts).
 */
const aloneMs = 600;
/** Clean traffic under the fault before healing begins, so that the first good answer is not the only one. */
const observeMs = 400;
/** The act is prepared and sent at least this long before it is due. */
const leadMs = 150;
/** What a takeover may take beyond its prediction before the trial stops waiting for it. */
const patienceMs = 3_000;

/**
 * Runs one trial: prove steady, inject in phase with the adverts, confirm, wait for the takeover and for clean traffic,
 * heal, prove steady again. Returns what happened, also of a trial that went wrong or was interrupted: healing is tried
 * whatever happens.
 */
export async function runTrial(planned: PlannedTrial, fault: Fault, setting: TrialSetting): Promise<TrialRecord> {
  const { cluster, view, stage } = setting;
  const record: TrialRecord = {
    index: planned.index,
    fault: planned.fault,
    target: '',
    phase: planned.phase,
    steadyAtMs: null,
    injectDueMs: null,
    effective: null,
    confirmation: null,
    healStartedAtMs: null,
    healedAtMs: null,
    restored: null,
    endedAtMs: null,
  };
  const master = preferredMaster(cluster);
  record.target = master.name;
  const context: FaultContext = { cluster, target: master.name, targets: [master.name], level: 0 };
  try {
    stage('waiting for a steady cluster');
    await waitSteady(setting, master);
    record.steadyAtMs = await kernelNow(cluster);
    record.injectDueMs = await instantInPhase(setting, master, planned.phase);
    stage(`${planned.fault} on ${master.name}`);
    const { earliestMs, latestMs } = await fault.inject(context, record.injectDueMs);
    record.effective = { earliestMs, latestMs };
    record.confirmation = await fault.confirm(context);
    if (record.confirmation.confirmed) setting.recordNodeState(master.name, fault.leaves, earliestMs);
    stage('waiting for the takeover');
    const observeFromMs =
      fault.facts.detection === 'none' ? latestMs : await waitForTakeover(setting, master, earliestMs);
    await waitUntil(
      'traffic is clean again',
      async () => clean(setting, observeMs) && view.latestMs() >= observeFromMs + observeMs,
      patienceMs,
    ).catch(rethrowAbort);
  } catch (error) {
    record.error = messageOf(error);
  }
  if (record.error !== undefined || record.confirmation?.confirmed !== true) await setting.beforeHealing(record);
  try {
    stage('healing');
    record.healStartedAtMs = await kernelNow(cluster);
    record.restored = await fault.heal(context);
    record.healedAtMs = await kernelNow(cluster);
    setting.recordNodeState(master.name, 'running', record.restored.earliestMs);
    stage('waiting for the way back');
    await waitSteady(setting, master);
    record.endedAtMs = await kernelNow(cluster);
  } catch (error) {
    record.error = [record.error, messageOf(error)].filter((text) => text !== undefined).join('; then: ');
  }
  return record;
}

/** The director that becomes MASTER by itself when nothing is wrong: the highest priority. */
export function preferredMaster(cluster: Cluster): Director {
  const first = elected(cluster.topology.directors);
  if (first === undefined) throw new DrillError('The topology has no director.');
  return first;
}

/** Now on the engine's kernel clock, to the hand's round trip (about a millisecond). */
export async function kernelNow(cluster: Cluster): Promise<KernelMs> {
  return (await cluster.hand.now()).atMs;
}

/** Steady: the preferred master alone holds the VIP, all connections are open, and traffic has been clean for a while. */
export async function waitSteady(setting: TrialSetting, master: Director): Promise<void> {
  const { cluster, view, connections } = setting;
  const deadlineMs = masterDownIntervalMs(cluster.topology.vrrp, master.priority) * 2 + 10_000;
  await waitUntil(
    'the cluster is steady',
    async () => {
      const quiet =
        clean(setting, steadyMs) && view.openConnections() >= connections && view.aloneForMs(master.address) >= aloneMs;
      const traffic = `${view.openConnections()} of ${connections} connections open, traffic clean for ${Math.round(view.cleanForMs())} ms`;
      // Asking a director costs it a process, which requests would feel: only when all else is well.
      if (!quiet) return { holds: false, saw: traffic };
      const holders = await cluster.vipHolders();
      const holds = holders.length === 1 && holders[0] === master.name;
      return { holds, saw: `VIP on ${holders.join(' and ') || 'no director'}, ${traffic}` };
    },
    deadlineMs,
    20,
  );
}

function clean({ view, signal }: TrialSetting, forMs: number): boolean {
  signal.throwIfAborted();
  return view.cleanForMs() >= forMs;
}

/** The next instant at `phase` of the advertisement interval behind an advert of the master that leaves time to prepare. */
async function instantInPhase(setting: TrialSetting, master: Director, phase: number): Promise<KernelMs> {
  const { cluster, view } = setting;
  const intervalMs = cluster.topology.vrrp.advertIntervalMs;
  await waitUntil(
    `an advert of ${master.name} is seen`,
    async () => view.lastAdvertMs(master.address) !== null,
    intervalMs * 2 + 2_000,
  );
  const lastAdvertMs = view.lastAdvertMs(master.address) ?? 0;
  const earliest = (await kernelNow(cluster)) + leadMs;
  const intervals = Math.max(0, Math.ceil((earliest - lastAdvertMs) / intervalMs - phase));
  return lastAdvertMs + (intervals + phase) * intervalMs;
}

/** Returns the instant of the first advert of another director. */
async function waitForTakeover(setting: TrialSetting, master: Director, sinceMs: KernelMs): Promise<KernelMs> {
  const { cluster, view } = setting;
  const lowest = Math.min(...cluster.directors().map(({ director }) => director.priority));
  const first = () => view.firstAdvertOfOther(master.address, sinceMs);
  await waitUntil(
    'another director sends adverts',
    async () => {
      setting.signal.throwIfAborted();
      return first() !== null;
    },
    masterDownIntervalMs(cluster.topology.vrrp, lowest) + patienceMs,
    20,
  );
  return first()?.atMs ?? sinceMs;
}

/** That traffic did not become clean in time is for the checks to say; only an abort ends the trial here. */
function rethrowAbort(error: unknown): void {
  if (!(error instanceof DrillError)) throw error;
}
