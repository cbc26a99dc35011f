import { describe, expect, test } from 'vitest';
import type { Director, FaultFacts, Topology } from '../model.ts';
import { expectsReversion, predictReversionMs, reversionWatchMs } from './predictions.ts';
import { syntheticFaults, syntheticTopology } from './synthetic-run.ts';

const pair = syntheticTopology();

function factsOf(name: string): FaultFacts {
  const facts = syntheticFaults.find((fault) => fault.name === name);
  if (facts === undefined) throw new Error(`no fault '${name}'`);
  return facts;
}

function pairOf(changes: Partial<Director>[], vrrp: Partial<Topology['vrrp']> = {}): Topology {
  const directors = pair.directors.map((director, index) => ({ ...director, ...changes[index] }));
  return { ...pair, directors, vrrp: { ...pair.vrrp, ...vrrp } };
}

function expectedOf(topology: Topology, fault: string, target = 'director-1') {
  const director = topology.directors.find((one) => one.name === target);
  if (director === undefined) throw new Error(`no director '${target}'`);
  return expectsReversion(topology, factsOf(fault), director);
}

describe('who comes back', () => {
  const equal = pairOf([{ priority: 100 }, { priority: 100 }]);

  test('a restarted director, against a lower priority only', () => {
    expect(expectedOf(pair, 'kill-director')).toBe(true);
    expect(expectedOf(pair, 'kill-director', 'director-2')).toBe(false);
    expect(expectedOf(equal, 'kill-director')).toBe(false);
    expect(expectedOf(equal, 'kill-director', 'director-2')).toBe(false);
  });

  test('never with nopreempt, which keepalived takes back for priority 255', () => {
    expect(expectedOf(pairOf([], { preempt: false }), 'kill-director')).toBe(false);
    expect(expectedOf(pairOf([{ priority: 255 }], { preempt: false }), 'kill-director')).toBe(true);
  });

  test('the initial state changes nothing below priority 255', () => {
    expect(expectedOf(pairOf([{ initialState: 'MASTER' }]), 'kill-director')).toBe(true);
    expect(expectedOf(pairOf([{ priority: 100 }, { priority: 100, initialState: 'MASTER' }]), 'kill-director')).toBe(
      false,
    );
  });

  test('a thawed director, by its address among equals, with nopreempt too', () => {
    expect(expectedOf(pairOf([], { preempt: false }), 'pause-director')).toBe(true);
    expect(expectedOf(equal, 'pause-director', 'director-1')).toBe(false);
    expect(expectedOf(equal, 'pause-director', 'director-2')).toBe(true);
    expect(expectedOf(pair, 'pause-director', 'director-2')).toBe(false);
  });
});

describe('when it comes back', () => {
  const predict = (topology: Topology, fault: string) => {
    const [target] = topology.directors;
    if (target === undefined) throw new Error('there is a director');
    const situation = { target, phaseMs: 500, insideLagMs: 0, partedMs: 0, effectiveWidthMs: 1, restoredWidthMs: 10 };
    return predictReversionMs(topology, factsOf(fault), situation);
  };

  test('after its own master-down interval, whatever its initial state', () => {
    expect(predict(pair, 'kill-director')).toEqual({ low: 3604.375, high: 3819.375 });
    expect(predict(pairOf([{ initialState: 'MASTER' }]), 'kill-director')).toEqual({ low: 3604.375, high: 3819.375 });
  });

  test('after preempt_delay, which lower adverts prolong', () => {
    const delayed = pairOf([], { preemptDelayMs: 3000 });
    expect(predict(delayed, 'kill-director')).toEqual({ low: 5604.375, high: 6819.375 });
    const [target] = delayed.directors;
    if (target === undefined) throw new Error('there is a director');
    expect(reversionWatchMs(delayed, factsOf('kill-director'), target)).toBe(6809.375);
  });

  test('at once with priority 255 and initial state MASTER, or when it only was frozen', () => {
    expect(predict(pairOf([{ priority: 255, initialState: 'MASTER' }]), 'kill-director')).toEqual({
      low: 0,
      high: 210,
    });
    expect(predict(pairOf([], { preemptDelayMs: 3000 }), 'pause-director')).toEqual({ low: 0, high: 110 });
  });

  test('not predicted where it stays away', () => {
    expect(predict(pairOf([], { preempt: false }), 'kill-director')).toBeNull();
  });
});
