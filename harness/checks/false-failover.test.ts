import { describe, expect, test } from 'vitest';
import { expectedRuns } from '../measure/false-failover.ts';
import { adverts, every, holds, quietFault, scripted, trialAt } from '../measure/scripted-run.ts';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { Observation, TrialRecord } from '../model.ts';
import { check } from './false-failover.ts';
import { judged, verdicts } from './judged.ts';

/** One trial of a fault at a level; a trial starts 20 s after the one before. */
interface Case {
  level: number;
  /** Instants of the master's adverts after the fault, and of the backup's, ms after the trial's beginning. */
  master: number[];
  backup?: number[];
  changes?: Partial<TrialRecord>;
}

function recordingOf(fault: string, unit: string, cases: Case[], topology = syntheticTopology()) {
  const shift = (at: number, index: number) => at + index * 20_000;
  const trials = cases.map(({ level, changes = {} }, index): TrialRecord => {
    const trial = trialAt(fault, { level, index: index + 1, ...changes });
    return {
      ...trial,
      steadyAtMs: shift(8000, index),
      effective: { earliestMs: shift(10_500, index), latestMs: shift(10_501, index) },
      healStartedAtMs: shift(trial.healStartedAtMs ?? 0, index),
      endedAtMs: shift(18_000, index),
    };
  });
  const observations = cases.flatMap(({ master, backup = [] }, index): Observation[] => [
    ...adverts(
      1,
      [...every(1000, 5000, 10_000), ...master].map((at) => shift(at, index)),
    ),
    ...adverts(
      2,
      backup.map((at) => shift(at, index)),
    ),
  ]);
  const faults = [quietFault(fault, { level: { unit, default: 1 } })];
  return scripted({ topology, faults, trials, observations: [holds(1, 1000, true), ...observations] });
}

/** A pause of the master from 10.5 s on, and what the timers make of it. */
function pause(level: number): Case {
  const thawMs = 10_500 + level;
  const master = every(1000, Math.max(thawMs + 1, 11_000), 18_000);
  return 500 + level > 3648 ? { level, master, backup: [13_649] } : { level, master };
}

describe('pauses', () => {
  test('the threshold is enclosed, and is where the timers say', () => {
    const recording = recordingOf('stall-director', 'ms', [2000, 3000, 3250, 3600, 4000].map(pause));
    const judgement = judged(check, recording)['stall-director'];
    expect(judgement).toMatchObject({
      verdict: 'pass',
      headline: 'Largest pause without failover 3.000 s, smallest with one 3.250 s, predicted above 3.148 s; 5 trials.',
      unit: 'ms',
      measured: { min: 3000, median: 3125, max: 3250, trials: 5 },
    });
    expect(judgement?.predicted?.low).toBeCloseTo(3148.437, 3);
  });

  test('a takeover without need, and one that is missing, fail', () => {
    const hasty = { ...pause(2500), backup: [12_800] };
    expect(judged(check, recordingOf('stall-director', 'ms', [hasty]))['stall-director']).toMatchObject({
      verdict: 'fail',
      headline:
        'Trial 1: pause of 2.500 s: director-2 took over from director-1, although none was predicted ' +
        '(3.000 s of silence, 3.648 s are waited for).',
    });
    const missing = { level: 3600, master: pause(3600).master };
    expect(judged(check, recordingOf('stall-director', 'ms', [pause(2000), missing]))['stall-director']).toMatchObject({
      verdict: 'fail',
      headline: expect.stringContaining('no takeover from director-1, although one was predicted'),
    });
  });

  test('a takeover that comes at another time than the last advert says fails', () => {
    const recording = recordingOf('stall-director', 'ms', [{ ...pause(4000), backup: [13_990] }]);
    expect(judged(check, recording)['stall-director']).toMatchObject({
      verdict: 'fail',
      headline:
        'Trial 1: pause of 4.000 s: director-2 took over from director-1, 3.990 s after the last advert that it heard, ' +
        '3.643 to 3.748 s allowed.',
    });
    const hurried = recordingOf('stall-director', 'ms', [{ ...pause(4000), backup: [13_600] }]);
    expect(verdicts(check, hurried)).toEqual({ 'stall-director': 'fail' });
  });

  test('too close to call is left out, and proves nothing alone', () => {
    const close = pause(3160);
    expect(verdicts(check, recordingOf('stall-director', 'ms', [close]))).toEqual({ 'stall-director': 'unknown' });
    const others = [2000, 2500, 2900, 3250, 3600].map(pause);
    expect(judged(check, recordingOf('stall-director', 'ms', [...others, close]))['stall-director']).toMatchObject({
      verdict: 'pass',
      headline: expect.stringContaining('Left out, 1 of 6 trials'),
    });
  });

  test('unknown: healed before the pause was over, not confirmed, no master, no trials', () => {
    const unknown = { 'stall-director': 'unknown' };
    const short = { ...pause(4000), backup: [], changes: { healStartedAtMs: 13_000 } };
    expect(verdicts(check, recordingOf('stall-director', 'ms', [short]))).toEqual(unknown);
    const unconfirmed = { ...pause(2000), changes: { confirmation: null } };
    expect(verdicts(check, recordingOf('stall-director', 'ms', [unconfirmed]))).toEqual(unknown);
    expect(verdicts(check, recordingOf('stall-director', 'ms', []))).toEqual(unknown);
    const { run } = recordingOf('stall-director', 'ms', [pause(2000)]);
    expect(verdicts(check, { run, series: () => [] })).toEqual(unknown);
  });
});

