import { DrillError } from '../errors.ts';
import type { Fault, FaultContext } from '../faults/fault.ts';
import { serversOf } from '../ipvs/services.ts';
import { removalMs } from '../keepalived/checker-timing.ts';
import { masterDownIntervalMs } from '../keepalived/timing.ts';
import { localServerOf } from '../local-node.ts';
import { deadHostFailure } from '../measure/host-removal.ts';
import { expectedSuccessor } from '../measure/predictions.ts';
import type { Director, KernelMs, ServerFailure, Topology } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import { kernelNow, type SteadySetting, waitUntilKernel } from './steady.ts';

/** What a fault's effect is waited for with. */
export interface EffectSetting extends SteadySetting {
  stage(text: string): void;
}

/** Clean traffic under the fault before healing begins, so that the first good answer is not the only one. */
const observeMs = 400;
/** What an effect may take beyond its prediction before the trial stops waiting for it. */
const patienceMs = 3_000;

/**
 * Waits for what the fault does to the cluster, as far as that can be told while it happens: the takeover, the removal of
 * the failed real server, and of one that shared a dead director's host, from every service whose checker sees it, the time the fault must last; and for clean traffic
 * where a takeover brings it back. That something did not happen in time is for the checks to say.
 */
export async function awaitEffect(
  fault: Fault,
  context: FaultContext,
  master: Director,
  fromMs: KernelMs,
  setting: EffectSetting,
): Promise<void> {
  const { view, stage } = setting;
  const { facts } = fault;
  let observeFromMs = fromMs;
  if (facts.detection !== 'none') {
    stage('waiting for the takeover');
    observeFromMs = await waitForTakeover(setting, master, fromMs);
  }
  if (facts.failure !== undefined) {
    stage('waiting for the health checkers');
    observeFromMs = await waitForRemoval(setting, master, context.targets, facts.failure, fromMs);
  }
  const dead = facts.dataPath === 'outage' ? localServerOf(setting.cluster.topology, master.name) : undefined;
  if (dead !== undefined && context.target === master.name) {
    const successor = expectedSuccessor(setting.cluster.topology, master.name);
    stage(`waiting for the health checkers to find ${dead.name}, which shared the host`);
    if (successor !== null) {
      observeFromMs = await waitForRemoval(setting, successor, [dead.name], deadHostFailure, fromMs);
    }
  }
  stage('observing');
  await waitUntilKernel(setting, Math.max(observeFromMs + observeMs, fromMs + (fault.holdMs?.(context) ?? 0)));
  if (facts.detection === 'none') return;
  await waitUntil('traffic is clean again', async () => running(setting) && view.cleanForMs() >= observeMs, patienceMs)
    // Only an abort ends the trial here.
    .catch((error: unknown) => {
      if (!(error instanceof DrillError)) throw error;
    });
}

/** Returns the instant of the first advert of another director. */
async function waitForTakeover(setting: EffectSetting, master: Director, sinceMs: KernelMs): Promise<KernelMs> {
  const { cluster, view } = setting;
  const lowest = Math.min(...cluster.directors().map(({ director }) => director.priority));
  const first = () => view.firstAdvertOfOther(master.address, sinceMs);
  await waitUntil(
    'another director sends adverts',
    async () => running(setting) && first() !== null,
    masterDownIntervalMs(cluster.topology.vrrp, lowest) + patienceMs,
    20,
  );
  return first()?.atMs ?? sinceMs;
}

/**
 * Waits until the master's table has lost the failed servers wherever the checker sees such a failure, and, where it does
 * not, for as long as it would take to see a silent host. Returns when that was.
 */
async function waitForRemoval(
  setting: EffectSetting,
  master: Director,
  targets: string[],
  failure: ServerFailure,
  fromMs: KernelMs,
): Promise<KernelMs> {
  const { cluster, view } = setting;
  const seeing = servicesSeeing(cluster.topology, failure);
  const lastMs = fromMs + seeing.latestMs + patienceMs;
  const removed = () =>
    seeing.services.every(({ name, servers }) =>
      targets
        .filter((target) => servers.includes(target))
        .every((target) => {
          const weight = view.weightOf(master.name, name, target);
          return weight === null || weight === 0;
        }),
    );
  let atMs = await kernelNow(cluster);
  while (running(setting) && !removed() && atMs < lastMs) {
    await waitUntilKernel(setting, atMs + 100);
    atMs = await kernelNow(cluster);
  }
  return Math.max(atMs, fromMs + seeing.blindMs);
}

/**
 * The services whose checker sees such a failure, with the latest instant at which it does, ms after the failure; and
 * how long the others must be watched before "it does not see it" is a fair thing to say.
 */
function servicesSeeing(
  topology: Topology,
  failure: ServerFailure,
): { services: { name: string; servers: string[] }[]; latestMs: number; blindMs: number } {
  const all = topology.virtualServices.map((service) => ({
    name: `${service.vip}:${service.port}`,
    servers: serversOf(service, topology).map(({ name }) => name),
    range: removalMs(service.healthCheck, failure),
    blindMs: removalMs(service.healthCheck, 'silent')?.high ?? 0,
  }));
  return {
    services: all.filter(({ range }) => range !== null),
    latestMs: Math.max(0, ...all.map(({ range }) => range?.high ?? 0)),
    blindMs: Math.max(0, ...all.map(({ range, blindMs }) => (range === null ? blindMs : 0))),
  };
}

function running({ signal }: EffectSetting): true {
  signal.throwIfAborted();
  return true;
}
