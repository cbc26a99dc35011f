import { isDeepStrictEqual } from 'node:util';
import type { HarnessMachine, MachineKind, Run } from '../model.ts';

/** The kind of machine that a run was made on, with the processors of the machine that the harness ran on. */
export function machineKindOf(
  { engine, versions }: Pick<Run, 'engine' | 'versions'>,
  { cpuModel, cpus }: Pick<HarnessMachine, 'cpuModel' | 'cpus'>,
): MachineKind {
  return { cpuModel, cpus, engine: engine.kind, kernel: versions.kernel };
}

/**
 * What the files of a machine kind are called: `lab-7.2.7-2-cpus-amd-epyc`. Two kinds may share one; each file says in full
 * where it was measured.
 */
export function machineName({ engine, kernel, cpus, cpuModel }: MachineKind): string {
  return [engine, kernel, cpus, 'cpus', cpuModel]
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 100);
}

/** Whether numbers of both mean the same. */
export function isSameMachine(a: MachineKind, b: MachineKind): boolean {
  return isDeepStrictEqual(kindFacts(a), kindFacts(b));
}

/** What makes a machine one of a kind, in an order of its own; a file may say more. */
export function kindFacts({ cpuModel, cpus, engine, kernel }: MachineKind): (string | number)[] {
  return [cpuModel, cpus, engine, kernel];
}
