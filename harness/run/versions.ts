import type Dockerode from 'dockerode';
import { execa } from 'execa';
import type { Cluster } from '../cluster/interface.ts';
import type { Versions } from '../model.ts';

/** The version of everything that has a part in the result. A part that does not answer is `unknown`, never left out. */
export async function gatherVersions(cluster: Cluster, docker: Dockerode, lvsDrill: string): Promise<Versions> {
  const [director] = cluster.directors();
  const [realServer] = cluster.realServers();
  const firstLine = async (
    node: Cluster['node'] extends (name: string) => infer N ? N | undefined : never,
    argv: string[],
  ) => {
    const result = await node?.exec(argv, { allowFailure: true });
    return `${result?.stdout ?? ''}\n${result?.stderr ?? ''}`.trim().split('\n')[0] || 'unknown';
  };
  const [engine, keepalived, ipvsadm, httpd, git] = await Promise.all([
    docker.version(),
    firstLine(director?.node, ['keepalived', '--version']),
    firstLine(director?.node, ['ipvsadm', '--version']),
    firstLine(realServer?.node, ['apache2', '-v']),
    gitState(),
  ]);
  return {
    lvsDrill,
    ...git,
    node: process.versions.node,
    kernel: engine.KernelVersion ?? 'unknown',
    dockerEngine: engine.Version,
    keepalived,
    ipvsadm,
    httpd,
  };
}

/** The commit of the sources, and whether they were changed since; null where they are no git checkout. */
export async function gitState(): Promise<Pick<Versions, 'gitCommit' | 'gitDirty'>> {
  const git = async (...argv: string[]) => execa('git', argv, { cwd: import.meta.dirname, reject: false });
  const [commit, status] = await Promise.all([git('rev-parse', 'HEAD'), git('status', '--porcelain')]);
  if (commit.exitCode !== 0) return { gitCommit: null, gitDirty: null };
  return { gitCommit: commit.stdout, gitDirty: status.stdout !== '' };
}

/** sysctls of a director's network namespace that change what IPVS or VRRP does. */
export async function directorSysctls(cluster: Cluster): Promise<Record<string, string>> {
  const [director] = cluster.directors();
  const result = await director?.node.exec(
    [
      'sysctl',
      '--all',
      '--pattern',
      '^net\\.ipv4\\.(vs\\.|ip_forward$|conf\\.all\\.(rp_filter|arp_ignore|arp_announce)$)',
    ],
    { allowFailure: true },
  );
  return parseSysctls(result?.stdout ?? '');
}

/** `name = value` lines to a record. */
export function parseSysctls(text: string): Record<string, string> {
  const pairs = text
    .split('\n')
    .map((line) => /^(\S+) = (.*)$/.exec(line.trim()))
    .filter((match) => match !== null)
    .map(([, name = '', value = '']) => [name, value] as const);
  return Object.fromEntries(pairs);
}
