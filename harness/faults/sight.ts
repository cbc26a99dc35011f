import type { HandAct, NodeSight } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import type { KernelMs } from '../model.ts';
import type { FaultContext, Injection } from './fault.ts';

/** The target as it is seen from outside; null when the engine knows that it is dead. */
export async function sightOf({
  cluster,
  target,
}: Pick<FaultContext, 'cluster' | 'target'>): Promise<NodeSight | null> {
  const initPid = await cluster.node(target).initPid();
  return initPid === null ? null : cluster.hand.look(initPid);
}

/** An act on the target, without the process id that only the engine knows. */
type ActOnTarget = HandAct extends infer A ? (A extends HandAct ? Omit<A, 'initPid'> : never) : never;

/**
 * Has the hand act on the target's processes. Throws a `DrillError` when the target is already dead, and when the hand
 * did not see its act take effect: such a trial proves nothing.
 */
export async function actOnTarget(
  { cluster, target }: Pick<FaultContext, 'cluster' | 'target'>,
  act: ActOnTarget,
  atMs: KernelMs,
): Promise<Injection> {
  const initPid = await cluster.node(target).initPid();
  if (initPid === null) throw new DrillError(`${target} is already dead: nothing can be done to it.`);
  const { earliestMs, latestMs, effective, evidence } = await cluster.hand.act({ ...act, initPid } as HandAct, atMs);
  if (!effective) throw new DrillError(`${act.do} did not take effect on ${target}: ${evidence}`);
  return { earliestMs, latestMs, evidence };
}

/** Address of the target, by which its network link is known. */
export function addressOf({ cluster, target }: FaultContext): string {
  const found = cluster.directors().find(({ director }) => director.name === target);
  if (found === undefined) throw new DrillError(`${target} is no director of ${cluster.topology.name}.`);
  return found.director.address;
}
