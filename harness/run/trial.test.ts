import { expect, test } from 'vitest';
import { fakeCluster, fakeTopology } from '../faults/fake-cluster.ts';
import type { Fault } from '../faults/fault.ts';
import type { Aim, Topology } from '../model.ts';
import type { LiveView } from './live-view.ts';
import { runTrial, type TrialSetting } from './trial.ts';

const planned = { index: 1, round: 0, fault: 'some-fault', phase: 0.5 };
const steadyView = {
  cleanForMs: () => 5_000,
  aloneForMs: (address: string) => (address === '198.18.0.11' ? 5_000 : 0),
  openConnections: () => 0,
  lastAdvertMs: () => performance.now(),
} as unknown as LiveView;

/** A fault that writes down what is done with it; `during` is called in each act. */
function someFault(aim: Aim, during: (act: string) => void = () => {}) {
  const done: string[] = [];
  const act = (name: string) => {
    done.push(name);
    during(name);
    return { earliestMs: 1, latestMs: 2, evidence: 'seen' };
  };
  const facts = { name: 'some-fault', summary: '', colour: '', aim, detection: 'none', dataPath: 'none' };
  const fault: Fault = {
    facts: { ...(facts as Fault['facts']), reversion: 'restart' },
    leaves: 'running',
    inject: async () => act('inject'),
    confirm: async () => ({ confirmed: true, ...act('confirm') }),
    heal: async () => act('heal'),
  };
  return { fault, done };
}

function setting(change: Partial<TrialSetting>, topology: Topology = fakeTopology): TrialSetting {
  return {
    cluster: fakeCluster(topology).cluster,
    view: steadyView,
    connections: 0,
    signal: new AbortController().signal,
    stage: () => {},
    recordNodeState: () => {},
    companions: [],
    watchAfterHealingMs: 0,
    beforeHealing: async () => {},
    ...change,
  };
}

test('a trial injects, confirms and heals', async () => {
  const { fault, done } = someFault('master');
  const record = await runTrial(planned, fault, setting({}));
  expect(record.error).toBeUndefined();
  expect(record.target).toBe('director-1');
  expect(done).toEqual(['inject', 'confirm', 'heal']);
});

test.each(['inject', 'confirm'])('after Ctrl-C during %s nothing follows but healing', async (when) => {
  const controller = new AbortController();
  const { fault, done } = someFault('master', (act) => {
    if (act === when) controller.abort(new Error('Interrupted.'));
  });
  const record = await runTrial(planned, fault, setting({ signal: controller.signal }));
  expect(record.error).toContain('Interrupted.');
  expect(record.effective).not.toBeNull();
  expect(record.restored).not.toBeNull();
  expect(done).toEqual(when === 'inject' ? ['inject', 'heal'] : ['inject', 'confirm', 'heal']);
});

test('after Ctrl-C nobody waits for an advert', async () => {
  const controller = new AbortController();
  const view = {
    ...steadyView,
    lastAdvertMs: () => {
      controller.abort(new Error('Interrupted.'));
      return null;
    },
  };
  const { fault, done } = someFault('master');
  const startedMs = performance.now();
  const record = await runTrial(planned, fault, setting({ view, signal: controller.signal }));
  expect(record.error).toContain('Interrupted.');
  expect(performance.now() - startedMs).toBeLessThan(1_500);
  expect(done).toEqual(['heal']);
});

test('a trial without anything to aim at is kept with its reason, and nothing is done', async () => {
  const alone: Topology = { ...fakeTopology, directors: fakeTopology.directors.slice(0, 1) };
  const { fault, done } = someFault('backup');
  const record = await runTrial(planned, fault, setting({}, alone));
  expect(record).toMatchObject({ target: 'backup', effective: null, endedAtMs: null });
  expect(record.error).toMatch(/has no backup/);
  expect(done).toEqual([]);
});

test('the phase is one of the interval that keepalived really uses', async () => {
  // Version 2 makes whole seconds of 0.4 s.
  const vrrp = { ...fakeTopology.vrrp, version: 2 as const, advertIntervalMs: 400 };
  const lastAdvertMs = performance.now();
  const { fault } = someFault('master');
  const view = { ...steadyView, lastAdvertMs: () => lastAdvertMs };
  const { injectDueMs } = await runTrial(planned, fault, setting({ view }, { ...fakeTopology, vrrp }));
  expect(((injectDueMs ?? 0) - lastAdvertMs) % 1000).toBeCloseTo(500, 3);
});
