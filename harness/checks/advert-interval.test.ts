import { describe, expect, test } from 'vitest';
import { adverts, every, quietFault, scripted, trialAt } from '../measure/scripted-run.ts';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { Observation, Topology, VrrpInstance } from '../model.ts';
import { check } from './advert-interval.ts';
import { judged, verdicts } from './judged.ts';

function withVrrp(vrrp: Partial<VrrpInstance>): Topology {
  const topology = syntheticTopology();
  return { ...topology, vrrp: { ...topology.vrrp, ...vrrp } };
}

describe('while nothing is wrong', () => {
  test('as configured', () => {
    const observations = adverts(1, [...every(1000, 1000, 8000), 9002, 10_002]);
    expect(judged(check, scripted({ observations })).run).toMatchObject({
      verdict: 'pass',
      headline:
        'director-1 advertised every 1.000 s (1st to 99th percentile 1.000 to 1.002 s, longest 1.002 s), 1.000 s configured.',
      measured: { median: 1000, max: 1002 },
      predicted: { low: 1000, high: 1000 },
    });
  });

  test('an interval that version 2 cannot say is rounded, and named', () => {
    const topology = withVrrp({ advertIntervalMs: 400 });
    expect(judged(check, scripted({ topology, observations: adverts(1, every(1000, 1000, 9000)) })).run).toMatchObject({
      verdict: 'fail',
      headline:
        'director-1 advertised every 1.000 s (1st to 99th percentile 1.000 s, longest 1.000 s), but 0.400 s is configured: ' +
        'VRRP version 2 knows whole seconds only, and keepalived makes 1.000 s of it.',
      predicted: { low: 1000, high: 1000 },
      limit: { low: 380, high: 420 },
    });
  });

  test('a flood of adverts fails', () => {
    const observations = adverts(1, every(200, 1000, 9000));
    expect(judged(check, scripted({ observations })).run?.headline).toMatch(/, but 1\.000 s is configured\.$/);
  });

  test('what faults do to it does not count', () => {
    const during = adverts(1, every(100, 10_600, 17_900));
    const observations = [...adverts(1, [...every(1000, 4000, 10_000), ...every(1000, 18_000, 21_000)]), ...during];
    const recording = scripted({ faults: [quietFault('cut-vrrp')], trials: [trialAt('cut-vrrp')], observations });
    expect(verdicts(check, recording)).toEqual({ run: 'pass' });
  });

  test('unknown: too few adverts', () => {
    expect(verdicts(check, scripted({ observations: adverts(1, [1000, 2000]) }))).toEqual({ run: 'unknown' });
  });
});

describe('starved', () => {
  const fault = 'starve-director';

  function starved(intervalMs: number, vrrp: Partial<VrrpInstance> = {}, during?: Observation[]) {
    const observations = [
      ...adverts(1, every(1000, 5000, 10_000)),
      ...(during ?? adverts(1, every(intervalMs, 11_000, 16_000))),
    ];
    return scripted({
      topology: withVrrp(vrrp),
      faults: [quietFault(fault, { level: { unit: '%', default: 10 } })],
      trials: [trialAt(fault, { level: 2 })],
      observations,
    });
  }

  test('late by what the quota takes away', () => {
    expect(judged(check, starved(1300))[fault]).toMatchObject({
      verdict: 'pass',
      headline:
        'Starved on 2 % of a processor, without vrrp_rt_priority, the next advert came after 1.300 s at the latest ' +
        '(1.000 to 1.980 s predicted), 1 trial.',
      limit: { low: 995, high: 3060 },
    });
  });

  test('the interval in which the quota was set counts', () => {
    const locked = adverts(1, every(1000, 11_700, 16_000));
    expect(judged(check, starved(0, {}, locked))[fault]).toMatchObject({ verdict: 'pass', measured: { median: 1700 } });
  });

  test('later than that fails, and with vrrp_rt_priority any delay', () => {
    expect(judged(check, starved(0, {}, adverts(1, [11_000, 12_000, 15_200])))[fault]).toMatchObject({
      verdict: 'fail',
      headline:
        'Trial 1: director-1 on 2 % of a processor sent its next advert after 3.200 s at the latest, 1.000 to 1.980 s ' +
        'predicted, 0.995 to 3.060 s allowed.',
    });
    expect(verdicts(check, starved(1300, { realtimePriority: 50 }))[fault]).toBe('fail');
    expect(judged(check, starved(1001, { realtimePriority: 50 }))[fault]).toMatchObject({
      verdict: 'pass',
      headline: expect.stringContaining('with vrrp_rt_priority 50'),
    });
  });

  test('a quota that nobody felt proves nothing', () => {
    expect(judged(check, starved(1050))[fault]).toMatchObject({
      verdict: 'unknown',
      headline: expect.stringContaining('Trial 1: the quota was not felt: director-1 on 2 % of a processor'),
    });
  });

  test('unknown: too few adverts, not confirmed, no trials', () => {
    expect(verdicts(check, starved(1000, {}, []))[fault]).toBe('unknown');
    const { run, series } = starved(1300);
    const trials = run.trials.map((trial) => ({ ...trial, confirmation: null }));
    expect(verdicts(check, { run: { ...run, trials }, series })[fault]).toBe('unknown');
    expect(verdicts(check, { run: { ...run, trials: [] }, series })[fault]).toBe('unknown');
  });
});
