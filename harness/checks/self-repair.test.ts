import { expect, test } from 'vitest';
import { holds, quietFault, scripted, trialAt } from '../measure/scripted-run.ts';
import type { KernelMs, Observation, TrialRecord } from '../model.ts';
import { judged } from './judged.ts';
import { check } from './self-repair.ts';

const service = '198.18.0.10:80';

function table(at: KernelMs, weight: number | null): Observation[] {
  return [1, 2, 3].map((server) => ({
    series: 'destination',
    at,
    node: 'director-1',
    value: {
      service,
      realServer: `real-server-${server}`,
      weight,
      activeConnections: 0,
      inactiveConnections: 0,
      previousMs: at - 100,
    },
  }));
}

const whole = [...table(1000, 1), holds(1, 1000, true), holds(2, 1000, false)];

function judgement(repair: 'after-skew' | 'never', observations: Observation[], changes: Partial<TrialRecord> = {}) {
  const recording = scripted({
    faults: [quietFault('delete', { repair })],
    trials: [trialAt('delete', changes)],
    observations: [...whole, ...observations],
  });
  return judged(check, recording).delete;
}

test('a VIP that was deleted is back after the skew time of its director', () => {
  // RFC 3768: (256 - 100)/256 s.
  const back = [holds(1, 10_501, false), holds(1, 11_112, true)];
  expect(judgement('after-skew', back)).toMatchObject({
    verdict: 'pass',
    measured: { median: 611 },
    headline: 'keepalived put it right by itself after 0.611 s (0.609 s predicted), 1 trial.',
  });
});

test('too late, or not at all, fails', () => {
  expect(judgement('after-skew', [holds(1, 10_501, false), holds(1, 13_000, true)])?.verdict).toBe('fail');
  expect(judgement('after-skew', [holds(1, 10_501, false)])?.headline).toContain(
    'the VIP was on no director in the 5.699 s until it was healed',
  );
});

test('a deleted virtual service is not noticed, which is a finding', () => {
  expect(judgement('never', table(10_600, null))).toMatchObject({
    verdict: 'pass',
    headline:
      'keepalived does not notice: director-1 lacked 198.18.0.10:80 in the 5.699 s until it was healed; 1 trial.',
  });
  expect(judgement('never', [...table(10_600, null), ...table(12_000, 1)])?.verdict).toBe('fail');
});

test('unknown: nothing was missing, it was watched too shortly, not confirmed', () => {
  expect(judgement('never', [])?.verdict).toBe('unknown');
  expect(judgement('never', table(10_600, null), { healStartedAtMs: 12_000 })?.verdict).toBe('unknown');
  expect(judgement('never', table(10_600, null), { confirmation: null })?.verdict).toBe('unknown');
});
