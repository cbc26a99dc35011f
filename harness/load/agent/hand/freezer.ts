import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monotonicMs, pollUntil } from '../clock.ts';
import { cgroupOf } from './cgroup.ts';
import { effectDeadlineMs, type PreparedAct } from './prepared-act.ts';
import { parseFrozen } from './proc.ts';
import { namespaceOfNode } from './processes.ts';

/** Freezes (or thaws) the node's cgroup and waits until the kernel says that every process in it has stopped (runs). */
export function prepareFreezer(initPid: number, frozen: boolean, cgroupRoot: string): PreparedAct {
  namespaceOfNode(initPid);
  const folder = cgroupOf(initPid, cgroupRoot, 'cgroup.freeze');
  return {
    abandon() {},
    async strike() {
      const earliestMs = monotonicMs();
      writeFileSync(join(folder, 'cgroup.freeze'), frozen ? '1' : '0');
      const effective = await pollUntil(() => readFrozen(folder) === frozen, earliestMs + effectDeadlineMs);
      return {
        earliestMs,
        latestMs: monotonicMs(),
        effective,
        evidence: `cgroup.events of ${folder} reads frozen ${readFrozen(folder) === true ? 1 : 0}`,
      };
    },
  };
}

/** Whether the node is in the freezer; false where its cgroup cannot be found, as it was not frozen by us then. */
export function isFrozen(initPid: number, cgroupRoot: string): boolean {
  try {
    return readFrozen(cgroupOf(initPid, cgroupRoot, 'cgroup.freeze')) === true;
  } catch {
    return false;
  }
}

function readFrozen(folder: string): boolean | null {
  return parseFrozen(readFileSync(join(folder, 'cgroup.events'), 'utf8'));
}
