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
      summary: 'A real server returns, and suddenly all load falls on it: least-connection scheduling (wlc).',
      change: { services: { scheduler: 'wlc' } },
      faults: ['stop-httpd'],
      trialsPerFault: 2,
      checks: ['load-share', 'table-matches', 'no-role-change', ...soundness],
    },
    {
      ...common,
      name: 'load-spread',
      summary: 'The same with round robin (rr): the load is spread at once.',
      change: { services: { scheduler: 'rr' } },
      faults: ['stop-httpd'],
      trialsPerFault: 2,
      checks: ['load-share', 'table-matches', 'no-role-change', ...soundness],
    },
    {
      ...common,
      name: 'reload',
      summary: 'keepalived reads its configuration again under load: no role changes, no request is impaired.',
      faults: ['reload-unchanged', 'add-virtual-services'],
      trialsPerFault: 2,
      checks: ['unimpaired', 'no-role-change', 'table-matches', ...soundness],
    },
    {
      ...common,
      name: 'reload-members',
      summary: 'The same with a real server less, and then with it again.',
      faults: ['remove-real-server'],
      trialsPerFault: 2,
      checks: ['draining', 'no-role-change', 'table-matches', ...soundness],
    },
    {
      ...common,
      name: 'drift',
      summary: 'Somebody deletes the VIP, or a virtual service, behind the back of keepalived.',
      faults: ['delete-vip', 'delete-virtual-service'],
      checks: ['table-matches', ...soundness],
    },
  ],
};
