import { expect, it } from 'vitest';
import { planConnections, preparationMs } from './cohort-plan.ts';

const dueMs = 100_000;
const plan = (packets: number, ageMs: number, count = 1) =>
  planConnections([{ packets, ageMs, count }], dueMs).map(({ openAtMs, requestAtMs }) => ({
    openBeforeMs: dueMs - openAtMs,
    requestBeforeMs: requestAtMs === null ? null : dueMs - requestAtMs,
  }));

it('opens a connection of two packets at its age, and any other a little earlier than its third packet', () => {
  expect(plan(2, 1000)).toEqual([{ openBeforeMs: 1000, requestBeforeMs: null }]);
  expect(plan(3, 4000)).toEqual([{ openBeforeMs: 4200, requestBeforeMs: 4000 }]);
});

it('leaves every packet its time before the fault: nothing is younger than that', () => {
  expect(plan(2, 0)[0]?.openBeforeMs).toBe(50);
  expect(plan(3, 0)[0]?.requestBeforeMs).toBe(50);
  expect(plan(50, 0)[0]?.requestBeforeMs).toBe(50 + 47 * 3);
  expect(plan(50, 1000)[0]?.requestBeforeMs).toBe(1000);
});

it('spreads the connections of a cohort, none of them younger than it', () => {
  expect(plan(2, 1000, 3).map(({ openBeforeMs }) => openBeforeMs)).toEqual([1000, 1003, 1006]);
});

it('tells how long all of it takes', () => {
  const cohorts = [
    { packets: 2, ageMs: 0, count: 20 },
    { packets: 3, ageMs: 4000, count: 11 },
  ];
  expect(preparationMs(cohorts)).toBe(4000 + 200 + 30);
  expect(preparationMs([])).toBe(0);
});
