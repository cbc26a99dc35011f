import { expect, test } from 'vitest';
import type { Node } from '../cluster/interface.ts';
import { healthPage } from '../keepalived/health-page.ts';
import { contextFor, fakeCluster, fakeTwoArms } from './fake-cluster.ts';
import type { FakeLink, FakeNode } from './fake-node.ts';
import { healRealServer, healRealServers, nextAnswerRemedy, nextServerRemedy } from './heal-real-server.ts';
import { answer500File, healthPageFile } from './httpd.ts';

const never = Number.POSITIVE_INFINITY;
const sight = { atMs: 1, alive: true, frozen: false, processes: ['sh', 'apache2', 'apache2'], startedAtMs: [1, 2, 3] };

test.each([
  ['a dead one is started', null, never, 'start-node'],
  ['but not twice', null, 100, 'wait'],
  ['a frozen one is thawed: nobody in it could be asked', { ...sight, frozen: true }, never, 'thaw'],
  ['httpd is started where none runs', { ...sight, processes: ['sh'] }, never, 'start-httpd'],
  ['but not beside the one a fresh container starts', { ...sight, processes: ['sh'] }, 300, 'wait'],
  ['one that runs is asked', sight, never, 'ask'],
] as const)('%s', (_, seen, sinceMs, remedy) => {
  expect(nextServerRemedy(seen as typeof sight | null, sinceMs)).toBe(remedy);
});

test.each([
  ['the right page', { status: 200, body: healthPage.body }, 0, 'none'],
  ['another page', { status: 200, body: 'x' }, 0, 'unspoil-page'],
  ['no page', { status: 404, body: '' }, 0, 'unspoil-page'],
  ['an error', { status: 500, body: '' }, 0, 'unspoil-answer'],
  ['nothing yet', { status: null, body: '' }, 100, 'wait'],
  ['nothing for long', { status: null, body: '' }, 4000, 'end-wreck'],
] as const)('httpd that answers with %s', (_, answer, silentForMs, remedy) => {
  expect(nextAnswerRemedy(answer, silentForMs)).toBe(remedy);
});

const without = (node: FakeNode) => {
  node.processes = node.processes.filter(({ comm }) => comm !== 'apache2');
};

const spoilLink = (node: FakeNode, change: Partial<FakeLink>) => void Object.assign(node.links[0] ?? {}, change);

test.concurrent.each<[string, (node: FakeNode) => void, string[]]>([
  ['dead', (node) => Object.assign(node, { alive: false, processes: [] }), ['start']],
  ['frozen', (node) => Object.assign(node, { frozen: true }), ['thaw']],
  ['without httpd', without, ['start-httpd']],
  ['answering 500', (node) => Object.assign(node.files, { [answer500File]: '' }), ['write-file']],
  ['spoiled', (node) => Object.assign(node.files, { [healthPageFile]: 'x' }), ['write-file']],
  ['cut off', (node) => spoilLink(node, { up: false }), ['link']],
  [
    'silent',
    (node) => spoilLink(node, { tc: ['qdisc add dev @LINK@ clsact', 'filter add dev @LINK@ ingress'] }),
    ['network'],
  ],
  [
    'frozen, cut off and without httpd',
    (node) => {
      without(node);
      node.frozen = true;
      spoilLink(node, { up: false });
    },
    ['thaw', 'start-httpd', 'link'],
  ],
  ['healthy', () => {}, []],
])('heals a real server that is %s, and then leaves it alone', async (_, spoil, acts) => {
  const fake = fakeCluster();
  spoil(fake.node('real-server-1'));
  const context = contextFor(fake, ['real-server-1']);
  const asked = 'real-server-1: timeout';
  await healRealServer(context);
  expect(fake.done.filter((act) => act !== asked)).toEqual(acts.map((act) => `real-server-1: ${act}`));
  expect(fake.done.at(-1)).toBe(asked);
  const done = fake.done.length;
  await healRealServer(context);
  expect(fake.done.slice(done)).toEqual([asked]);
});

test('one whose link was down has its way back through the directors again', async () => {
  const fake = fakeCluster(fakeTwoArms);
  const node = fake.node('real-server-1');
  const routes = [{ dst: 'default', gateway: '198.18.1.99' }];
  expect(node.links).toMatchObject([{ routes }]);
  spoilLink(node, { up: false, routes: [] });
  await healRealServer(contextFor(fake, ['real-server-1']));
  expect(node.links).toMatchObject([{ up: true, routes }]);
  expect(fake.done.filter((act) => !act.endsWith('timeout'))).toEqual([
    'real-server-1: link',
    'real-server-1: network',
  ]);
});

test('several of them are back between the first and the last', async () => {
  const fake = fakeCluster();
  without(fake.node('real-server-1'));
  const beforeMs = fake.node('real-server-2').processes[1]?.startedAtMs ?? 0;
  const { earliestMs, latestMs } = await healRealServers(fake, ['real-server-1', 'real-server-2']);
  expect(earliestMs).toBe(beforeMs);
  expect(latestMs).toBeGreaterThan(earliestMs);
});

test('httpd that gives no answer yet is not asked at every turn', async () => {
  const fake = fakeCluster();
  const { cluster } = fake;
  const askedMs: number[] = [];
  const node = (name: string): Node => ({
    ...cluster.node(name),
    async exec(argv, options) {
      askedMs.push(performance.now());
      const answer = await cluster.node(name).exec(argv, options);
      return askedMs.length < 3 ? { ...answer, stdout: '' } : answer;
    },
  });
  await healRealServer({ cluster: { ...cluster, node }, target: 'real-server-1' });
  expect(askedMs).toHaveLength(3);
  expect((askedMs[2] ?? 0) - (askedMs[0] ?? 0)).toBeGreaterThanOrEqual(1000);
});
