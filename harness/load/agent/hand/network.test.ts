import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { monotonicMs, pollUntil } from '../clock.ts';
import { canStartNodes, inNetwork, nodeAddress, startNode } from '../node-under-test.ts';
import { prepareLink, prepareNetwork } from './network.ts';
import { inspect } from './network-namespace.ts';

const addresses = ['ip', '-4', 'addr', 'show', 'dev', 'node0'];

describe.skipIf(!canStartNodes()).concurrent('prepareLink', () => {
  it('takes the link down and finds it again by its address, to take it up', async () => {
    await using node = await startNode('true');
    const flags = () => inNetwork(node, 'ip', 'link', 'show', 'node0');
    const down = await prepareLink(node.initPid, nodeAddress, false);
    expect(flags()).toMatch(/[<,]UP[,>]/);
    expect(await down.strike()).toMatchObject({
      effective: true,
      evidence: 'link node0 has the flags BROADCAST,MULTICAST',
    });
    expect(flags()).not.toMatch(/[<,]UP[,>]/);

    for (const _ of ['once', 'twice']) {
      const up = await (await prepareLink(node.initPid, nodeAddress, true)).strike();
      expect(up).toMatchObject({ effective: true, evidence: expect.stringMatching(/node0 .*,UP\b/) });
      expect(up.latestMs).toBeGreaterThan(up.earliestMs);
    }
    expect(flags()).toMatch(/[<,]UP[,>]/);
  });

  it('does nothing to the link when it is abandoned', async () => {
    await using node = await startNode('true');
    (await prepareLink(node.initPid, nodeAddress, false)).abandon();
    expect(inNetwork(node, 'ip', 'link', 'show', 'node0')).toMatch(/[<,]UP[,>]/);
  });

  it('names an address that the node does not have', async () => {
    await using node = await startNode('true');
    await expect(prepareLink(node.initPid, '198.18.77.9', true)).rejects.toThrow(/no interface .* 198\.18\.77\.9/);
  });

  it('does not see an effect on a link that has gone meanwhile', async () => {
    await using node = await startNode('true');
    const down = await prepareLink(node.initPid, nodeAddress, false);
    inNetwork(node, 'ip', 'link', 'del', 'node0');
    expect(await down.strike()).toMatchObject({
      effective: false,
      evidence: expect.stringContaining('Cannot find device'),
    });
  });
});

const { signal } = new AbortController();
const prepare = (act: Parameters<typeof prepareNetwork>[0], stop = signal) => prepareNetwork(act, stop);

