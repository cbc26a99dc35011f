import { expect, test } from 'vitest';
import type { Cluster, HandAct, NodeSight } from '../cluster/interface.ts';
import type { Fault } from './fault.ts';
import { fault as killDirector } from './kill-director.ts';
import { fault as killKeepalived } from './kill-keepalived.ts';
import { fault as noop } from './noop.ts';
import { fault as pauseDirector } from './pause-director.ts';
import { confirmEnded, fault as stopKeepalived } from './stop-keepalived.ts';

interface State {
  dead?: boolean;
  frozen?: boolean;
  keepalived?: number;
  holdsVip?: boolean;
}

/** A director in a given state. */
function contextOf({ dead = false, frozen = false, keepalived = 3, holdsVip = true }: State) {
  const acts: HandAct[] = [];
  const processes = ['director-init', ...Array<string>(keepalived).fill('keepalived')];
  const sight: NodeSight = {
    atMs: 1,
    alive: !dead,
    frozen,
    processes: dead ? [] : processes,
    startedAtMs: dead ? [] : processes.map(() => 100),
  };
  const cluster = {
    directors: () => [{ director: { name: 'director-1', address: '198.18.0.11' } }],
    node: () => ({ initPid: async () => (dead ? null : 42) }),
    vipHolders: async () => (holdsVip && !dead ? ['director-1'] : []),
    hand: {
      look: async () => sight,
      act: async (act: HandAct) => {
        acts.push(act);
        return { earliestMs: 5, latestMs: 6, effective: true, evidence: 'seen' };
      },
    },
  };
  return {
    context: { cluster: cluster as unknown as Cluster, target: 'director-1', targets: ['director-1'], level: 0 },
    acts,
  };
}

const healthy: State = {};
const dead: State = { dead: true };
const frozen: State = { frozen: true };
const stopped: State = { keepalived: 0, holdsVip: false };
const crashed: State = { keepalived: 0, holdsVip: true };

test.each([
  [killDirector, dead, [healthy, frozen, stopped]],
  [{ ...stopKeepalived, confirm: (context) => confirmEnded(context, 20) }, stopped, [healthy, dead, crashed]],
  [killKeepalived, crashed, [healthy, dead, stopped, { keepalived: 1 }]],
  [pauseDirector, frozen, [healthy, dead, stopped]],
] as [Fault, State, State[]][])('$facts.name is confirmed in its own state only', async (fault, own, others) => {
  expect(await fault.confirm(contextOf(own).context)).toMatchObject({ confirmed: true });
  const seen = await Promise.all(others.map((state) => fault.confirm(contextOf(state).context)));
  expect(seen.map(({ confirmed }) => confirmed)).toEqual(others.map(() => false));
});

test.each([
  [killDirector, { do: 'power-off', initPid: 42, address: '198.18.0.11' }],
  [stopKeepalived, { do: 'signal', initPid: 42, comm: 'keepalived', signal: 'SIGTERM', which: 'parent' }],
  [killKeepalived, { do: 'annihilate', initPid: 42, comm: 'keepalived' }],
  [pauseDirector, { do: 'freeze', initPid: 42 }],
] as [Fault, HandAct][])('$facts.name acts on the first process of its target', async (fault, act) => {
  const { context, acts } = contextOf(healthy);
  expect(await fault.inject(context, 4)).toEqual({ earliestMs: 5, latestMs: 6, evidence: 'seen' });
  expect(acts).toEqual([act]);
  await expect(fault.inject(contextOf(dead).context, 4)).rejects.toThrow('director-1 is already dead');
});

test('an act whose effect the hand did not see is no injection', async () => {
  const { context } = contextOf(healthy);
  const without = {
    ...context.cluster.hand,
    act: async () => ({ earliestMs: 5, latestMs: 6, effective: false, evidence: 'link up' }),
  };
  const blind = { ...context, cluster: { ...context.cluster, hand: without } as unknown as Cluster };
  await expect(killDirector.inject(blind, 4)).rejects.toThrow('power-off did not take effect on director-1: link up');
});

test('a fault that does nothing is never confirmed', async () => {
  const { context, acts } = contextOf(healthy);
  await noop.inject(context, 4);
  expect(acts).toEqual([]);
  expect((await noop.confirm(context)).confirmed).toBe(false);
});
