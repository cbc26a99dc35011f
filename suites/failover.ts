import type { Suite } from '../harness/model.ts';

export const suite: Suite = {
  name: 'failover',
  summary: 'the master fails in four ways: how long until the backup serves, what do clients lose, and the way back',
  scenarios: [
    {
      name: 'failover',
      summary: 'How long until the backup serves, what do clients lose, and how does the old master come back?',
      topology: 'dr-pair',
      faults: ['kill-director', 'stop-keepalived', 'kill-keepalived', 'pause-director'],
      checks: [
        'fault-confirmed',
        'detection-time',
        'failover-time',
        'single-holder',
        'reversion-time',
        'request-outcomes',
        'prober-lateness',
        'recording-whole',
        'kernel-trouble',
      ],
      trialsPerFault: 5,
      phases: [0.9, 0.5, 0.1],
      // The deadline stays below TCP's first retransmission of a SYN, 1 s, so that no retry passes for an answer.
      probe: { intervalMs: 10, deadlineMs: 900, delayThresholdMs: 100, connections: 16 },
      throughputMs: 2_000,
      // The master-down interval after the least phase, and what a takeover may be late: 365 at one in 10 ms.
      thresholds: ['impaired{kill-director}.max<400'],
    },
  ],
};
