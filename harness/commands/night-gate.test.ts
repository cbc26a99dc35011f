import { expect, test } from 'vitest';
import { acceptedNight, nightRun } from '../measure/synthetic-night.ts';
import type { Run } from '../model.ts';
import { gateEntry } from './night-gate.ts';

/** Failover times around 3 s, ms, that repeat to some ms, another few for each night. */
const around = (middle: number, night: number): number[] =>
  [-7, -4, -2, 0, 1, 3, 5, 8].map((offset, index) => middle + offset + ((night * 7 + index * 3) % 5));

const accepted = [1, 2, 3, 4, 5].map((day) => {
  const night = `2026-11-0${day}T02:00:00.000Z`;
  return {
    path: `baselines/x/failover-dr/${day}.json`,
    accepted: acceptedNight(night, [nightRun(`n${day}`, around(3000, day))]),
  };
});

function gated(times: Run[][], parts: Partial<Parameters<typeof gateEntry>[0]> = {}) {
  const drawn: string[] = [];
  return gateEntry({
    entry: 'failover-dr',
    accepted,
    noBaseline: 'Nothing was accepted yet.',
    times,
    leftOut: ['latenessMs'],
    draw: async (comparison) => {
      drawn.push(comparison.standing);
      return 'comparisons/failover-dr/compare.html';
    },
    ...parts,
  });
}

test('nothing to compare with yet is no fault, and nothing is run again', async () => {
  expect(await gated([[nightRun('t', around(3000, 6))]], { accepted: [] })).toEqual({
    result: { verdict: 'no-baseline', sentence: 'Nothing was accepted yet.', nights: [], report: null },
    again: false,
  });
});

test('a night like the others is not worse, and says against how many', async () => {
  const { result, again } = await gated([[nightRun('t', around(3000, 6))]]);
  expect(result).toMatchObject({ verdict: 'not-worse', report: 'comparisons/failover-dr/compare.html' });
  expect(result.nights).toHaveLength(5);
  expect(result.sentence).toBe('Not worse: 2 of 2 metrics.');
  expect(again).toBe(false);
});

test('50 ms more are run again, and worse when the second time shows them too', async () => {
  const first = await gated([[nightRun('t', around(3050, 6))]]);
  expect(first).toMatchObject({ result: { verdict: 'unknown' }, again: true });
  expect(first.result.sentence).toMatch(/looks worse, which is not proven: failoverMs of kill-director .* by \+\d/i);
  const both = await gated([[nightRun('t', around(3050, 6))], [nightRun('u', around(3050, 7))]]);
  expect(both).toMatchObject({ result: { verdict: 'worse' }, again: false });
  expect(both.result.sentence).toMatch(/^Worse: failoverMs of kill-director/);
});

test('50 ms that the second time does not show are not worse, and not run a third time', async () => {
  const both = await gated([[nightRun('t', around(3050, 6))], [nightRun('u', around(2999, 7))]]);
  expect(both.result.verdict).not.toBe('worse');
  expect(both.again).toBe(false);
});

test('50 ms less are not worse, at once: whether they are better is not asked twice', async () => {
  const once = await gated([[nightRun('t', around(2950, 6))]]);
  expect(once).toMatchObject({
    result: { verdict: 'not-worse', sentence: 'Not worse: 2 of 2 metrics.' },
    again: false,
  });
});

test('where it may be worse by what matters, or not, too few samples tell', async () => {
  const wide = [2700, 2800, 2900, 3000, 3100, 3200, 3300, 3400];
  const { result, again } = await gated([[nightRun('t', wide)]]);
  expect(result.sentence).toContain('oo few samples to tell: failoverMs of kill-director');
  expect(again).toBe(false);
});

test('50 ms less are better once two runs show them', async () => {
  const both = await gated([[nightRun('t', around(2950, 6))], [nightRun('u', around(2950, 7))]]);
  expect(both.result).toMatchObject({ verdict: 'better', sentence: expect.stringMatching(/^Better: failoverMs/) });
});

test('what the harness itself took is not compared', async () => {
  const late = nightRun('t', around(3000, 6));
  const lateness = late.metrics?.find(({ name }) => name === 'latenessMs');
  if (lateness !== undefined) lateness.samples = lateness.samples.map(() => 500);
  expect((await gated([[late]])).result.verdict).toBe('not-worse');
  expect((await gated([[late]], { leftOut: [] })).result.verdict).not.toBe('not-worse');
});

test('what the nights before measured and tonight did not is no success', async () => {
  const { result, again } = await gated([[nightRun('t', [])]]);
  expect(result).toMatchObject({
    verdict: 'unknown',
    sentence: expect.stringContaining('ot measured tonight: failoverMs'),
  });
  expect(again).toBe(false);
});

