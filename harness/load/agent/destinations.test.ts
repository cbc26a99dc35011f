import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AgentUnderTest, has, type InstalledAgent, installAgent, isSeries } from './agent-under-test.ts';
import type { AgentLine, DestinationLine } from './protocol.ts';

let agent: InstalledAgent;
beforeAll(async () => {
  agent = await installAgent();
});
afterAll(() => agent[Symbol.asyncDispose]());

/** A process, and its table in a folder that stands for /proc: this machine's kernel may have no IPVS. */
async function startDirector() {
  const procRoot = mkdtempSync(join(tmpdir(), 'lvs-drill-proc-'));
  const child = spawn('sleep', ['1000']);
  const pid = child.pid ?? 0;
  const table = join(procRoot, String(pid), 'net', 'ip_vs');
  mkdirSync(join(table, '..'), { recursive: true });
  return {
    pid,
    procRoot,
    show: (...weights: number[]) =>
      writeFileSync(
        table,
        `TCP  C6120064:0050 rr  \n${weights.map((weight, index) => `  -> C612001${index}:0050      Route   ${weight}      0          0\n`).join('')}`,
      ),
    hide: () => rmSync(table),
    async die() {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await this.die();
      rmSync(procRoot, { recursive: true });
    },
  };
}

const weight =
  (wanted: number | null, realServer = '198.18.0.16') =>
  (line: AgentLine): line is DestinationLine =>
    isSeries('destination')(line) && line.value.weight === wanted && line.value.realServer === realServer;
const destinationsOf = (watcher: AgentUnderTest) =>
  watcher.lines.filter((line): line is DestinationLine => isSeries('destination')(line));

describe.concurrent('destinations', () => {
  it('says what is there, what changes, and of which director', async () => {
    await using director = await startDirector();
    director.show(1);
    const watcher = agent.start('destinations', { pollMs: 10, procRoot: director.procRoot });
    watcher.send({ node: 'director-1', pid: director.pid });
    const first = await watcher.line(weight(1));
    expect(first).toMatchObject({ node: 'director-1', value: { service: '198.18.0.100:80', previousMs: first.at } });
    director.show(0);
    const { at, value } = await watcher.line(weight(0));
    expect(at - value.previousMs).toBeGreaterThan(9);
    expect(await watcher.end()).toEqual({ exitCode: 0, stderr: '' });
    expect(destinationsOf(watcher)).toHaveLength(2);
  });

  it('does not take the death of a director for an emptied table, and sees its next life', async () => {
    await using dead = await startDirector();
    await using next = await startDirector();
    dead.show(1, 1);
    const watcher = agent.start('destinations', { pollMs: 10, procRoot: dead.procRoot });
    watcher.send({ node: 'director-1', pid: dead.pid });
    await watcher.line(weight(1, '198.18.0.17'));
    await dead.die();
    dead.hide();
    mkdirSync(join(dead.procRoot, String(next.pid), 'net'), { recursive: true });
    writeFileSync(
      join(dead.procRoot, String(next.pid), 'net', 'ip_vs'),
      'TCP  C6120064:0050 rr  \n  -> C6120010:0050      Route   5      0          0\n',
    );
    expect(destinationsOf(watcher)).toHaveLength(2);
    watcher.send({ node: 'director-1', pid: next.pid });
    await watcher.line(weight(5));
    expect(await watcher.end()).toEqual({ exitCode: 0, stderr: '' });
    expect(destinationsOf(watcher).map(({ value }) => value.weight)).toEqual([1, 1, 5, null]);
  });

  it('watches a node no more when told so', async () => {
    await using director = await startDirector();
    director.show(1);
    const watcher = agent.start('destinations', { pollMs: 10, procRoot: director.procRoot });
    watcher.send({ node: 'director-1', pid: director.pid });
    await watcher.line(weight(1));
    watcher.send({ node: 'director-1', pid: null });
    watcher.send({ node: 'director-2', pid: director.pid });
    const fromNext = (line: AgentLine): line is DestinationLine => weight(1)(line) && line.node === 'director-2';
    await watcher.line(fromNext);
    director.show(2);
    await watcher.line(weight(2));
    await watcher.end();
    expect(destinationsOf(watcher).map(({ node, value }) => [node, value.weight])).toEqual([
      ['director-1', 1],
      ['director-2', 1],
      ['director-2', 2],
    ]);
  });

  it('says so when a living director cannot be read', async () => {
    await using director = await startDirector();
    const watcher = agent.start('destinations', { pollMs: 10, procRoot: director.procRoot });
    watcher.send({ node: 'director-1', pid: director.pid });
    const { trouble } = await watcher.line(has('trouble'));
    expect(trouble).toMatch(/the IPVS table of director-1: ENOENT/);
    await watcher.end();
  });

  it.each([{ node: '', pid: 2 }, { node: 'director-1' }, { node: 'director-1', pid: 'x' }, null])(
    'refuses the request %j',
    async (request) => {
      const watcher = agent.start('destinations', { pollMs: 10 });
      watcher.send(request as object);
      const { trouble } = await watcher.line(has('trouble'));
      expect(trouble).toMatch(/expected `node`/);
      await watcher.end();
    },
  );
});
