import type { Suite } from '../harness/model.ts';

export const suite: Suite = {
  name: 'health',
  summary:
    'a real server fails in seven ways, then all of them at once: which checker notices, when, and what clients feel',
  scenarios: [
    {
      name: 'health',
      summary:
        'When does each kind of health check take a failed real server out and let it in again, and what does it not see?',
      topology: 'health-checks',
      faults: [
        'stop-httpd',
        'kill-httpd',
        'freeze-real-server',
        'answer-500',
        'serve-wrong-content',
        'cut-real-server-link',
        'silence-real-server',
        'stop-all-httpd',
      ],
      checks: [
        'removal-time',
        'return-time',
        'failure-impact',
        'established-connections',
        'sorry-server',
        'table-matches',
        'fault-confirmed',
        'no-role-change',
        'request-outcomes',
        'recording-whole',
        'kernel-trouble',
      ],
      trialsPerFault: 2,
      phases: [0.5, 0.1],
      probe: { intervalMs: 10, deadlineMs: 900, delayThresholdMs: 100, connections: 6 },
      throughputMs: 0,
      // Who answers once the real servers are back shows in the requests after that.
      watchAfterHealingMs: 1_500,
    },
  ],
};
