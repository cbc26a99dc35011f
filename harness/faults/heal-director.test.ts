import { expect, test } from 'vitest';
import type { Cluster, HandAct, NodeSight } from '../cluster/interface.ts';
import { type HealingPast, healDirector, nextHealingAct } from './heal-director.ts';

const never = Number.POSITIVE_INFINITY;
const fresh: HealingPast = { wholeForMs: 0, partialForMs: 0, sinceNodeStartMs: never, keepalivedStarted: false };
function sight(keepalived: number, change: Partial<NodeSight> = {}): NodeSight {
  const processes = ['sh', ...Array(keepalived).fill('keepalived')];
  // The shell is the oldest; keepalived's parent was started at 110 ms, its children later.
  const startedAtMs = processes.map((_, index) => 100 + 10 * index);
  return { atMs: 1, alive: true, frozen: false, processes, startedAtMs, ...change };
}

test.each([
  ['a container the engine knows dead is started', null, {}, 'start-node'],
  ['so is one whose death the engine has not noticed', sight(0, { alive: false }), {}, 'start-node'],
  ['a container is not started twice', null, { sinceNodeStartMs: 100 }, 'wait'],
  ['a frozen one is thawed before anything else', sight(3, { frozen: true }), { wholeForMs: 9e9 }, 'thaw'],
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

/** A director that reacts to what is done to it. */
function clusterWith(state: { dead: boolean; frozen: boolean; keepalived: number }) {
  const done: string[] = [];
  const cluster = {
    node: () => ({
      initPid: async () => (state.dead ? null : 42),
      start: async () => {
        done.push('start');
        Object.assign(state, { dead: false, frozen: false, keepalived: 3 });
      },
    }),
    hand: {
      look: async () => sight(state.keepalived, { frozen: state.frozen }),
      act: async (act: HandAct) => {
        done.push(act.do);
        if (act.do === 'thaw') state.frozen = false;
        return { earliestMs: 70, latestMs: 71, effective: true, evidence: 'thawed' };
      },
    },
    startKeepalived: async () => {
      done.push('start-keepalived');
      state.keepalived = 3;
    },
  };
  return {
    context: { cluster: cluster as unknown as Cluster, target: 'director-1', targets: ['director-1'], level: 0 },
    done,
  };
}

test.each([
  ['dead', { dead: true, frozen: false, keepalived: 0 }, ['start']],
  ['frozen', { dead: false, frozen: true, keepalived: 3 }, ['thaw']],
  ['frozen without keepalived', { dead: false, frozen: true, keepalived: 0 }, ['thaw', 'start-keepalived']],
  ['healthy', { dead: false, frozen: false, keepalived: 3 }, []],
])('heals a director that is %s, and then leaves it alone', async (_, state, acts) => {
  const { context, done } = clusterWith({ ...state });
  await healDirector(context);
  expect(done).toEqual(acts);
  await healDirector(context);
  expect(done).toEqual(acts);
});

test.each([
  ['thawed, when it was thawed', { dead: false, frozen: true, keepalived: 3 }, { earliestMs: 70, latestMs: 71 }],
  ['restarted, when keepalived was', { dead: true, frozen: false, keepalived: 0 }, { earliestMs: 130, latestMs: 140 }],
  ['both, when keepalived was', { dead: false, frozen: true, keepalived: 0 }, { earliestMs: 130, latestMs: 140 }],
])('says when a director came back to life: %s', async (_, state, restored) => {
  expect(await healDirector(clusterWith({ ...state }).context)).toEqual(restored);
});
