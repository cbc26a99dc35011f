import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { isGone, type ProcessStat, parseStat } from './proc.ts';

/** The process namespace of a process, as the kernel names it (namespaces(7)); null when there is no such process. */
export function pidNamespace(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return null;
  }
}

/** What is known of a process; null when there is none. */
export function readProcess(pid: number): ProcessStat | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return null;
  }
}

/** Every living process of a process namespace, without zombies. */
export function processesOf(namespace: string): ProcessStat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && pidNamespace(Number(name)) === namespace)
    .map((name) => readProcess(Number(name)))
    .filter((process): process is ProcessStat => !isGone(process));
}

/**
 * The process namespace that a node's first process made. Throws when that process is gone, and when it lives in the
 * hand's own namespace: then it is no container, and acting on "all its processes" would hit the whole machine.
 */
export function namespaceOfNode(initPid: number): string {
  const namespace = pidNamespace(initPid);
  if (namespace === null || isGone(readProcess(initPid)))
    throw new Error(`the node has no process ${initPid} any more`);
  if (namespace === pidNamespace(process.pid)) {
    throw new Error(`process ${initPid} is in the hand's own process namespace: that is no container`);
  }
  return namespace;
}
