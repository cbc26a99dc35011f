import { expect, test } from 'vitest';
import type { NodeSight } from '../cluster/interface.ts';
import { contextFor, fakeCluster, fakeTopology, fakeTwoArms } from './fake-cluster.ts';
import type { FakeLink, FakeNode } from './fake-node.ts';
import { type HealingPast, healDirector, nextHealingAct } from './heal-director.ts';

const never = Number.POSITIVE_INFINITY;
const fresh: HealingPast = { wholeForMs: 0, partialForMs: 0, sinceNodeStartMs: never, keepalivedStarted: false };
function sight(keepalived: number, change: Partial<NodeSight> = {}): NodeSight {
  const processes = ['sh', ...Array(keepalived).fill('keepalived')];
  const startedAtMs = processes.map((_, index) => 100 + 10 * index);
  return { atMs: 1, alive: true, frozen: false, processes, startedAtMs, ...change };
}

test.each([
  ['a container the engine knows dead is started', null, {}, 'start-node'],
  ['so is one whose death the engine has not noticed', sight(0, { alive: false }), {}, 'start-node'],
  ['a container is not started twice', null, { sinceNodeStartMs: 100 }, 'wait'],
  ['a frozen one is thawed before anything else', sight(3, { frozen: true }), { wholeForMs: 9e9 }, 'thaw'],
  ['a starved one is fed before keepalived is', sight(0, { processes: ['sh', 'lvs-drill-hog'] }), {}, 'feed'],
  ['keepalived is started where none runs', sight(0), {}, 'start-keepalived'],
  ['but not beside the one a fresh container starts', sight(0), { sinceNodeStartMs: 300 }, 'wait'],
  ['unless that one never comes', sight(0), { sinceNodeStartMs: 6000 }, 'start-keepalived'],
  ['one that has lost its first child is stopping', sight(2), { partialForMs: 900 }, 'wait'],
  ['what stays a part is a wreck', sight(1), { partialForMs: 5000 }, 'end-wreck'],
  ['a whole one may have been told to stop just now', sight(3), { wholeForMs: 20 }, 'wait'],
  ['a whole one that stays whole is healthy', sight(3), { wholeForMs: 200 }, 'done'],
  ['one that we have started is not about to stop', sight(3), { keepalivedStarted: true }, 'done'],
] as const)('%s', (_, seen, past, act) => {
  expect(nextHealingAct(seen, { ...fresh, ...past })).toBe(act);
});

const hog = { comm: 'lvs-drill-hog', startedAtMs: 1 };
const without = (node: FakeNode) => {
  node.processes = node.processes.filter(({ comm }) => comm !== 'keepalived');
};

const spoilLink = (node: FakeNode, change: Partial<FakeLink>, place = 0) =>
  void Object.assign(node.links[place] ?? {}, change);

test.concurrent.each<[string, (node: FakeNode) => void, string[]]>([
  ['dead', (node) => Object.assign(node, { alive: false, processes: [] }), ['start']],
  ['frozen', (node) => Object.assign(node, { frozen: true }), ['thaw']],
  ['without keepalived', without, ['start-keepalived']],
  ['starved', (node) => node.processes.push(hog), ['cpu-quota', 'annihilate']],
  ['cut off', (node) => spoilLink(node, { up: false }), ['link']],
  [
    'deaf',
    (node) => spoilLink(node, { tc: ['qdisc add dev @LINK@ clsact', 'filter add dev @LINK@ ingress'] }),
    ['network'],
  ],
  ['slow', (node) => spoilLink(node, { tc: ['qdisc add dev @LINK@ root handle 112: prio'] }), ['network']],
  ['healthy', () => {}, []],
  [
    'frozen, deaf and cut off, without keepalived',
    (node) => {
      without(node);
      node.frozen = true;
      spoilLink(node, { up: false, tc: ['qdisc add dev @LINK@ clsact'] });
    },
    ['thaw', 'start-keepalived', 'link', 'network'],
  ],
])('heals a director that is %s, and then leaves it alone', async (_, spoil, acts) => {
  const fake = fakeCluster();
  spoil(fake.node('director-1'));
  await healDirector(contextFor(fake, ['director-1']));
  expect(fake.done).toEqual(acts.map((act) => `director-1: ${act}`));
  await healDirector(contextFor(fake, ['director-1']));
  expect(fake.done).toHaveLength(acts.length);
  expect(fake.node('director-1')).toMatchObject({
    alive: true,
    frozen: false,
    links: [{ up: true, tc: [] }],
  });
});

test('says when a director came back to life: when its keepalived was started, or when it was thawed', async () => {
  const fake = fakeCluster();
  without(fake.node('director-1'));
  const { cluster } = fake;
  const startKeepalived = async (name: string) => {
    await cluster.startKeepalived(name);
    for (const one of fake.node(name).processes) one.startedAtMs = performance.now();
  };
  const started = await healDirector({ target: 'director-1', cluster: { ...cluster, startKeepalived } });
  const lastChildMs = Math.max(...fake.node('director-1').processes.map(({ startedAtMs }) => startedAtMs));
  expect(started).toEqual({ earliestMs: lastChildMs, latestMs: lastChildMs + 10 });
  fake.node('director-1').frozen = true;
  const beforeMs = performance.now();
  const thawed = await healDirector(contextFor(fake, ['director-1']));
  expect(thawed.earliestMs).toBeGreaterThanOrEqual(beforeMs);
});

test('a director that nothing was done to is back when it was seen to be well, however long its keepalived has run', async () => {
  const fake = fakeCluster();
  for (const one of fake.node('director-1').processes) one.startedAtMs -= 300_000;
  const beforeMs = performance.now();
  const { earliestMs, latestMs } = await healDirector(contextFor(fake, ['director-1']));
  expect(earliestMs).toBeGreaterThanOrEqual(beforeMs);
  expect(latestMs).toBe(earliestMs);
});

test('every link of a director is healed, wherever the trouble is', async () => {
  const fake = fakeCluster(fakeTwoArms);
  const director = fake.node('director-1');
  spoilLink(director, { tc: ['qdisc add dev @LINK@ clsact'] }, 0);
  spoilLink(director, { up: false, tc: ['qdisc add dev @LINK@ root handle 112: prio'] }, 1);
  await healDirector(contextFor(fake, ['director-1']));
  expect(director.links).toMatchObject([
    { address: '198.18.0.11', up: true, tc: [] },
    { address: '198.18.1.11', up: true, tc: [] },
  ]);
  const done = fake.done.length;
  await healDirector(contextFor(fake, ['director-1']));
  expect(fake.done).toHaveLength(done);
});

test('a link that is up again has its routes again', async () => {
  const inside = { vip: '198.18.0.99' };
  const clients = fakeTopology.clients.map((client) => ({ ...client, farAddress: '198.19.0.5' }));
  const virtualServices = fakeTopology.virtualServices.map((one) => ({ ...one, forwardingMethod: 'NAT' as const }));
  const fake = fakeCluster({ ...fakeTopology, inside, clients, virtualServices });
  const [link] = fake.node('director-1').links;
  const routes = [{ dst: '198.19.0.5' }];
  expect(link?.routes).toEqual(routes);
  Object.assign(link ?? {}, { up: false, routes: [] });
  await healDirector(contextFor(fake, ['director-1']));
  expect(link).toMatchObject({ up: true, routes });
});
