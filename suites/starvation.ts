import type { Scenario, Suite } from '../harness/model.ts';

const common = {
  topology: 'dr-pair',
  trialsPerFault: 1,
  phases: [0.5],
  probe: { intervalMs: 20, deadlineMs: 900, delayThresholdMs: 100, connections: 16 },
  throughputMs: 0,
  // Adverts enough to know their rhythm by, before anything disturbs it: `advert-interval` wants three intervals.
  warmUpMs: 3000,
} satisfies Partial<Scenario>;

const checks = [
  'false-failover',
  'advert-interval',
  'fault-confirmed',
  'single-holder',
  'request-outcomes',
  'recording-whole',
  'kernel-trouble',
];

export const suite: Suite = {
  name: 'starvation',
  summary: 'the master is alive but late: at which pause, loss or delay does the backup take over without need',
  scenarios: [
    {
      ...common,
      name: 'pauses',
      summary: 'The master stands still for 2 to 4 s: from which length on does the backup take over?',
      faults: [{ fault: 'stall-director', levels: [2000, 2500, 2900, 3050, 3250, 3600, 4000] }],
      checks,
    },
    {
      ...common,
      name: 'lossy-path',
      summary: 'Adverts are lost or delayed: how many, how long, until the backup takes over?',
      faults: [
        { fault: 'drop-adverts', levels: [1, 2, 3] },
        { fault: 'delay-adverts', levels: [2000, 2500, 3000] },
        { fault: 'lose-adverts-at-random', levels: [20, 60] },
      ],
      checks,
    },
    {
      ...common,
      name: 'cpu-quota',
      summary: 'The master has 2 % of a processor: do its adverts come in time?',
      faults: [{ fault: 'starve-director', levels: [2] }],
      checks: ['advert-interval', ...checks.filter((one) => one !== 'advert-interval')],
    },
    {
      ...common,
      name: 'cpu-quota-realtime',
      summary: 'The same with vrrp_rt_priority.',
      change: { vrrp: { realtimePriority: 50 } },
      faults: [{ fault: 'starve-director', levels: [2] }],
      checks: ['advert-interval', ...checks.filter((one) => one !== 'advert-interval')],
    },
  ],
};
