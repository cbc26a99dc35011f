import { describe, expect, test } from 'vitest';
import type { Topology } from '../model.ts';
import { first, mistakesAfter } from './mistakes-after.ts';

const cases: [string, (topology: Topology) => void, string | RegExp][] = [
  ['a half second in version 2', (t) => (t.vrrp.advertIntervalMs = 500), 'whole seconds only'],
  ['priority 256', (t) => (first(t.directors).priority = 256), 'from 1 to 255, got 256'],
  ['priority 0', (t) => (first(t.directors).priority = 0), 'from 1 to 255, got 0'],
  ['virtual router id 0', (t) => (t.vrrp.virtualRouterId = 0), 'Virtual router id must be'],
  ["a director's virtual router id 256", (t) => (first(t.directors).virtualRouterId = 256), 'id of director-1 must be'],
  ['half a second of delay', (t) => (t.vrrp.preemptDelayMs = 1500), 'preemptDelayMs must be whole seconds, 1 to 1000'],
  ['too long a delay', (t) => (t.vrrp.preemptDelayMs = 1_001_000), 'preemptDelayMs must be whole seconds, 1 to 1000'],
  [
    'a delay of no preemption',
    (t) => Object.assign(t.vrrp, { preempt: false, preemptDelayMs: 3000 }),
    'without effect where there is no preemption',
  ],
  [
    'a delay of a director that starts as MASTER',
    (t) => {
      t.vrrp.preemptDelayMs = 3000;
      first(t.directors).initialState = 'MASTER';
    },
    'honours preempt_delay only there',
  ],
  [
    'no preemption with priority 255',
    (t) => {
      t.vrrp.preempt = false;
      first(t.directors).priority = 255;
    },
    'director-1 must have a priority below 255',
  ],
  [
    'realtime priority 100',
    (t) => (t.vrrp.realtimePriority = 100),
    'realtimePriority must be a whole number from 1 to 99',
  ],
  ['a long password', (t) => (t.vrrp.password = 'ninechars'), 'The password of the VRRP instance must be 1 to 8'],
  ['a commented password', (t) => (first(t.directors).password = '#a'), 'The password of director-1 must be 1 to 8'],
];

test.each(cases)('%s', (_, change, expected) => {
  const mistakes = mistakesAfter((topology) => void change(topology));
  expect(mistakes.split('\n')).toHaveLength(1);
  expect(mistakes).toMatch(expected);
});

describe('wrong on purpose', () => {
  const interval = (topology: Topology) => Object.assign(topology.vrrp, { advertIntervalMs: 400 });

  test('an interval that keepalived rounds is let pass, and nothing else', () => {
    const mistakes = mistakesAfter((topology) => {
      topology.wrongOnPurpose = true;
      interval(topology);
      first(topology.directors).priority = 0;
    });
    expect(mistakes).toBe('Priority of director-1 must be a whole number from 1 to 255, got 0.');
    expect(mistakesAfter(interval)).toContain('whole seconds only');
  });

  test('within limits', () => {
    for (const advertIntervalMs of [405, 0, 256_000]) {
      const mistakes = mistakesAfter((topology) => {
        topology.wrongOnPurpose = true;
        topology.vrrp.advertIntervalMs = advertIntervalMs;
      });
      expect(mistakes).toContain('VRRP version 2 knows multiples of 10 ms, 10 to 255000.');
    }
  });
});

test('version 3 has no password and knows hundredths of a second', () => {
  const mistakes = mistakesAfter((topology) => Object.assign(topology.vrrp, { version: 3, advertIntervalMs: 105 }));
  expect(mistakes).toContain('multiples of 10 ms');
  expect(mistakes).toContain('VRRP version 3 has none');
});

test('no preemption needs BACKUP', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.vrrp.preempt = false;
    first(topology.directors).initialState = 'MASTER';
  });
  expect(mistakes).toBe('director-1 must have initialState BACKUP: keepalived honours nopreempt only there.');
});
