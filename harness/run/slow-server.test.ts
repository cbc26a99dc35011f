import { expect, test } from 'vitest';
import { fakeCluster } from '../faults/fake-cluster.ts';
import { slowServer } from './slow-server.ts';

/** Lines of tc that are in force on all links of a node. */
function tcOf({ node }: Pick<ReturnType<typeof fakeCluster>, 'node'>, name: string): string[] {
  return node(name).links.flatMap(({ tc }) => tc);
}

function slowOnes({ node }: ReturnType<typeof fakeCluster>): string[] {
  return ['real-server-1', 'real-server-2'].filter((name) =>
    tcOf({ node }, name).some((line) => line.includes('netem')),
  );
}

test('one real server is slow at a time, and none after the end, which may come twice', async () => {
  const fake = fakeCluster();
  const slow = slowServer(fake.cluster);
  await slow.be('real-server-1', 100);
  expect(slowOnes(fake)).toEqual(['real-server-1']);
  await slow.be('real-server-2', 100);
  expect(slowOnes(fake)).toEqual(['real-server-2']);
  await slow.be(null, 100);
  expect(slowOnes(fake)).toEqual([]);
  await slow.be('real-server-1', 100);
  await slow.end();
  expect(slowOnes(fake)).toEqual([]);
  const acts = fake.acts.length;
  await slow.end();
  expect(fake.acts).toHaveLength(acts);
});

test('what is slow already is left as it is', async () => {
  const fake = fakeCluster();
  const slow = slowServer(fake.cluster);
  await slow.be('real-server-1', 100);
  const acts = fake.acts.length;
  await slow.be('real-server-1', 100);
  expect(fake.acts).toHaveLength(acts);
  await slow.be('real-server-1', 50);
  expect(tcOf(fake, 'real-server-1').join('\n')).toContain('delay 50ms');
});

test('only answers are delayed: handshakes and closes are not', async () => {
  const fake = fakeCluster();
  await slowServer(fake.cluster).be('real-server-1', 100);
  const filters = tcOf(fake, 'real-server-1').filter((line) => line.startsWith('filter'));
  expect(filters).toHaveLength(1);
  expect(filters[0]).toContain('flower ip_proto 0x06 tcp_flags 0x8/0x8');
});

test('nothing is done to real servers where none was ever slow', async () => {
  const fake = fakeCluster();
  await slowServer(fake.cluster).end();
  expect(fake.done).toEqual([]);
});
