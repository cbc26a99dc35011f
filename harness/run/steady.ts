import type { Cluster } from '../cluster/interface.ts';
import { serviceState } from '../cluster/readiness.ts';
import { DrillError } from '../errors.ts';
import { answersThroughDirector } from '../inside.ts';
import { expectedMaster } from '../keepalived/election.ts';
import { staleNeighbourMs } from '../keepalived/neighbour-timing.ts';
import { masterDownIntervalMs } from '../keepalived/timing.ts';
import type { Director, KernelMs, Topology } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import type { LiveView } from './live-view.ts';

/** What is needed to tell whether a cluster is steady. */
export interface SteadySetting {
  cluster: Cluster;
  view: LiveView;
  connections: number;
  /** Aborted by Ctrl-C: nothing is waited for any more. */
  signal: AbortSignal;
}

/** Clean traffic that proves the cluster steady, before and after a fault. */
const steadyMs = 1_000;
/**
 * The master's adverts alone on the wire: long connections that a switch back breaks show it with their next request
 * (0.3 s) and are open again 0.2 s later (harness/probes/connections.ts, harness/load/agent/connections.ts).
 */
const aloneMs = 600;

/** Now on the engine's kernel clock, to the hand's round trip (about a millisecond). */
export async function kernelNow(cluster: Cluster): Promise<KernelMs> {
  return (await cluster.hand.now()).atMs;
}

/**
 * Steady: one director alone holds the VIP and sends adverts (with preemption: the one of the highest priority), its
 * IPVS table is the topology's, all connections are open, and traffic has been clean for a while. Returns that director.
 */
export async function waitSteady(setting: SteadySetting): Promise<Director> {
  const { cluster, view, connections, signal } = setting;
  const { topology } = cluster;
  const preferred = expectedMaster(topology);
  const candidates = preferred === null ? topology.directors : [preferred];
  let master: Director | undefined;
  await waitUntil(
    'the cluster is steady',
    async () => {
      signal.throwIfAborted();
      const clean = view.cleanForMs() >= steadyMs;
      const alone = candidates.find((one) => view.aloneForMs(one.address) >= aloneMs);
      const traffic = `${view.openConnections()} of ${connections} connections open, traffic clean for ${Math.round(view.cleanForMs())} ms`;
      // Asking costs the engine some of its processor, which requests would feel: only when all else is well.
      if (!clean || alone === undefined || view.openConnections() < connections) return { holds: false, saw: traffic };
      const state = serviceState(topology, await cluster.directorStates());
      master = alone;
      return { holds: state.holds, saw: `${state.saw} ${traffic}` };
    },
    settlingDeadlineMs(topology),
    20,
  );
  if (master === undefined) throw new DrillError('The cluster is steady without a master.');
  return master;
}

/**
 * Time for the slowest way back: preemption twice over, or the checkers finding every URL good again, and 10 s, ms. Where
 * answers go through the director, nobody is served while clients and real servers still send to one that has stepped
 * back (harness/measure/healing-impact.ts).
 */
function settlingDeadlineMs({ vrrp, directors, virtualServices }: Topology): number {
  const takeoversMs = directors.map(({ priority }) => 2 * masterDownIntervalMs(vrrp, priority));
  const checksMs = virtualServices.map(({ healthCheck: check }) => {
    const urls = check.type === 'HTTP_GET' ? check.urls.length : 0;
    return (urls + 2) * check.delayLoopMs + 2 * check.connectTimeoutMs;
  });
  const stalemateMs = virtualServices.some(answersThroughDirector) ? staleNeighbourMs.high : 0;
  return 10_000 + (vrrp.preemptDelayMs ?? 0) + Math.max(0, ...takeoversMs) + Math.max(0, ...checksMs) + stalemateMs;
}

/** Waits until the engine's kernel clock reads that. */
export async function waitUntilKernel(
  setting: Pick<SteadySetting, 'cluster' | 'signal'>,
  atMs: KernelMs,
): Promise<void> {
  const leftMs = atMs - (await kernelNow(setting.cluster));
  await waitUntil(
    `the kernel clock reads ${Math.round(atMs)} ms`,
    async () => {
      setting.signal.throwIfAborted();
      return (await kernelNow(setting.cluster)) >= atMs;
    },
    Math.max(0, leftMs) + 15_000,
    Math.min(100, Math.max(10, leftMs)),
  );
}
