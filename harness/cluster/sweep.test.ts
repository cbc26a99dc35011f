import type Dockerode from 'dockerode';
import { expect, test } from 'vitest';
import { formatIdentity, ownIdentity, type ProcessIdentity } from '../process-identity.ts';
import { ownerLabel, runLabel } from './labels.ts';
import { isAbandoned, sweep } from './sweep.ts';

const self = await ownIdentity();
const gone: ProcessIdentity = { ...self, startTicks: '1' };
const elsewhere: ProcessIdentity = { ...self, bootId: '0' };
const labels = (mark: ProcessIdentity, run = 'a') => ({ [ownerLabel]: formatIdentity(mark), [runLabel]: run });

test('a run is abandoned when its harness is gone', async () => {
  expect(await isAbandoned([{ labels: labels(gone), state: 'running' }])).toBe(true);
  expect(await isAbandoned([{ labels: labels(self), state: 'exited' }])).toBe(false);
});

test('a harness that cannot be seen is gone when nothing of its run is running', async () => {
  const network = { labels: labels(elsewhere), state: null };
  expect(await isAbandoned([network, { labels: labels(elsewhere), state: 'running' }])).toBe(false);
  expect(await isAbandoned([network, { labels: labels(elsewhere), state: 'exited' }])).toBe(true);
});

/** An engine with containers of two runs, which records what is removed. */
function engineWith(marks: Record<string, ProcessIdentity>, removal: () => Promise<void> = async () => {}) {
  const removed: string[] = [];
  const things = Object.entries(marks).map(([run, mark]) => ({ Id: run, Labels: labels(mark, run), State: 'running' }));
  const docker = {
    listContainers: async () => things.map((one) => ({ ...one, Id: `container ${one.Id}` })),
    listNetworks: async () => things.map((one) => ({ ...one, Id: `network ${one.Id}` })),
    getContainer: (id: string) => ({ remove: () => removal().then(() => removed.push(id)) }),
    getNetwork: (id: string) => ({ remove: async () => removed.push(id) }),
  };
  return { docker: docker as unknown as Dockerode, removed };
}

test('what a living harness owns stays, and networks go after their containers', async () => {
  const { docker, removed } = engineWith({ dead: gone, alive: self });
  expect(await sweep(docker, { what: 'abandoned' })).toEqual({ containers: 1, networks: 1 });
  expect(removed).toEqual(['container dead', 'network dead']);
});

test('something that vanished meanwhile is no error, everything else that fails is', async () => {
  const vanished = engineWith({ x: gone }, () => Promise.reject({ statusCode: 404 }));
  expect(await sweep(vanished.docker, { what: 'all' })).toEqual({ containers: 1, networks: 1 });
  const stuck = engineWith({ x: gone }, () => Promise.reject(new Error('device busy')));
  await expect(sweep(stuck.docker, { what: 'all' })).rejects.toThrow(/container x: device busy/);
});
