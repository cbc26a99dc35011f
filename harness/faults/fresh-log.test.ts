import { expect, test } from 'vitest';
import type { Cluster, Node } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import { fakeCluster, fakeTopology } from './fake-cluster.ts';
import { reloadWith } from './reload.ts';

/** That cluster, with another way to follow its logs. */
function following(cluster: Cluster, followLog: (name: string) => Node['followLog']): Cluster {
  return { ...cluster, node: (name) => ({ ...cluster.node(name), followLog: followLog(name) }) };
}

test('a reload that was logged before does not confirm one, however long it takes until the log is followed', async () => {
  const fake = fakeCluster();
  const { log } = fake.node('director-1');
  log.push('Reload complete');
  const old = log.length;
  const slow = following(fake.cluster, (name) => async (since, onLine) => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return fake.cluster.node(name).followLog(since, onLine);
  });
  await reloadWith(slow, ['director-1'], fakeTopology, 0);
  expect(log.slice(old)).toEqual(['Reloading ...', 'Reload complete']);
  const silent = fakeCluster();
  silent.node('director-1').log.push('Reload complete');
  const deaf = {
    ...silent.cluster.hand,
    act: async () => ({ earliestMs: 1, latestMs: 2, effective: true, evidence: '' }),
  };
  const done = reloadWith({ ...silent.cluster, hand: deaf }, ['director-1'], fakeTopology, 0).then(() => 'reloaded');
  expect(await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 500, 'waiting'))])).toBe('waiting');
  silent.node('director-1').log.push('Reload complete');
  expect(await done).toBe('reloaded');
});

test('of two logs of which one cannot be followed none goes on being followed', async () => {
  const fake = fakeCluster();
  const followed: string[] = [];
  const broken = following(fake.cluster, (name) => async (since, onLine) => {
    if (name === 'director-2') throw new DrillError('director-2: cannot follow its log');
    const log = await fake.cluster.node(name).followLog(since, onLine);
    followed.push(name);
    const stop = () => {
      followed.splice(0);
      log.stop();
    };
    return { ...log, stop };
  });
  await expect(reloadWith(broken, ['director-1', 'director-2'], fakeTopology, 0)).rejects.toThrow('cannot follow');
  expect(followed).toEqual([]);
  expect(fake.acts).toEqual([]);
});
