import { expect, test } from 'vitest';
import type { Cluster } from '../cluster/interface.ts';
import { fakeCluster, fakeTopology } from '../faults/fake-cluster.ts';
import { withoutRealServer } from '../ipvs/services.ts';
import type { Observation, Topology, TrialRecord, VirtualService } from '../model.ts';
import { nodeWithAgent } from './agent-under-test.ts';
import { mapping } from './mapping.ts';

const [service] = fakeTopology.virtualServices as [VirtualService];
const topology: Topology = {
  ...fakeTopology,
  virtualServices: [
    service,
    { ...service, port: 81, scheduler: 'sh', untouched: true },
    { ...service, port: 82, scheduler: 'mh', weights: [1, 3], untouched: true },
  ],
};
const { signal } = new AbortController();

async function start() {
  const fake = fakeCluster(topology);
  const client = nodeWithAgent('client-1');
  const observations: Observation[] = [];
  const cluster: Cluster = {
    ...fake.cluster,
    clients: () => [
      { client: { name: 'client-1', address: '198.18.0.31', sourceAddresses: ['198.18.1.1'] }, node: client.node },
    ],
  };
  const companion = mapping({ concurrency: 16 });
  const probe = await companion.start({ cluster, record: (observation) => observations.push(observation) });
  /** The agent does what it is told, order by order, until `done`. */
  const obeying = async (done: Promise<void>): Promise<void> => {
    let over = false;
    const ended = done.finally(() => {
      over = true;
    });
    while (!over) {
      for (const told of client.told as { order: number }[]) client.say({ done: told.order, begun: 2, at: 9 });
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5))]);
    }
    await ended;
  };
  return { fake, client, companion, probe, obeying };
}

test('in every stage each untouched service is asked from every address, just after its list was read', async () => {
  const { fake, client, companion, probe, obeying } = await start();
  const trial = { index: 2 } as TrialRecord;
  await obeying(companion.before(trial, signal));
  fake.node('director-1').table = withoutRealServer(topology, 'real-server-1');
  await obeying(companion.under(trial, signal));
  fake.node('director-1').table = topology;
  await obeying(companion.after(trial, signal));
  expect(client.told).toMatchObject(
    ['before', 'under', 'after'].flatMap((stage) =>
      [81, 82].map((port) => ({
        trial: 2,
        stage,
        service: { vip: '198.18.0.100', port },
        sources: ['198.18.0.31', '198.18.1.1'],
        balance: { traffic: 'concurrent', connections: 2, concurrency: 16, requestsPerConnection: 1 },
      })),
    ),
  );
  const lists = trial.lists?.map(({ stage, service: of, list }) => [
    stage,
    of,
    list.map(({ realServer, weight }) => `${realServer} ${weight}`).join(),
  ]);
  expect(lists).toEqual([
    ['before', '198.18.0.100:81', 'real-server-1 1,real-server-2 1'],
    ['before', '198.18.0.100:82', 'real-server-1 1,real-server-2 3'],
    ['under', '198.18.0.100:81', 'real-server-2 1'],
    ['under', '198.18.0.100:82', 'real-server-2 3'],
    ['after', '198.18.0.100:81', 'real-server-1 1,real-server-2 1'],
    ['after', '198.18.0.100:82', 'real-server-1 1,real-server-2 3'],
  ]);
  await probe.stop();
});

test('without a director whose list it is nothing is asked', async () => {
  const { fake, client, companion, probe } = await start();
  fake.node('director-1').vips = [];
  await expect(companion.before({ index: 1 } as TrialRecord, signal)).rejects.toThrow('is held by nobody');
  expect(client.told).toEqual([]);
  await probe.stop();
});
