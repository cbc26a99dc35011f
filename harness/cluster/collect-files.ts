import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { DrillError, messageOf } from '../errors.ts';
import { demultiplexer, textCollector } from './frames.ts';
import type { Cluster, Node } from './interface.ts';

/**
 * Writes the log of every node to `<folder>/<node>.log`, and httpd's access log beside it. Returns in words what could
 * not be had: a lost log never costs the run.
 */
export async function collectLogs(docker: Dockerode, cluster: Cluster, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const { sorryServer } = cluster.topology;
  const servers = [
    ...cluster.realServers(),
    ...(sorryServer === undefined ? [] : [{ node: cluster.node(sorryServer.name) }]),
  ];
  // One that is a director and a real server is there twice, and has one log.
  const hosts = new Set(
    [...cluster.directors(), ...cluster.strangers(), ...servers, ...cluster.clients()].map(({ node }) => node),
  );
  const attempts = [
    ...[...hosts].map((node) => ({ file: `${node.name}.log`, read: () => containerLog(docker, node) })),
    ...servers.map(({ node }) => ({
      file: `${node.name}-access.log`,
      read: async () => (await node.exec(['cat', '/var/log/apache2/access.log'])).stdout,
    })),
  ];
  const lost = await Promise.all(
    attempts.map(async ({ file, read }) => {
      try {
        await writeFile(join(folder, file), await read());
        return null;
      } catch (error) {
        return `logs/${file} could not be collected: ${messageOf(error)}`;
      }
    }),
  );
  return lost.filter((text) => text !== null);
}

async function containerLog(docker: Dockerode, node: Node): Promise<string> {
  const frames = await docker
    .getContainer(node.id)
    .logs({ stdout: true, stderr: true, timestamps: true, follow: false });
  const text = textCollector();
  // Both streams into one collector: the order in which the node wrote is the order to read.
  const output = demultiplexer(text, text);
  output.push(frames);
  return text.text();
}

/** Longest output of a command that is kept whole (harness/cluster/frames.ts), characters. */
const keptChars = 10_000_000;

/** Copies a file out of a node, whatever bytes it holds. Throws a `DrillError` for one above 7.5 MB. */
export async function fetchFile(node: Node, path: string, to: string): Promise<void> {
  const { stdout } = await node.exec(['base64', '--wrap=0', path]);
  if (stdout.length >= keptChars) throw new DrillError(`${path} in ${node.name} is too long to be copied.`);
  await writeFile(to, Buffer.from(stdout, 'base64'));
}
