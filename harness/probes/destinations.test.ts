import { expect, test } from 'vitest';
import type { Cluster, Node } from '../cluster/interface.ts';
import type { Observation } from '../model.ts';
import { nodeWithAgent } from './agent-under-test.ts';
import { destinations } from './destinations.ts';

async function startOn(...pids: (number | null)[]) {
  const hand = nodeWithAgent('hand');
  const directors = pids.map((pid, index) => ({
    director: {},
    node: nodeWithAgent(`director-${index + 1}`, pid).node,
  }));
  let started: (node: Node) => Promise<void> = async () => {};
  const observations: Observation[] = [];
  const probe = await destinations().start({
    cluster: {
      topology: {
        realServers: [{ name: 'real-server-1', address: '198.18.0.21' }],
        sorryServer: { name: 'sorry', address: '198.18.0.29' },
        virtualServices: [{ vip: '198.18.0.100', port: 80 }],
      },
      node: () => hand.node,
      directors: () => directors,
      onNodeStarted: (listener: typeof started) => {
        started = listener;
      },
    } as unknown as Cluster,
    record: (observation) => observations.push(observation),
  });
  return { hand, probe, observations, restart: (node: Node) => started(node) };
}

const line = (node: string, realServer: string) => ({
  series: 'destination',
  at: 8,
  node,
  value: {
    service: '198.18.0.100:80',
    realServer,
    weight: 1,
    activeConnections: 0,
    inactiveConnections: 0,
    previousMs: 7,
  },
});

test('each director is watched, a dead one not', async () => {
  const { hand, probe } = await startOn(4242, null);
  expect(hand.told).toEqual([
    { node: 'director-1', pid: 4242 },
    { node: 'director-2', pid: null },
  ]);
  await probe.stop();
});

test('a director that was started again is watched by its new process, other nodes are not', async () => {
  const { hand, probe, restart } = await startOn(4242);
  await restart(nodeWithAgent('director-1', 5001).node);
  await restart(nodeWithAgent('real-server-1', 5002).node);
  expect(hand.told.slice(1)).toEqual([{ node: 'director-1', pid: 5001 }]);
  await probe.stop();
});

test('what it sees is the director’s, and goes by the names of the topology', async () => {
  const { hand, probe, observations } = await startOn(4242);
  for (const address of ['198.18.0.21', '198.18.0.29', '198.18.0.77']) hand.say(line('director-1', address));
  expect(observations).toEqual(['real-server-1', 'sorry', '198.18.0.77'].map((name) => line('director-1', name)));
  await probe.stop();
});

test('an agent that ended fails the probe, not the healing of a node', async () => {
  const { hand, probe, restart } = await startOn(4242);
  hand.end(1);
  await expect(probe.stop()).rejects.toThrow(/destinations on hand could not observe everything/);
  await expect(restart(nodeWithAgent('director-1', 5001).node)).resolves.toBeUndefined();
});
