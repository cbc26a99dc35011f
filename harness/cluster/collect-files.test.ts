import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { expect, test } from 'vitest';
import { collectLogs } from './collect-files.ts';
import type { Cluster, Node } from './interface.ts';

const docker = {
  getContainer: (id: string) => ({
    async logs() {
      if (id === 'client-1') throw new Error('gone');
      const text = Buffer.from(`log of ${id}\n`);
      return Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, text.length]), text]);
    },
  }),
} as unknown as Dockerode;

const node = (name: string) =>
  ({ name, id: name, exec: async () => ({ stdout: `requests of ${name}` }) }) as unknown as Node;

const cluster = {
  topology: { sorryServer: { name: 'sorry-server', address: '198.18.0.24' } },
  node,
  directors: () => [{ node: node('director-1') }],
  strangers: () => [{ node: node('stranger-1') }],
  realServers: () => [{ node: node('real-server-1') }],
  clients: () => [{ node: node('client-1') }],
} as unknown as Cluster;

test('every node’s log is collected, strangers and the sorry server too; what is lost is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lvs-drill-logs-'));
  expect(await collectLogs(docker, cluster, folder)).toEqual(['logs/client-1.log could not be collected: gone']);
  expect((await readdir(folder)).sort()).toEqual([
    'director-1.log',
    'real-server-1-access.log',
    'real-server-1.log',
    'sorry-server-access.log',
    'sorry-server.log',
    'stranger-1.log',
  ]);
  expect(await readFile(join(folder, 'stranger-1.log'), 'utf8')).toBe('log of stranger-1\n');
  expect(await readFile(join(folder, 'sorry-server-access.log'), 'utf8')).toBe('requests of sorry-server');
  await rm(folder, { recursive: true });
});
