import type Dockerode from 'dockerode';
import { waitUntil } from '../wait-until.ts';
import { startDetached } from './exec.ts';
import type { Cluster } from './interface.ts';
import type { Reader } from './reader.ts';

/** From exec to sockets that listen, ms (seen: 0.2 to 0.3 s). */
const httpdListensMs = 10_000;

/** Starts httpd on a real server and resolves when all ports of the topology's services are seen to listen. */
export async function startHttpdOn(
  docker: Dockerode,
  cluster: Cluster,
  reader: Reader,
  realServer: string,
): Promise<void> {
  const node = cluster.node(realServer);
  const wanted = [...new Set(cluster.topology.virtualServices.map((service) => service.port))];
  await startDetached(docker, { id: node.id, node: node.name }, ['start-httpd']);
  await waitUntil(
    `httpd listens on ${realServer}`,
    async () => {
      const pid = await node.initPid();
      const tables = pid === null ? [] : await reader.read([`/proc/${pid}/net/tcp`, `/proc/${pid}/net/tcp6`]);
      const open = listeningPorts(tables.join('\n'));
      const saw = pid === null ? 'a dead node' : `sockets that listen on ports ${open.join(', ') || '(none)'}`;
      return { holds: wanted.every((port) => open.includes(port)), saw };
    },
    httpdListensMs,
    20,
  );
}

/** Local ports in state LISTEN (0A) of `/proc/<pid>/net/tcp` or `tcp6` (`get_tcp4_sock` in net/ipv4/tcp_ipv4.c). */
export function listeningPorts(tcpTable: string): number[] {
  const ports = tcpTable.matchAll(/^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A /gm);
  return [...new Set([...ports].map(([, port = '']) => Number.parseInt(port, 16)))];
}
