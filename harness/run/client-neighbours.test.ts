import { expect, test } from 'vitest';
import type { Cluster } from '../cluster/interface.ts';
import { fakeCluster } from '../faults/fake-cluster.ts';
import { forgetWrongNeighbours } from './client-neighbours.ts';

const [macOfMaster, macOfBackup] = ['02:42:c6:12:00:0b', '02:42:c6:12:00:0c'];

/** A client whose table has these entries, beside director-1, which holds the VIP. */
function clusterWith(entries: { dst: string; lladdr?: string }[], holders = ['director-1']) {
  const fake = fakeCluster();
  const { cluster } = fake;
  const [client] = cluster.topology.clients;
  const inspect: Cluster['hand']['inspect'] = async ({ args }) =>
    JSON.stringify(args.includes('neigh') ? entries : [{ ifname: 'eth0', address: macOfMaster }]);
  const changed: Cluster = {
    ...cluster,
    hand: { ...cluster.hand, inspect },
    vipHolders: async () => holders,
    clients: () => (client === undefined ? [] : [{ client, node: cluster.node(client.name) }]),
  };
  return { cluster: changed, acts: () => fake.acts.map(({ act }) => ('strike' in act ? act.strike : act.do)) };
}

test('a client that sends to the loser of a split brain has to ask again', async () => {
  const { cluster, acts } = clusterWith([
    { dst: '198.18.0.100', lladdr: macOfBackup },
    { dst: '198.18.0.11', lladdr: macOfMaster },
  ]);
  expect(await forgetWrongNeighbours(cluster)).toEqual(['198.18.0.100']);
  expect(acts()).toEqual([['neigh del 198.18.0.100 dev @LINK@']]);
});

test.each([
  ['that sends to the holder', [{ dst: '198.18.0.100', lladdr: macOfMaster }], ['director-1']],
  ['that has no entry', [{ dst: '198.18.0.100' }], ['director-1']],
  [
    'is left alone while two hold the VIP',
    [{ dst: '198.18.0.100', lladdr: macOfBackup }],
    ['director-1', 'director-2'],
  ],
])('a client %s', async (_, entries, holders) => {
  const { cluster, acts } = clusterWith(entries, holders);
  expect(await forgetWrongNeighbours(cluster)).toEqual([]);
  expect(acts()).toEqual([]);
});
