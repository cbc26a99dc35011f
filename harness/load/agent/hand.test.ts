import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileReading, HandAct, HandReport, HandSignal, NodeSight } from '../../cluster/interface.ts';
import { type AgentUnderTest, has, type InstalledAgent, installAgent } from './agent-under-test.ts';
import { monotonicMs, pollUntil } from './clock.ts';
import { canStartNodes, moveToCgroup, nodeAddress, startNode, writableCgroupRoot } from './node-under-test.ts';
import type { AgentLine, HandReply } from './protocol.ts';

let agent: InstalledAgent;
beforeAll(async () => {
  agent = await installAgent();
});
afterAll(() => agent[Symbol.asyncDispose]());

async function startHand(options = {}): Promise<{ agent: AgentUnderTest; ask<T>(request: object): Promise<T> }> {
  const hand = agent.start('hand', options);
  await hand.line(has('ready'));
  let lastId = 0;
  return {
    agent: hand,
    async ask<T>(request: object) {
      lastId += 1;
      const id = lastId;
      hand.send({ id, ...request });
      return (await hand.line((line): line is AgentLine & HandReply => 'id' in line && line.id === id)) as T;
    },
  };
}

/** `expect.poll` does not know its test where tests run side by side. */
const soon = (condition: () => boolean) => pollUntil(condition, monotonicMs() + 3000);

const act = (deed: HandAct, afterMs = 0) => ({ act: deed, atMs: monotonicMs() + afterMs });

describe('hand, without any node', () => {
  it('tells the time, and answers a request that it cannot read', async () => {
    const hand = await startHand();
    const before = monotonicMs();
    const { atMs } = await hand.ask<{ atMs: number }>({ now: true });
    expect(atMs).toBeGreaterThan(before);
    expect(atMs).toBeLessThan(monotonicMs());
    expect(await hand.ask({ act: { do: 'dance' } })).toMatchObject({ error: expect.stringContaining('power-off') });
    expect(await hand.agent.end()).toEqual({ exitCode: 0, stderr: '' });
  });

  it('reads files in one go, and tells of those that are not there', async () => {
    const hand = await startHand();
    const before = monotonicMs();
    const reading = await hand.ask<FileReading>({ read: ['/proc/self/comm', '/proc/no-such-file', '/proc/stat'] });
    expect(reading.contents).toEqual(['node\n', null, expect.stringMatching(/^cpu /)]);
    expect(reading.earliestMs).toBeGreaterThan(before);
    expect(reading.latestMs).toBeGreaterThan(reading.earliestMs);
    expect(reading.latestMs).toBeLessThan(monotonicMs());
    const atMs = monotonicMs() + 200;
    const later = await hand.ask<FileReading>({ read: ['/proc/stat'], atMs });
    expect(later.earliestMs - atMs).toBeGreaterThanOrEqual(0);
    expect(later.earliestMs - atMs).toBeLessThan(150);
    await hand.agent.end();
  });

  it('refuses to act on its own machine', async () => {
    const hand = await startHand();
    const reply = await hand.ask(act({ do: 'annihilate', initPid: process.pid, comm: 'node' }));
    expect(reply).toMatchObject({ error: expect.stringContaining('no container') });
    await hand.agent.end();
  });
});

const root = canStartNodes();

