import { expect, test } from 'vitest';
import { loadUnits } from '../registry.ts';
import type { SoakEvent } from './event.ts';
import { delayMs, lifeStageNames, lifeStages, stagesBetween } from './life.ts';
import { planSoak } from './plan.ts';

const events = [...(await loadUnits<SoakEvent>(new URL('events/', import.meta.url), 'event')).values()];
const told = (count: number, seed: number) =>
  planSoak(events, count, seed).map(({ number, event, point, seed: own }) => [number, event.name, point, own]);

test('the same seed gives the same sequence, another seed another, and a longer soak begins with the shorter one', () => {
  expect(told(50, 7)).toEqual(told(50, 7));
  expect(told(50, 8)).not.toEqual(told(50, 7));
  expect(told(100, 7).slice(0, 50)).toEqual(told(50, 7));
});

test('every kind of event comes once before one comes again', () => {
  const names = planSoak(events, 2 * events.length, 3).map(({ event }) => event.name);
  expect(new Set(names.slice(0, events.length)).size).toBe(events.length);
  expect(new Set(names.slice(events.length)).size).toBe(events.length);
});

test('each strikes in a stage that is its own, and 400 of one kind in all of them', () => {
  for (const { event, point } of planSoak(events, 200, 5)) {
    expect(stagesBetween(event.from, event.until)).toContain(point.stage);
    expect(point.share).toBeGreaterThanOrEqual(0);
    expect(point.share).toBeLessThan(1);
  }
  const sigint = events.filter(({ name }) => name === 'sigint');
  const stages = planSoak(sigint, 400, 5).map(({ point }) => point.stage);
  expect(new Set(stages)).toEqual(new Set(lifeStageNames));
});

test('without events there is no plan', () => {
  expect(planSoak([], 10, 1)).toEqual([]);
});

test('a point lies in its stage, which is longer where a lab is booted in it', () => {
  expect(delayMs({ stage: 'cluster', share: 0.5 }, true)).toBe(lifeStages.cluster.lengthMs / 2);
  expect(delayMs({ stage: 'engine', share: 1 }, true)).toBeGreaterThan(delayMs({ stage: 'engine', share: 1 }, false));
});

test.each(events.map((event) => [event.name, event] as const))(
  '%s says what it does and how a run may end',
  (_, event) => {
    expect(event.summary).toMatch(/^.{15,120}[^.]$/);
    expect(stagesBetween(event.from, event.until).length).toBeGreaterThan(0);
    // Documented: 0 of what is no suite, 3, 64, 130, or the signal itself; a verdict's code needs no mention, 70 is never right.
    for (const exit of event.exits) expect([0, 3, 64, 130, 'SIGINT', 'SIGTERM', 'SIGKILL']).toContain(exit);
  },
);
