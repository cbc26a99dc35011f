import { expect, test } from 'vitest';
import type { Judgement, Metric } from '../../harness/model.ts';
import { keyNumbers } from './key-numbers.ts';

function judgement(check: string, subject: string, median: number | null): Judgement {
  const measured = median === null ? null : { median, min: median - 1, max: median + 1, trials: 3 };
  const rest = { headline: 'h', predicted: { low: 1, high: 2 }, bound: 0.5, limit: null };
  return { check, subject, verdict: 'pass', unit: 'ms', measured, ...rest };
}

function metric(name: string, subject: string, samples: number[]): Metric {
  return { name, subject, unit: 'ms', better: 'lower', samples, predicted: null, bound: null };
}

test('what answers the questions of the scenario comes first, what is of the run as a whole last', () => {
  const numbers = keyNumbers({
    checks: ['fault-confirmed', 'detection-time', 'reversion-time', 'failover-time'],
    judgements: [judgement('detection-time', 'kill-director', 9)],
    metrics: [
      metric('readyMs', 'run', [9500]),
      metric('failoverMs', 'pause-director', []),
      metric('failoverMs', 'kill-director', [3000, 3200, 3100]),
      metric('impaired', 'kill-director', [296]),
      metric('failoverMs', 'stop-keepalived', [640]),
      metric('reversionMs', 'kill-director', [3650]),
    ],
  });
  expect(numbers.map(({ name, subject, median }) => `${name} ${subject} ${median}`)).toEqual([
    'reversionMs kill-director 3650',
    'failoverMs kill-director 3100',
    'failoverMs stop-keepalived 640',
    'impaired kill-director 296',
    'readyMs run 9500',
  ]);
  expect(numbers[1]).toMatchObject({ min: 3000, max: 3200, trials: 3 });
});

test('an older run is told by its checks, in the order in which its scenario names them', () => {
  const judgements = [
    judgement('recording-whole', 'run', null),
    judgement('detection-time', 'kill-director', 3650),
    judgement('failover-time', 'stop-keepalived', null),
    judgement('failover-time', 'kill-director', 3100),
  ];
  const numbers = keyNumbers({ checks: ['recording-whole', 'detection-time', 'failover-time'], judgements });
  expect(numbers.map(({ name, median }) => `${name} ${median}`)).toEqual(['failover-time 3100', 'detection-time 3650']);
  expect(numbers[0]).toMatchObject({ predicted: { low: 1, high: 2 }, bound: 0.5 });
  expect(keyNumbers({ checks: [], judgements: null, metrics: null })).toEqual([]);
});

test('trials that were beyond measure are not forgotten', () => {
  const metrics = [{ ...metric('failoverMs', 'kill-director', [3000]), beyond: 2 }];
  expect(keyNumbers({ checks: [], judgements: null, metrics })[0]).toMatchObject({
    median: 3000,
    trials: 1,
    beyond: 2,
  });
});

test('a run of very many numbers keeps few', () => {
  const metrics = Array.from({ length: 300 }, (_, index) => metric('share', `service-${index}`, [index]));
  expect(keyNumbers({ checks: [], judgements: null, metrics }).length).toBeLessThan(20);
});