describe.skipIf(!root).concurrent('hand, on namespaces of this machine', () => {
  it('cuts the power at the given instant', async () => {
    await using node = await startNode('ip addr add 198.18.78.1/24 dev peer0; sleep 1001 & sleep 1002 &');
    const hand = await startHand();
    const sight = await hand.ask<NodeSight>({ look: node.initPid });
    expect(sight).toMatchObject({ alive: true, processes: ['sleep', 'sleep', 'sleep'] });
    for (const startedAtMs of sight.startedAtMs) {
      expect(sight.atMs - startedAtMs).toBeGreaterThan(0);
      expect(sight.atMs - startedAtMs).toBeLessThan(60_000);
    }
    // Keeps the network namespace alive, to see afterwards what became of its link.
    const watcher = spawnSync('sh', [
      '-c',
      `nsenter --net=/proc/${node.initPid}/ns/net sleep 30 >/dev/null 2>&1 & echo $!`,
    ]);
    const watcherPid = Number(watcher.stdout.toString());

    const request = act({ do: 'power-off', initPid: node.initPid, addresses: [nodeAddress, '198.18.78.1'] }, 400);
    const report = await hand.ask<HandReport>(request);
    expect(report).toMatchObject({
      effective: true,
      evidence: expect.stringMatching(/no process.*links node0 and peer0 set down/),
    });
    expect(report.earliestMs - request.atMs).toBeGreaterThanOrEqual(0);
    expect(report.earliestMs - request.atMs).toBeLessThan(200);
    expect(report.latestMs).toBeGreaterThan(report.earliestMs);
    await node.exited;
    const links = spawnSync('nsenter', [`--net=/proc/${watcherPid}/ns/net`, 'ip', 'link']);
    expect(links.stdout.toString()).toMatch(/peer0.* state DOWN[\s\S]*node0.* state DOWN/);
    process.kill(watcherPid);

    expect(await hand.ask({ look: node.initPid })).toMatchObject({ alive: false, frozen: false, processes: [] });
    expect(await hand.ask(request)).toMatchObject({ error: expect.stringContaining('no process') });
    await hand.agent.end();
  });

  it('leaves the link up when it is told to stop before the instant', async () => {
    await using node = await startNode('true');
    const hand = await startHand();
    void hand.ask(act({ do: 'power-off', initPid: node.initPid, addresses: [nodeAddress] }, 60_000)).catch(() => {});
    await hand.ask({ now: true });
    expect(await hand.agent.end()).toMatchObject({ exitCode: 0 });
    const links = spawnSync('nsenter', [`--net=/proc/${node.initPid}/ns/net`, 'ip', 'link', 'show', 'node0']);
    expect(links.stdout.toString()).toMatch(/state UP/);
  });

  it('names an address that the node does not have', async () => {
    await using node = await startNode('true');
    const hand = await startHand();
    const reply = await hand.ask(act({ do: 'power-off', initPid: node.initPid, addresses: ['198.18.77.9'] }));
    expect(reply).toMatchObject({ error: expect.stringContaining('198.18.77.9') });
    await hand.agent.end();
  });

  it('signals the oldest process only, or all', async () => {
    const file = (name: string) => join(agent.folder, name);
    const loop = (name: string) => `trap "echo term >> ${file(name)}; exit" TERM; while :; do sleep 0.02; done`;
    await using node = await startNode(
      `bash -c '${loop('older')}' & sleep 0.1; bash -c '${loop('younger')}' & sleep 0.1`,
    );
    const hand = await startHand();
    const target = { initPid: node.initPid, comm: 'bash', signal: 'SIGTERM' } as const;
    const parent = await hand.ask<HandReport>(act({ do: 'signal', ...target, which: 'parent' }, 50));
    expect(parent).toMatchObject({ effective: true, evidence: expect.stringContaining('1 of 1 bash') });
    expect(await soon(() => existsSync(file('older')))).toBe(true);
    expect(existsSync(file('younger'))).toBe(false);
    await hand.ask(act({ do: 'signal', ...target, which: 'all' }));
    expect(await soon(() => existsSync(file('younger')))).toBe(true);

    const missing = await hand.ask(act({ do: 'signal', ...target, comm: 'keepalived', which: 'all' }));
    expect(missing).toMatchObject({ error: expect.stringContaining('runs no keepalived') });
    await hand.agent.end();
  });

  it('sees what a signal did that cannot be refused', async () => {
    // One that forks once only: between fork and exec its child is a bash too.
    await using node = await startNode(`bash -c 'sleep 1000; :' & sleep 0.1`);
    const hand = await startHand();
    const send = (signal: HandSignal) =>
      hand.ask<HandReport>(act({ do: 'signal', initPid: node.initPid, comm: 'bash', signal, which: 'all' }));
    expect(await send('SIGSTOP')).toMatchObject({ effective: true, evidence: expect.stringMatching(/, 1 stopped$/) });
    expect(await send('SIGCONT')).toMatchObject({
      effective: true,
      evidence: expect.stringMatching(/, 1 not stopped$/),
    });
    expect(await send('SIGKILL')).toMatchObject({ effective: true, evidence: expect.stringMatching(/, 1 gone$/) });
    expect((await hand.ask<NodeSight>({ look: node.initPid })).processes).not.toContain('bash');
    await hand.agent.end();
  });

  it('takes a link down at the given instant, and shows the network of the node', async () => {
    await using node = await startNode('true');
    const hand = await startHand();
    const target = { initPid: node.initPid, address: nodeAddress };
    const link = async () => {
      const question = { inspect: { ...target, tool: 'ip', args: ['link', 'show', '@LINK@'] } };
      return (await hand.ask<{ stdout: string }>(question)).stdout;
    };
    expect(await link()).toMatch(/state UP/);
    const request = act({ do: 'link', ...target, up: false }, 200);
    const report = await hand.ask<HandReport>(request);
    expect(report).toMatchObject({ effective: true });
    expect(report.earliestMs - request.atMs).toBeGreaterThanOrEqual(0);
    expect(report.latestMs).toBeGreaterThan(report.earliestMs);
    expect(await link()).toMatch(/state DOWN/);
    await hand.agent.end();
  });

  it('leaves nothing behind of an act that is not due when it is told to stop', async () => {
    await using node = await startNode('true');
    const folder = join(agent.folder, 'document-root');
    mkdirSync(folder);
    const hand = await startHand();
    const path = join(folder, 'page');
    void hand.ask(act({ do: 'write-file', initPid: node.initPid, path, content: 'x' }, 60_000)).catch(() => {});
    await hand.ask({ now: true });
    expect(readdirSync(folder)).toHaveLength(1);
    expect(await hand.agent.end()).toMatchObject({ exitCode: 0 });
    expect(readdirSync(folder)).toEqual([]);
  });

  describe('a parent whose child wants to know of its death, as keepalived', () => {
    const family = (file: string) =>
      `bash -c 'setpriv --pdeathsig TERM bash -c "trap \\"echo graceful >> ${file}; exit\\" TERM; echo ready > ${file}; while :; do sleep 0.02; done" & wait' & ` +
      `while ! grep -qs ready ${file}; do sleep 0.02; done`;

    it('reacts when its parent alone is killed', async () => {
      const file = join(agent.folder, 'killed');
      await using node = await startNode(family(file));
      spawnSync('nsenter', [
        `--pid=/proc/${node.initPid}/ns/pid`,
        `--mount=/proc/${node.initPid}/ns/mnt`,
        'pkill',
        '-KILL',
        '-o',
        '-x',
        'bash',
      ]);
      expect(await soon(() => readFileSync(file, 'utf8').includes('graceful'))).toBe(true);
    });

    it('does not when both are annihilated', async () => {
      const file = join(agent.folder, 'annihilated');
      await using node = await startNode(family(file));
      const hand = await startHand();
      const report = await hand.ask<HandReport>(act({ do: 'annihilate', initPid: node.initPid, comm: 'bash' }));
      expect(report).toMatchObject({ effective: true, evidence: expect.stringMatching(/[23] bash killed .*0 left/) });
      const { processes } = await hand.ask<NodeSight>({ look: node.initPid });
      expect(processes).not.toContain('bash');
      expect(readFileSync(file, 'utf8')).toBe('ready\n');
      await hand.agent.end();
    });
  });

  const cgroupRoot = root ? writableCgroupRoot() : null;

  it.skipIf(cgroupRoot === null)('freezes and thaws', async () => {
    const node = await startNode('true');
    await using _cgroup = await moveToCgroup(cgroupRoot as string, node);
    const hand = await startHand({ cgroupRoot });
    const deed = (name: 'freeze' | 'thaw') => hand.ask<HandReport>(act({ do: name, initPid: node.initPid }));
    const look = () => hand.ask<NodeSight>({ look: node.initPid });
    expect(await deed('freeze')).toMatchObject({ effective: true, evidence: expect.stringContaining('frozen 1') });
    expect(await look()).toMatchObject({ alive: true, frozen: true });
    expect(await deed('thaw')).toMatchObject({ effective: true, evidence: expect.stringContaining('frozen 0') });
    expect(await look()).toMatchObject({ alive: true, frozen: false });
    await hand.agent.end();
  });

  it('says what it needs where there is no freezer', async () => {
    await using node = await startNode('true');
    const hand = await startHand({ cgroupRoot: agent.folder });
    const reply = await hand.ask(act({ do: 'freeze', initPid: node.initPid }));
    expect(reply).toMatchObject({
      error: expect.stringMatching(/no cgroup of version 2 .*version 1 is not supported/),
    });
    await hand.agent.end();
  });
});
