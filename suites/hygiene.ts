import type { Scenario, Suite } from '../harness/model.ts';

const common = {
  topology: 'dr-pair',
  trialsPerFault: 1,
  phases: [0.5],
  probe: { intervalMs: 20, deadlineMs: 900, delayThresholdMs: 100, connections: 16 },
  throughputMs: 0,
} satisfies Partial<Scenario>;

const soundness = ['fault-confirmed', 'single-holder', 'request-outcomes', 'recording-whole', 'kernel-trouble'];

export const suite: Suite = {
  name: 'hygiene',
  summary:
    'what is left behind: VIPs that do not go away, load that falls on one member, tables that differ from the configuration',
  scenarios: [
    {
      ...common,
      name: 'vip-that-stays',
      summary: 'The service was stopped, and the VIP would not go away: after which kind of stop, and until when?',
      faults: ['kill-keepalived', 'stop-keepalived', 'kill-keepalived-parent', 'kill-director'],
      checks: ['vip-left-behind', 'reversion-time', ...soundness],
    },
    {
      ...common,
      name: 'load-on-one-member',
      summary:
        'A real server comes back from maintenance, and suddenly all load falls on it: least-connection scheduling (wlc).',
      change: { services: { scheduler: 'wlc' } },
      faults: ['drain-real-server'],
      trialsPerFault: 2,
      checks: ['load-share', 'table-matches', 'no-role-change', ...soundness],
      watchAfterHealingMs: 2_500,
    },
    {
      ...common,
      name: 'load-avoids-returned',
      summary:
        'A real server comes back after a crash, and under wlc gets nothing: its half-open connections still count.',
      change: { services: { scheduler: 'wlc' } },
      faults: ['stop-httpd'],
      checks: ['load-share', 'table-matches', 'no-role-change', ...soundness],
      watchAfterHealingMs: 2_500,
    },
    {
      ...common,
      name: 'load-spread',
      summary: 'The same return from maintenance under round robin (rr): the load is spread at once.',
      change: { services: { scheduler: 'rr' } },
      faults: ['drain-real-server'],
      checks: ['load-share', 'table-matches', 'no-role-change', ...soundness],
      watchAfterHealingMs: 2_500,
    },
    {
      ...common,
      name: 'reload',
      summary:
        'keepalived reads its unchanged configuration again under load: no role changes, no request is impaired.',
      faults: ['reload-unchanged'],
      trialsPerFault: 3,
      checks: ['unimpaired', 'no-role-change', 'table-matches', ...soundness],
    },
    {
      ...common,
      name: 'reload-changed',
      summary: 'The same with a real server less, or with 200 virtual services more, and then as before.',
      faults: ['remove-real-server', 'add-virtual-services'],
      checks: ['no-role-change', 'table-matches', ...soundness],
    },
    {
      ...common,
      name: 'drift',
      summary: 'Somebody deletes the VIP, or a virtual service, behind the back of keepalived.',
      faults: ['delete-vip', 'delete-virtual-service'],
      checks: ['self-repair', 'table-matches', ...soundness],
    },
  ],
};
