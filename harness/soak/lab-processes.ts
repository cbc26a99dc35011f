import { readFile } from 'node:fs/promises';

/** The guardian of the lab whose `unshare` that is; null: it has none, yet or any more. */
export async function guardianOf(unsharePid: number): Promise<number | null> {
  return (await childrenOf(unsharePid))[0] ?? null;
}

/** The User-Mode Linux kernel of that lab: the guardian's child, through `taskset`, which becomes it. */
export async function kernelOf(unsharePid: number): Promise<number | null> {
  const guardian = await guardianOf(unsharePid);
  for (const pid of guardian === null ? [] : await childrenOf(guardian)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('\0seccomp=on\0')) return pid;
  }
  return null;
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}
