import type { NightEntry, NightPlan } from '../harness/model.ts';

/** The same failovers by each forwarding method: rows of the night's first table. */
const methods = [
  { name: 'failover-dr', topology: 'dr-pair' },
  { name: 'failover-tun', topology: 'tun-pair' },
  { name: 'failover-nat', topology: 'nat-pair' },
] satisfies Partial<NightEntry>[];

/**
 * Of each fault, instead of one or two as the suites have it: the fewest of which an interval exists beside two accepted
 * nights, in one phase or in two (MEASURING 5.2). It costs the night twenty minutes.
 */
const trials = 3;

export const nightly: NightPlan = {
  full: [
    // First: what runs after it carries what it found out about the instrument.
    { name: 'calibration', suite: 'calibration' },
    ...methods.map((one) => ({ ...one, suite: 'failover' })),
    // Its failovers are those above, with more trials.
    {
      name: 'forwarding',
      suite: 'forwarding',
      scenarios: ['unshaped', 'shaped'],
    },
    { name: 'path-mtu', suite: 'forwarding', scenarios: ['mtu', 'mtu-mss-clamp', 'mtu-route'], trials },
    { name: 'schedulers', suite: 'schedulers' },
    { name: 'health', suite: 'health', trials },
    { name: 'split-brain', suite: 'split-brain', trials },
    { name: 'reversion', suite: 'reversion', trials },
    { name: 'connections', suite: 'connections', trials },
    { name: 'hygiene', suite: 'hygiene', trials },
    { name: 'starvation', suite: 'starvation', trials },
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
