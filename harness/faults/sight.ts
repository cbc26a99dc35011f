import type { Cluster, HandAct, NodeSight } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import { linkAddressesOf } from '../inside.ts';
import { printedObjects } from '../json-objects.ts';
import type { Bracket, KernelMs } from '../model.ts';
import { hull } from '../stats/hull.ts';
import { waitUntil } from '../wait-until.ts';
import type { FaultContext, Injection } from './fault.ts';

/** One node of a cluster. */
export type Target = Pick<FaultContext, 'cluster' | 'target'>;

/** The target as it is seen from outside; null when the engine knows that it is dead. */
export async function sightOf({ cluster, target }: Target): Promise<NodeSight | null> {
  const initPid = await cluster.node(target).initPid();
  return initPid === null ? null : cluster.hand.look(initPid);
}

/** How many processes of that name live there. */
export function countOf(comm: string, sight: NodeSight | null): number {
  return sight?.processes.filter((name) => name === comm).length ?? 0;
}

/** The clock tick to which the kernel knows when a process was started, ms (USER_HZ, proc_pid_stat(5)). */
export const startTickMs = 10;

/** A node in words, for the error when it is not as it should be. */
export function describeSight(sight: NodeSight | null): string {
  if (sight === null || !sight.alive) return 'a dead container';
  return `${sight.frozen ? 'frozen' : 'running'}: ${sight.processes.join(', ')}`;
}

/** An act on the target, without the process id that only the engine knows. */
export type ActOnTarget = HandAct extends infer A ? (A extends HandAct ? Omit<A, 'initPid'> : never) : never;

/**
 * Has the hand act on the target's processes. Throws a `DrillError` when the target is already dead, and when the hand
 * did not see its act take effect: such a trial proves nothing.
 */
export async function actOnTarget(target: Target, act: ActOnTarget, atMs: KernelMs): Promise<Injection> {
  return actOnProcesses(target, await initPidOf(target), act, atMs);
}

/** The same for a first process that is known already: no question to the engine then delays the act. */
export async function actOnProcesses(
  { cluster, target }: Target,
  initPid: number,
  act: ActOnTarget,
  atMs: KernelMs,
): Promise<Injection> {
  const { effective, ...report } = await cluster.hand.act({ ...act, initPid } as HandAct, atMs);
  if (!effective) throw new DrillError(`${act.do} did not take effect on ${target}: ${report.evidence}`);
  return report;
}

/** Process id of the target's first process. Throws a `DrillError` when it is dead. */
export async function initPidOf({ cluster, target }: Target): Promise<number> {
  const initPid = await cluster.node(target).initPid();
  if (initPid === null) throw new DrillError(`${target} is already dead: nothing can be done to it.`);
  return initPid;
}

/** The same act on several nodes at the same instant. Throws like `actOnTarget`. */
export async function actOnAll(
  cluster: Cluster,
  targets: readonly string[],
  actFor: (target: string) => ActOnTarget,
  atMs: KernelMs,
): Promise<Injection> {
  const done = await Promise.all(targets.map((target) => actOnTarget({ cluster, target }, actFor(target), atMs)));
  return { ...spanOf(done), evidence: done.map(({ evidence }, index) => `${targets[index]}: ${evidence}`).join('; ') };
}

/** From the first of them to the last. Throws a `DrillError` for none. */
export function spanOf(brackets: readonly Bracket[]): Bracket {
  const span = hull(brackets.map(({ earliestMs, latestMs }) => ({ low: earliestMs, high: latestMs })));
  if (span === null) throw new DrillError('Nothing was done to any node.');
  return { earliestMs: span.low, latestMs: span.high };
}

/** Addresses of a node in the topology, by which its network links are known; the one that others know it by first. */
export function linksOf({ cluster, target }: Target): [string, ...string[]] {
  const [first, ...others] = linkAddressesOf(cluster.topology, target);
  if (first === undefined) throw new DrillError(`${target} is no node of ${cluster.topology.name} with an address.`);
  return [first, ...others];
}

/** The address by which others know a node. */
export function addressOf(target: Target): string {
  return linksOf(target)[0];
}

/** The same act on each of the target's links at the same instant. Throws like `actOnTarget`. */
export async function actOnLinks(
  target: Target,
  actFor: (address: string) => ActOnTarget,
  atMs: KernelMs,
): Promise<Injection> {
  const initPid = await initPidOf(target);
  const done = await Promise.all(linksOf(target).map((one) => actOnProcesses(target, initPid, actFor(one), atMs)));
  const ended = done.flatMap((one) => one.ended ?? []);
  return {
    ...spanOf(done),
    evidence: done.map(({ evidence }) => evidence).join('; '),
    ...(ended.length === 0 ? {} : { ended: spanOf(ended) }),
  };
}

/**
 * What `ip -json` or `tc -json` says in the target's network namespace; `@LINK@` in an argument is the link that has
 * `address`, or else the one by which others know it. Throws a `DrillError` when the target is dead.
 */
export async function inspectTarget<T>(
  target: Target,
  tool: 'ip' | 'tc',
  args: string[],
  address = addressOf(target),
): Promise<T[]> {
  const initPid = await initPidOf(target);
  const text = await target.cluster.hand.inspect({ initPid, address, tool, args });
  return printedObjects(tool, text) as T[];
}

/** The clock is asked so often while the instant is far, and so often when it is near, ms. */
const [farPauseMs, nearPauseMs] = [100, 10];

/** Waits until the engine's kernel clock reads that; not at all when it has passed. For acts that are not the hand's. */
export async function waitForInstant(cluster: Cluster, atMs: KernelMs): Promise<void> {
  const leftMs = async () => atMs - (await cluster.hand.now()).atMs;
  const aheadMs = await leftMs();
  if (aheadMs <= 0) return;
  const what = 'the instant of the fault has come';
  // The last of these pauses ends before it.
  const nearMs = farPauseMs + 2 * nearPauseMs;
  if (aheadMs > nearMs) await waitUntil(what, async () => (await leftMs()) <= nearMs, aheadMs + 5000, farPauseMs);
  await waitUntil(what, async () => (await leftMs()) <= 0, nearMs + 5000, nearPauseMs);
}

/** Asks again and again; whether it came true within that time, and what was seen last. */
export async function comesTrue(
  condition: () => Promise<{ holds: boolean; saw: string }>,
  withinMs: number,
  pauseMs = 50,
): Promise<{ confirmed: boolean; evidence: string }> {
  let evidence = '';
  const confirmed = await waitUntil(
    'it is so',
    async () => {
      const { holds, saw } = await condition();
      evidence = saw;
      return holds;
    },
    withinMs,
    pauseMs,
  ).then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof DrillError)) throw error;
      return false;
    },
  );
  return { confirmed, evidence };
}
