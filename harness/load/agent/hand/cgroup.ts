import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCgroupPath } from './proc.ts';

/**
 * Folder of a process's cgroup, which must have the file. The path in /proc is relative to the reader's own cgroup
 * namespace (cgroup_namespaces(7)), so it is believed only if the process is listed there; otherwise the tree is
 * searched for it. Throws when there is no cgroup of version 2 with that file.
 */
export function cgroupOf(pid: number, cgroupRoot: string, file: 'cgroup.freeze' | 'cpu.max'): string {
  const path = parseCgroupPath(readFileSync(`/proc/${pid}/cgroup`, 'utf8'));
  const direct = path === null ? null : join(cgroupRoot, path);
  const folder = direct !== null && lists(direct, pid) ? direct : search(cgroupRoot, pid);
  if (folder === null || !existsSync(join(folder, file))) {
    throw new Error(
      `process ${pid} is in no cgroup of version 2 with ${file} under ${cgroupRoot} ` +
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
