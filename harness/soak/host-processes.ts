import { readdir, readFile, readlink } from 'node:fs/promises';

/** A process of this machine, with what tells where it comes from. */
export interface HostProcess {
  pid: number;
  command: string;
  /** Its process namespace, as `pid:[4026531836]`. */
  pidNamespace: string;
  /** All its namespaces. */
  namespaces: string[];
  /** The soak whose environment it has; null: none that can be read. */
  soak: string | null;
}

/** The variable by which processes of a soak are known: children inherit it. */
export const soakVariable = 'LVS_DRILL_SOAK';

/** All processes that live; those that are ending meanwhile are left out. */
export async function hostProcesses(): Promise<HostProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => processAt(Number(pid)).catch(() => null)));
  return found.flatMap((one) => one ?? []);
}

async function processAt(pid: number): Promise<HostProcess | null> {
  const at = `/proc/${pid}`;
  const names = await readdir(`${at}/ns`);
  const namespaces = await Promise.all(names.map((name) => readlink(`${at}/ns/${name}`)));
  const [pidNamespace] = namespaces.filter((one) => one.startsWith('pid:'));
  if (pidNamespace === undefined) return null;
  // A zombie has no command line, and its parent may be long in noticing it.
  const status = await readFile(`${at}/status`, 'utf8');
  if (/^State:\s*[ZX]/m.test(status)) return null;
  // Processes of a User-Mode Linux guest have given up the memory in which these were.
  const [environ, cmdline] = await Promise.all(
    ['environ', 'cmdline'].map((name) => readFile(`${at}/${name}`, 'utf8').catch(() => '')),
  );
  const mark = environ?.split('\0').find((one) => one.startsWith(`${soakVariable}=`));
  return {
    pid,
    command: cmdline?.replaceAll('\0', ' ').trim().slice(0, 160) || (/^Name:\s*(.*)$/m.exec(status)?.[1] ?? ''),
    pidNamespace,
    namespaces: [...new Set(namespaces)],
    soak: mark?.slice(soakVariable.length + 1) ?? null,
  };
}

/**
 * Those of a soak: with its mark, or in a process namespace where one with its mark is or has been (`known`, which is
 * added to). `own` is the namespace of the soak itself, where everybody is.
 */
export function ofSoak(
  processes: readonly HostProcess[],
  soak: string,
  known: Set<string>,
  own: string,
): HostProcess[] {
  for (const one of processes) if (one.soak === soak && one.pidNamespace !== own) known.add(one.pidNamespace);
  return processes.filter((one) => one.soak === soak || known.has(one.pidNamespace));
}
