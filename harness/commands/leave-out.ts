import { baseImageName } from '../engine/base-image.ts';
import type { Log } from '../engine/engine.ts';
import { probeKernel } from '../engine/kernel-probe.ts';
import { untouchedServices } from '../ipvs/services.ts';
import type { Skipped } from '../model.ts';
import { withoutLackingSchedulers } from '../run/lacking-schedulers.ts';
import { replanned } from '../run/plan.ts';
import { need, type ScenarioRun } from './scenario-run.ts';

/**
 * Leaves out of the plan what the engine's kernel has no scheduler for, and returns that. Only where a scenario is about
 * schedulers: to ask the kernel costs a container, and every kernel with IPVS has the common ones.
 */
export async function leaveOutLacking(state: ScenarioRun, show: Log): Promise<Skipped[]> {
  const { machine, plan } = state;
  if (untouchedServices(plan.topology).length === 0) return [];
  if (machine.kernel === undefined) {
    show('asking the kernel for its schedulers');
    machine.kernel = await probeKernel(need(machine.engine, 'engine').docker, baseImageName);
  }
  const { topology, skipped } = withoutLackingSchedulers(plan.topology, machine.kernel);
  if (skipped.length > 0) state.plan = replanned(plan, topology);
  for (const { what, reason } of skipped) show(`skipped: ${what}, because ${reason}`);
  return skipped;
}
