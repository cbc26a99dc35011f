import { objectsIn, printedObjects } from '../../../json-objects.ts';

/** What /proc/<pid>/stat says of a process (proc_pid_stat(5)). */
export interface ProcessStat {
  pid: number;
  /** At most 15 characters, as the kernel keeps it. */
  comm: string;
  /** One letter: R, S, D, T, Z, X, ... */
  state: string;
  /** Clock ticks since boot. */
  startTicks: number;
}

/** Parses /proc/<pid>/stat; null when it is not one. The command may itself hold blanks and parentheses. */
export function parseStat(text: string): ProcessStat | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const fields = text
    .slice(close + 2)
    .trim()
    .split(' ');
  const pid = Number.parseInt(text, 10);
  const startTicks = Number(fields[19]);
  if (!Number.isInteger(pid) || fields[0] === undefined || !Number.isInteger(startTicks)) return null;
  return { pid, comm: text.slice(open + 1, close), state: fields[0], startTicks };
}

/** A zombie or dead process runs no code any more, however long its parent leaves it in the table. */
export function isGone(process: ProcessStat | null): boolean {
  return process === null || process.state === 'Z' || process.state === 'X' || process.state === 'x';
}

/** The kernel cuts command names to 15 characters (TASK_COMM_LEN). */
export function hasComm(process: ProcessStat, comm: string): boolean {
  return process.comm === comm.slice(0, 15);
}

/** The cgroup version 2 path in /proc/<pid>/cgroup (cgroups(7)); null on a machine that has only version 1. */
export function parseCgroupPath(text: string): string | null {
  return /^0::(\/.*)$/m.exec(text)?.[1] ?? null;
}

/** `frozen` of a cgroup.events file (the kernel's cgroup-v2.rst); null when the kernel has no freezer there. */
export function parseFrozen(text: string): boolean | null {
  const value = /^frozen ([01])$/m.exec(text)?.[1];
  return value === undefined ? null : value === '1';
}

/** Name of the interface with that IPv4 address in the output of `ip -j -4 addr`; null when none has it. */
export function interfaceWithAddress(ipJson: string, address: string): string | null {
  const has = printedObjects('ip', ipJson).find((link) =>
    objectsIn(link.addr_info).some(({ local }) => local === address),
  );
  return typeof has?.ifname === 'string' ? has.ifname : null;
}

/** Flags of the one link in the output of `ip -j link show dev <name>` (netdevice(7)): `UP`, `LOWER_UP`, ... */
export function linkFlags(ipJson: string): string[] {
  const flags = printedObjects('ip', ipJson)[0]?.flags;
  return Array.isArray(flags) ? flags.filter((one) => typeof one === 'string') : [];
}

/** Where something is mounted, by /proc/<pid>/mountinfo (proc_pid_mountinfo(5)), which writes a blank as `\040`. */
export function mountPoints(mountinfo: string): string[] {
  const plain = (field: string) =>
    field.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
  return mountinfo
    .trim()
    .split('\n')
    .map((line) => plain(line.split(' ')[4] ?? ''));
}