test('adverts lost in a row: three are one too many', () => {
  const master = every(1000, 11_000, 18_000);
  const cases = [
    { level: 1, master },
    { level: 2, master },
    { level: 3, master, backup: [13_649] },
  ];
  expect(judged(check, recordingOf('drop-adverts', 'adverts', cases))['drop-adverts']).toMatchObject({
    verdict: 'pass',
    headline:
      'Largest loss in a row without failover 2 adverts, smallest with one 3 adverts, predicted above 2.648 adverts; 3 trials.',
  });
  // The first three were dropped, so that the last one heard was that at 10 s.
  const late = [{ level: 3, master, backup: [13_900] }];
  expect(judged(check, recordingOf('drop-adverts', 'adverts', late))['drop-adverts']).toMatchObject({
    verdict: 'fail',
    headline: expect.stringContaining('3.900 s after the last advert that it heard'),
  });
  const early = [{ level: 2, master, backup: [13_649] }];
  expect(verdicts(check, recordingOf('drop-adverts', 'adverts', early))).toEqual({ 'drop-adverts': 'fail' });
});

test('delayed adverts: the first gap decides, and only that', () => {
  const delayed = (level: number) => every(1000, 11_000 + level, 18_000);
  const cases = [
    { level: 2000, master: delayed(2000) },
    { level: 3000, master: delayed(3000), backup: [13_649] },
  ];
  expect(judged(check, recordingOf('delay-adverts', 'ms', cases))['delay-adverts']).toMatchObject({
    verdict: 'pass',
    headline: 'Largest delay without failover 2.000 s, smallest with one 3.000 s, predicted above 2.648 s; 2 trials.',
  });
});

describe('losses at random', () => {
  test('each takeover must have its silence, and each silence its takeover', () => {
    const cases = [
      { level: 20, master: every(1000, 12_000, 18_000) },
      { level: 60, master: [14_000, 15_000, 16_000], backup: [13_649] },
    ];
    expect(judged(check, recordingOf('lose-adverts-at-random', '%', cases))['lose-adverts-at-random']).toMatchObject({
      verdict: 'pass',
      headline:
        'Largest random loss without failover 20 %, smallest with one 60 %, each as the silence on the wire predicts ' +
        '(more than 3.648 s), 1 takeover in all where chance alone makes 0.4; 2 trials.',
      predicted: null,
    });
    const silent = [{ level: 60, master: [15_000, 16_000] }];
    expect(verdicts(check, recordingOf('lose-adverts-at-random', '%', silent))).toEqual({
      'lose-adverts-at-random': 'fail',
    });
    const heard = [{ level: 20, master: every(1000, 11_000, 16_000), backup: [13_649] }];
    expect(verdicts(check, recordingOf('lose-adverts-at-random', '%', heard))).toEqual({
      'lose-adverts-at-random': 'fail',
    });
  });

  test('in a sync group a silence in one network alone decides nothing, and chance has to strike twice', () => {
    const twoArms = syntheticTopology({ inside: { subnet: '198.18.1.0/24', vip: '198.18.1.99' } });
    const judge = (one: Case) =>
      judged(check, recordingOf('lose-adverts-at-random', '%', [one], twoArms))['lose-adverts-at-random'];
    expect(judge({ level: 60, master: [15_000, 16_000] })).toMatchObject({
      verdict: 'unknown',
      headline: expect.stringContaining('nobody saw whether the other network was as silent'),
    });
    expect(judge({ level: 60, master: [15_500, 16_000], backup: [14_900] })).toMatchObject({
      verdict: 'pass',
      headline: expect.stringContaining('where chance alone makes 0.1'),
    });
    const heard = { level: 60, master: every(1000, 11_000, 16_000), backup: [13_649] };
    expect(judge(heard)).toMatchObject({ verdict: 'fail' });
  });

  test('runs of lost adverts to be expected', () => {
    const timing = { downMs: 3648.437, advertMs: 1000 };
    expect(expectedRuns(2, 0.5, timing)).toBe(0);
    expect(expectedRuns(3, 0.5, timing)).toBe(0.125);
    expect(expectedRuns(4, 0.5, timing)).toBe(0.125 * 1.5);
    expect(expectedRuns(100, 1, timing)).toBe(1);
  });
});

test('a hungry master: the smaller the share, the worse', () => {
  const cases = [
    { level: 5, master: every(1100, 11_050, 16_000) },
    { level: 1, master: [14_200, 15_900], backup: [13_649] },
  ];
  expect(judged(check, recordingOf('starve-director', '% of a CPU', cases))['starve-director']).toMatchObject({
    verdict: 'pass',
    headline:
      'Smallest share without failover 5 % of a CPU, largest with one 1 % of a CPU, each as the silence on the wire ' +
      'predicts (more than 3.648 s); 2 trials.',
  });
});
