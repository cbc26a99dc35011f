import type { Scenario, Suite, TopologyChange } from '../harness/model.ts';

export const suite: Suite = {
  name: 'reversion',
  summary: 'the old master returns, under six configurations: does it take over again, when, and who notices',
  scenarios: [
    scenario('preempt', 'The old master preempts, as keepalived does by default.', {}),
    staysAway('nopreempt', 'With nopreempt it stays BACKUP.', { vrrp: { preempt: false } }),
    scenario('preempt-delay', 'With preempt_delay 3 it waits first.', { vrrp: { preemptDelayMs: 3000 } }),
    scenario('state-master', 'Does "state MASTER" in its configuration change anything?', {
      directors: [{ initialState: 'MASTER' }],
    }),
    staysAway('equal-priorities', 'With equal priorities the one that serves goes on serving.', {
      directors: [{ priority: 100 }, { priority: 100 }],
    }),
    scenario('priority-255', 'With priority 255 and "state MASTER" it takes over at once.', {
      directors: [{ priority: 255, initialState: 'MASTER' }],
    }),
  ],
};

function scenario(name: string, summary: string, change: TopologyChange): Scenario {
  return {
    name,
    summary,
    topology: 'dr-pair',
    change,
    faults: ['kill-director', 'stop-keepalived'],
    checks: [
      'reversion-time',
      'detection-time',
      'single-holder',
      'fault-confirmed',
      'request-outcomes',
      'recording-whole',
      'kernel-trouble',
    ],
    trialsPerFault: 1,
    phases: [0.5],
    probe: { intervalMs: 20, deadlineMs: 900, delayThresholdMs: 100, connections: 16 },
    throughputMs: 0,
  };
}

/** Long enough to see that nothing comes: longer than a master-down interval. */
function staysAway(name: string, summary: string, change: TopologyChange): Scenario {
  return { ...scenario(name, summary, change), watchAfterHealingMs: 4_500 };
}
