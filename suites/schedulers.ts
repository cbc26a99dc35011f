import type { Balance, Scenario, Suite } from '../harness/model.ts';

/**
 * As many as the client has addresses: a hash scheduler is asked by each of them once. One that draws lots gets more
 * (harness/run/balance-plan.ts).
 */
const connections = 256;

const common = {
  trialsPerFault: 1,
  phases: [0.5],
  throughputMs: 0,
} satisfies Partial<Scenario>;

const soundness = ['recording-whole', 'kernel-trouble'];

export const suite: Suite = {
  name: 'schedulers',
  summary:
    'every IPVS scheduler held to its algorithm: sequence, share and mapping, and what moves when a server leaves',
  scenarios: [
    balance('sequential', 'Requests one after the other: who gets them when nothing else is open?', {
      concurrency: 1,
    }),
    balance('concurrent', 'Sixteen short requests at a time: are shares as weights say?', { concurrency: 16 }),
    balance('held', 'Connections that stay open: are they shared out as weights say?', { concurrency: 1 }),
    balance('slow-server', 'One real server answers 0.1 s later: which schedulers spare it?', {
      concurrency: 16,
      slowByMs: 100,
    }),
    balance('keep-alive', 'Eight connections of 32 requests each: how unevenly do requests land?', {
      connections: 8,
      concurrency: 8,
      requestsPerConnection: 32,
    }),
    {
      ...common,
      name: 'disruption',
      summary:
        'A real server is removed or drained, and comes back: which clients get another one, and did they have to?',
      topology: 'hash-schedulers',
      faults: ['remove-real-server', 'drain-real-server'],
      checks: ['disruption', 'fault-confirmed', 'no-role-change', ...soundness],
      probe: { intervalMs: 20, deadlineMs: 900, delayThresholdMs: 100, connections: 0 },
      mapping: { concurrency: 16 },
      // What it is chosen for: a real server that goes takes hardly a client of another with it.
      thresholds: ['collateralPercent{mh 1:1:1:1}.max<1%'],
    },
  ],
};

function balance(
  traffic: Balance['traffic'],
  summary: string,
  how: Partial<Balance> & { concurrency: number },
): Scenario {
  return {
    ...common,
    name: traffic,
    summary,
    topology: 'schedulers',
    faults: [],
    checks: [
      'balance-sequence',
      // Few connections have no shares to speak of: that is what the scenario is about.
      ...(traffic === 'keep-alive' ? [] : ['balance-share']),
      'counts-reconcile',
      'balance-findings',
      ...soundness,
    ],
    // Nobody asks but the traffic.
    probe: { intervalMs: 1000, deadlineMs: 900, delayThresholdMs: 100, connections: 0 },
    balance: { traffic, connections, requestsPerConnection: 1, ...how },
  };
}
