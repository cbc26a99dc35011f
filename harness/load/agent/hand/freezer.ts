import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monotonicMs, pollUntil } from '../clock.ts';
import { effectDeadlineMs, type PreparedAct } from './prepared-act.ts';
import { parseCgroupPath, parseFrozen } from './proc.ts';
import { namespaceOfNode } from './processes.ts';

/** Freezes (or thaws) the node's cgroup and waits until the kernel says that every process in it has stopped (runs). */
export function prepareFreezer(initPid: number, frozen: boolean, cgroupRoot: string): PreparedAct {
  namespaceOfNode(initPid);
  const folder = cgroupOf(initPid, cgroupRoot);
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
    return readFrozen(cgroupOf(initPid, cgroupRoot)) === true;
  } catch {
    return false;
  }
}

function readFrozen(folder: string): boolean | null {
  return parseFrozen(readFileSync(join(folder, 'cgroup.events'), 'utf8'));
}

/**
 * Folder of a process's cgroup. The path in /proc is relative to the reader's own cgroup namespace (cgroup_namespaces(7)),
 * so it is believed only if the process is listed there; otherwise the tree is searched for it.
 * Throws when there is no cgroup of version 2 that could be frozen.
 */
function cgroupOf(pid: number, cgroupRoot: string): string {
  const path = parseCgroupPath(readFileSync(`/proc/${pid}/cgroup`, 'utf8'));
  const direct = path === null ? null : join(cgroupRoot, path);
  const folder = direct !== null && lists(direct, pid) ? direct : search(cgroupRoot, pid);
  if (folder === null || !existsSync(join(folder, 'cgroup.freeze'))) {
    throw new Error(
      `process ${pid} is in no cgroup of version 2 with a freezer under ${cgroupRoot} ` +
        '(cgroup version 1 is not supported: boot the engine with systemd.unified_cgroup_hierarchy=1)',
    );
  }
  return folder;
}

function lists(folder: string, pid: number): boolean {
  try {
    return readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').includes(String(pid));
  } catch {
    return false;
  }
}

function search(folder: string, pid: number): string | null {
  if (lists(folder, pid)) return folder;
  let children: string[];
  try {
    children = readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));
  } catch {
    return null;
  }
  for (const child of children) {
    const found = search(join(folder, child), pid);
    if (found !== null) return found;
  }
  return null;
}