test('a service that never came back, which no median shows, is run again and is no success', async () => {
  const run = nightRun('t', around(3000, 6));
  const metrics = run.metrics?.map((one) => (one.name === 'failoverMs' ? { ...one, beyond: 1 } : one)) ?? [];
  const { result, again } = await gated([[{ ...run, metrics }]]);
  expect(result).toMatchObject({
    verdict: 'unknown',
    sentence: expect.stringMatching(/^Looks worse, .*failoverMs of kill-director .*; not worse: 1 of 2 metrics/),
  });
  expect(again).toBe(true);
});

/** A run with failover times in these phases, ms. */
const phased = (id: string, phases: string[]) => {
  const times = phases.map((_, index) => 3000 + index * 3);
  const run = nightRun(id, times);
  return {
    ...run,
    trialsPerFault: phases.length,
    metrics: run.metrics?.map((one) => ({ ...one, strata: phases })) ?? [],
  };
};

const nightsOf = (count: number, phases: string[]) =>
  Array.from({ length: count }, (_, day) => ({
    path: `${day}.json`,
    accepted: acceptedNight(`2026-11-0${day + 1}T02:00:00.000Z`, [phased(`n${day}`, phases)]),
  }));

test.each([
  [
    '1 trial',
    1,
    ['a'],
    '2 trials of each fault beside 4 accepted nights, or 4 trials of each fault beside 1 accepted night',
  ],
  ['1 trial, the most nights', 5, ['a'], '2 trials of each fault beside 5 accepted nights'],
  ['2 trials', 1, ['a', 'a'], '4 accepted nights, or 4 trials of each fault'],
  ['2 trials in two phases', 5, ['a', 'b'], '3 trials of each fault beside 5 accepted nights'],
  ['3 trials', 1, ['a', 'a', 'a'], '2 accepted nights, or 4 trials of each fault'],
  ['3 trials in two phases', 1, ['a', 'b', 'a'], '2 accepted nights, or 5 trials of each fault'],
  ['3 trials in three phases', 2, ['a', 'b', 'c'], '3 accepted nights, or 4 trials of each fault'],
])('where nothing could have told anything, it says so and what it would take: %s', async (_, nights, phases, ways) => {
  const { result, again } = await gated([[phased('t', phases)]], { accepted: nightsOf(nights, phases) });
  expect(result.verdict).toBe('too-few');
  expect(result.sentence).toMatch(/^Nothing was compared: beside \d accepted nights? /);
  expect(result.sentence).toContain(`It would take ${ways}.`);
  expect(result.report).toBe('comparisons/failover-dr/compare.html');
  expect(again).toBe(false);
});

test.each([
  [4, ['a', 'a']],
  [2, ['a', 'a', 'a']],
  [2, ['a', 'b', 'a']],
  [3, ['a', 'b', 'c']],
  [1, ['a', 'b', 'c', 'a', 'b']],
])('what it would take is enough: beside %d nights the phases %j tell', async (nights, phases) => {
  const { result } = await gated([[phased('t', phases)]], { accepted: nightsOf(nights, phases) });
  expect(result.verdict).toBe('not-worse');
});

test('a service that never came back is not passed over for too few trials', async () => {
  const run = nightRun('t', []);
  const metrics = run.metrics?.map((one) => (one.name === 'failoverMs' ? { ...one, beyond: 1 } : one)) ?? [];
  const { result, again } = await gated([[{ ...run, metrics }]], {
    accepted: nightsOf(1, ['a']),
    leftOut: ['impaired', 'latenessMs'],
  });
  expect(result).toMatchObject({
    verdict: 'unknown',
    sentence: expect.stringMatching(/^Looks worse, .*, more often beyond what could be measured[.;]/),
  });
  expect(again).toBe(true);
});

test('a run whose kernel was in trouble is compared with nothing', async () => {
  const { result } = await gated([[nightRun('t', around(3000, 6), { kernelTrouble: ['BUG: soft lockup'] })]]);
  expect(result).toMatchObject({ verdict: 'unknown', sentence: 'Nothing was there to be compared.' });
});

test('what is not comparable is unknown, and says which field differs and what to do', async () => {
  const other = nightRun('t', around(3000, 6));
  const { result, again } = await gated([[{ ...other, versions: { ...other.versions, kernel: '7.2.8' } }]]);
  expect(result).toMatchObject({ verdict: 'unknown', report: null });
  expect(result.sentence).toMatch(/kernel differs: 7\.2\.7 .* 7\.2\.8[\s\S]*npm run baseline -- drop/);
  expect(again).toBe(false);
});
