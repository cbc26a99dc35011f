import { expect, test } from 'vitest';
import type { Node } from '../cluster/interface.ts';
import type { Observation } from '../model.ts';
import { startAgentProbe } from './agent-probe.ts';

const ready = '{"ready":true,"at":1}';
const garp = '{"series":"garp","at":2,"value":{"address":"198.18.0.100","mac":"02:42:c6:12:00:0c"}}';

/** A node whose agent prints these lines and ends when told to, or by itself. */
function nodeWith(
  lines: string[],
  end: { exitCode: number | null; stderr: string; byItself?: boolean },
  told: string[] = [],
) {
  let finish: (result: unknown) => void = () => {};
  const ended = new Promise((resolve) => {
    finish = resolve;
  });
  return {
    name: 'client-1',
    async stream(_: string[], onLine: (line: string) => void) {
      for (const line of lines) onLine(line);
      if (end.byItself === true) finish(end);
      return { writeLine: (line: string) => told.push(line), end: () => finish(end), ended };
    },
  } as unknown as Node;
}

const start = (node: Node, record: (observation: Observation) => void = () => {}) =>
  startAgentProbe(node, 'wire', { address: '198.18.0.31', pcap: '/tmp/x' }, record);

test('observations are recorded under the node’s name', async () => {
  const seen: Observation[] = [];
  const probe = await start(nodeWith([ready, garp], { exitCode: 0, stderr: '' }), (one) => seen.push(one));
  expect(seen).toEqual([{ ...JSON.parse(garp), node: 'client-1' }]);
  await expect(probe.stop()).resolves.toBeUndefined();
});

test('it hears what it is told, as long as it lives', async () => {
  const told: string[] = [];
  const alive = await start(nodeWith([ready], { exitCode: 0, stderr: '' }, told));
  alive.tell({ node: 'director-1', pid: 42 });
  expect(told).toEqual(['{"node":"director-1","pid":42}']);
  const dead = await start(nodeWith([ready], { exitCode: 1, stderr: 'oh', byItself: true }, told));
  expect(() => dead.tell({ pid: 43 })).toThrow(/wire on client-1 has ended: exit code 1, oh/);
  expect(told).toHaveLength(1);
});

test.each([
  [
    'trouble',
    [ready, '{"trouble":"the kernel dropped 3 packets","at":2,"times":2}'],
    0,
    /dropped 3 packets \(2 times\)/,
  ],
  ['a line that is not understood', [ready, 'garbage'], 0, /garbage/],
  ['an exit code', [ready], 1, /exit code 1, oh/],
  ['the death of its node', [ready], null, /its node died/],
])('%s makes the end an error', async (_, lines, exitCode, message) => {
  const probe = await start(nodeWith(lines, { exitCode, stderr: 'oh' }));
  await expect(probe.stop()).rejects.toThrow(message);
});

test('an agent that ends at once never was ready', async () => {
  const node = nodeWith([], { exitCode: 64, stderr: 'expected the `pcap` option', byItself: true });
  await expect(start(node)).rejects.toThrow(/ended at once: exit code 64, expected the `pcap` option/);
});

test('an agent that ended in between did not observe everything', async () => {
  const probe = await start(nodeWith([ready], { exitCode: 0, stderr: '', byItself: true }));
  await expect(probe.stop()).rejects.toThrow(/ended before it was told to/);
});
