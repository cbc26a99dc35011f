import type { NightEntry, NightPlan } from '../harness/model.ts';

/** The same failovers by each forwarding method: rows of the night's first table. */
const methods = [
  { name: 'failover-dr', topology: 'dr-pair' },
  { name: 'failover-tun', topology: 'tun-pair' },
  { name: 'failover-nat', topology: 'nat-pair' },
] satisfies Partial<NightEntry>[];

export const nightly: NightPlan = {
  full: [
    ...methods.map((one) => ({ ...one, suite: 'failover' })),
    // Its failovers are those above, with more trials.
    {
      name: 'forwarding',
      suite: 'forwarding',
      scenarios: ['unshaped', 'shaped', 'mtu', 'mtu-mss-clamp', 'mtu-route'],
    },
    { name: 'schedulers', suite: 'schedulers' },
    { name: 'health', suite: 'health' },
    { name: 'split-brain', suite: 'split-brain' },
    { name: 'reversion', suite: 'reversion' },
    { name: 'connections', suite: 'connections' },
    { name: 'hygiene', suite: 'hygiene' },
    { name: 'starvation', suite: 'starvation' },
  ],
  short: methods.map((one) => ({
    ...one,
    suite: 'failover',
    faults: ['kill-director'],
    trials: 1,
    // What a machine keeps that does other things too.
    probeIntervalMs: 20,
  })),
  notCompared: ['latenessMs', 'readyMs'],
};
