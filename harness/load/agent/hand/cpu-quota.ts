import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monotonicMs } from '../clock.ts';
import { cgroupOf } from './cgroup.ts';
import type { PreparedAct } from './prepared-act.ts';
import { namespaceOfNode } from './processes.ts';

/**
 * Limits the processor time of the node's cgroup per period (`cpu.max`, cgroup-v2.rst), or lifts the limit, and reads it
 * back. That the limit throttles anything shows only when the node wants more than it is given.
 */
export function prepareCpuQuota(
  initPid: number,
  quotaUs: number | null,
  periodUs: number,
  cgroupRoot: string,
): PreparedAct {
  namespaceOfNode(initPid);
  const file = join(cgroupOf(initPid, cgroupRoot, 'cpu.max'), 'cpu.max');
  const wanted = `${quotaUs ?? 'max'} ${periodUs}`;
  return {
    abandon() {},
    async strike() {
      const earliestMs = monotonicMs();
      writeFileSync(file, wanted);
      const found = readFileSync(file, 'utf8').trim();
      return { earliestMs, latestMs: monotonicMs(), effective: found === wanted, evidence: `${file} reads ${found}` };
    },
  };
}
