import { expect, test } from 'vitest';
import type { Cluster } from '../cluster/interface.ts';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { Observation, TrialRecord, VirtualService } from '../model.ts';
import { nodeWithAgent } from './agent-under-test.ts';
import { mapping } from './mapping.ts';

const [service] = syntheticTopology().virtualServices as [VirtualService];
const topology = syntheticTopology({
  virtualServices: [
    service,
    { ...service, port: 81, scheduler: 'sh', untouched: true },
    { ...service, port: 82, scheduler: 'mh', weights: [1, 3, null], untouched: true },
  ],
});
const { signal } = new AbortController();

const lines = {
  'real-server-1': '  -> C6120015:0050      Route   1      0          0',
  'real-server-2': '  -> C6120016:0050      Route   3      0          0',
};
/** Both services with these real servers, as `/proc/net/ip_vs` has them. */
const tableWith = (...names: (keyof typeof lines)[]) =>
  ['0051 sh', '0052 mh']
    .map((head) => [`TCP  C612000A:${head} `, ...names.map((name) => lines[name])].join('\n'))
    .join('\n');

async function start() {
  const client = nodeWithAgent('client-1');
  const observations: Observation[] = [];
  const director = { name: 'director-1', alive: true, vips: [service.vip], ipvsTable: '' };
  director.ipvsTable = tableWith('real-server-1', 'real-server-2');
  const cluster = {
    topology,
    hand: { now: async () => ({ atMs: 5, boundMs: 0 }) },
    directorStates: async () => [director],
    clients: () => [{ client: { address: '198.18.0.31', sourceAddresses: ['198.18.1.1'] }, node: client.node }],
  } as unknown as Cluster;
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
  return { director, client, companion, probe, obeying };
}

test('in every stage each untouched service is asked from every address, just after its list was read', async () => {
  const { director, client, companion, probe, obeying } = await start();
  const trial = { index: 2 } as TrialRecord;
  await obeying(companion.before(trial, signal));
  director.ipvsTable = tableWith('real-server-2');
  await obeying(companion.under(trial, signal));
  director.ipvsTable = tableWith('real-server-1', 'real-server-2');
  await obeying(companion.after(trial, signal));
  expect(client.told).toMatchObject(
    ['before', 'under', 'after'].flatMap((stage) =>
      [81, 82].map((port) => ({
        trial: 2,
        stage,
        service: { vip: service.vip, port },
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
    ['before', '198.18.0.10:81', 'real-server-1 1,real-server-2 3'],
    ['before', '198.18.0.10:82', 'real-server-1 1,real-server-2 3'],
    ['under', '198.18.0.10:81', 'real-server-2 3'],
    ['under', '198.18.0.10:82', 'real-server-2 3'],
    ['after', '198.18.0.10:81', 'real-server-1 1,real-server-2 3'],
    ['after', '198.18.0.10:82', 'real-server-1 1,real-server-2 3'],
  ]);
  await probe.stop();
});

test('without a director whose list it is nothing is asked', async () => {
  const { director, client, companion, probe } = await start();
  director.vips = [];
  await expect(companion.before({ index: 1 } as TrialRecord, signal)).rejects.toThrow('is held by nobody');
  expect(client.told).toEqual([]);
  await probe.stop();
});
