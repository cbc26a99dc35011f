import { readdir, readFile, readlink } from 'node:fs/promises';

/** The process and all that it started, as /proc shows it. */
export async function descendantsOf(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    const parent = /^PPid:\s*(\d+)$/m.exec(status)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const found = [pid];
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child);
  return found;
}

/**
 * The sockets of these processes by which others could reach them over this machine's network: TCP that listens, UDP, raw,
 * and Unix sockets with an abstract name (proc_net(5), unix(7)). As `<table> <address>`.
 */
export async function hostSocketsOf(pids: readonly number[]): Promise<string[]> {
  const held = new Set<string>();
  for (const pid of pids) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined) held.add(inode);
    }
  }
  const found: string[] = [];
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6', 'unix']) {
    const text = await readFile(`/proc/net/${table}`, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const words = line.trim().split(/\s+/);
      const [inode, address = ''] = table === 'unix' ? [words[6], words[7]] : [words[9], words[1]];
      const reachable = table === 'unix' ? address.startsWith('@') : !table.startsWith('tcp') || words[3] === '0A';
      if (inode !== undefined && held.has(inode) && reachable) found.push(`${table} ${address}`);
    }
  }
  return found.sort();
}