describe.skipIf(!canStartNodes()).concurrent('prepareNetwork', () => {
  const address = (last: number) => `address add 198.18.77.${last}/24 dev @LINK@`;
  const ip = { address: nodeAddress, tool: 'ip' as const };

  it('runs the lines before at once, and the others when it strikes', async () => {
    await using node = await startNode('true');
    const lines = { prepare: [address(2)], strike: [address(3), address(4)] };
    const act = await prepare({ initPid: node.initPid, ...ip, ...lines });
    expect(inNetwork(node, ...addresses)).toMatch(/77\.2\//);
    expect(inNetwork(node, ...addresses)).not.toMatch(/77\.[34]\//);
    expect(await act.strike()).toMatchObject({ effective: true, evidence: expect.stringContaining('dev node0') });
    expect(inNetwork(node, ...addresses)).toMatch(/77\.3\/(.|\n)*77\.4\//);
  });

  it('undoes what it struck after as long as it was told, by the same process, and tells of both', async () => {
    await using node = await startNode('true');
    const undo = { afterMs: 200, lines: [address(3).replace(' add ', ' del ')] };
    const act = await prepare({ initPid: node.initPid, ...ip, prepare: [], strike: [address(3)], undo });
    const struck = act.strike();
    expect(await pollUntil(() => /77\.3\//.test(inNetwork(node, ...addresses)), monotonicMs() + 150)).toBe(true);
    const { effective, earliestMs, latestMs, ended } = await struck;
    expect(effective).toBe(true);
    expect(inNetwork(node, ...addresses)).not.toMatch(/77\.3\//);
    expect(latestMs).toBeGreaterThan(earliestMs);
    expect((ended?.earliestMs ?? 0) - earliestMs).toBeGreaterThanOrEqual(200);
    expect(ended?.latestMs).toBeGreaterThan(ended?.earliestMs ?? 0);
  });

  it('undoes at once when it is told to stop, and is not effective when that fails', async () => {
    await using node = await startNode('true');
    const stopping = new AbortController();
    const undo = { afterMs: 50_000, lines: [address(3).replace(' add ', ' del ')] };
    const struck = (
      await prepare({ initPid: node.initPid, ...ip, prepare: [], strike: [address(3)], undo }, stopping.signal)
    ).strike();
    stopping.abort();
    expect(await struck).toMatchObject({ effective: true, ended: expect.anything() });
    expect(inNetwork(node, ...addresses)).not.toMatch(/77\.3\//);

    const wrong = { afterMs: 1, lines: [address(4).replace(' add ', ' del ')] };
    const act = await prepare({ initPid: node.initPid, ...ip, prepare: [], strike: [address(3)], undo: wrong });
    const report = await act.strike();
    expect(report).toMatchObject({ effective: false, evidence: expect.stringContaining('address del') });
    expect(report).not.toHaveProperty('ended');
  });

  it('refuses when a line before fails, and says which', async () => {
    await using node = await startNode('true');
    const act = { initPid: node.initPid, ...ip, prepare: [address(2), address(2)], strike: [address(3)] };
    await expect(prepare(act)).rejects.toThrow(
      /(exists|assigned)\.? \(line: address add 198\.18\.77\.2\/24 dev node0\)/,
    );
  });

  it('ends with the first line that fails, and is not effective then', async () => {
    await using node = await startNode('true');
    const lines = { prepare: [], strike: [address(2), address(2), address(3)] };
    const act = await prepare({ initPid: node.initPid, ...ip, ...lines });
    expect(await act.strike()).toMatchObject({
      effective: false,
      evidence: expect.stringMatching(/(exists|assigned)\.? \(line: address add 198\.18\.77\.2/),
    });
    expect(inNetwork(node, ...addresses)).not.toMatch(/77\.3\//);
  });

  it('strikes nothing when it is abandoned', async () => {
    await using node = await startNode('true');
    const act = await prepare({ initPid: node.initPid, ...ip, prepare: [], strike: [address(2)] });
    act.abandon();
    expect(await act.strike()).toMatchObject({ effective: false, evidence: expect.stringContaining('SIGKILL') });
    expect(inNetwork(node, ...addresses)).not.toMatch(/77\.2\//);
  });

  const clsact = 'qdisc replace dev @LINK@ clsact';
  const tc = { address: nodeAddress, tool: 'tc' as const };
  const removal = ['qdisc del dev @LINK@ clsact'];
  const withClsact =
    canStartNodes() && spawnSync('unshare', ['--net', 'tc', 'qdisc', 'add', 'dev', 'lo', 'clsact']).status === 0;

  it.skipIf(!withClsact)('works with tc from any state when the line before is repeatable', async () => {
    await using node = await startNode('true');
    const heal = { initPid: node.initPid, ...tc, prepare: [clsact], strike: removal };
    for (const _ of ['once', 'twice']) {
      expect(await (await prepare(heal)).strike()).toMatchObject({ effective: true });
      expect(inNetwork(node, 'tc', 'qdisc', 'show', 'dev', 'node0')).not.toContain('clsact');
    }
    const bare = await prepare({ ...heal, prepare: [] });
    expect(await bare.strike()).toMatchObject({
      effective: false,
      evidence: expect.stringContaining('Invalid handle'),
    });
  });

  const drop = 'filter add dev @LINK@ ingress pref 112 handle 1 protocol ip flower ip_proto icmp action drop';
  const tryFlower = `tc qdisc add dev lo clsact && tc ${drop.replace('@LINK@', 'lo')}`;
  const withFlower = withClsact && spawnSync('unshare', ['--net', 'sh', '-c', tryFlower]).status === 0;

  it.skipIf(!withFlower)('drops and counts packets', async () => {
    await using node = await startNode('ip link set lo up');
    const onLo = { initPid: node.initPid, tool: 'tc' as const, address: '127.0.0.1' };
    expect(await (await prepare({ ...onLo, prepare: [clsact], strike: [drop] })).strike()).toMatchObject({
      effective: true,
    });
    inNetwork(node, 'ping', '-c1', '-W1', '127.0.0.1');
    const shown = await inspect({ ...onLo, args: ['-s', '-j', 'filter', 'show', 'dev', '@LINK@', 'ingress'] });
    expect(shown).toMatch(/"drops":1,/);
  });
});

describe.skipIf(!canStartNodes()).concurrent('inspect', () => {
  it('shows the network of the node, with the name of its link put in', async () => {
    await using node = await startNode('true');
    const question = { initPid: node.initPid, address: nodeAddress, tool: 'ip' as const };
    const shown = await inspect({ ...question, args: ['-j', 'addr', 'show', 'dev', '@LINK@'] });
    expect(JSON.parse(shown)).toMatchObject([{ ifname: 'node0' }]);
    expect(JSON.parse(await inspect({ ...question, args: ['-j', 'link'] }))).toHaveLength(3);
  });

  it('fails with the words of the tool', async () => {
    await using node = await startNode('true');
    const question = {
      initPid: node.initPid,
      address: nodeAddress,
      tool: 'ip' as const,
      args: ['link', 'show', 'eth7'],
    };
    await expect(inspect(question)).rejects.toThrow(/`ip link show eth7` failed .*eth7.* does not exist/);
  });
});
