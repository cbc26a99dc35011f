import type { Scenario, Suite } from '../harness/model.ts';

/** Loads need no prober; the model asks for its settings. */
const probe = { intervalMs: 10, deadlineMs: 900, delayThresholdMs: 100, connections: 0 };

const compared = {
  topology: 'forwarding-methods',
  faults: [],
  phases: [0.5],
  probe,
  throughputMs: 0,
} satisfies Partial<Scenario>;

const soundness = ['recording-whole', 'kernel-trouble'];

export const suite: Suite = {
  name: 'forwarding',
  summary: 'the same load by NAT, by direct routing and by tunnels: what each costs, and what limited links carry',
  scenarios: [
    {
      ...compared,
      name: 'unshaped',
      summary: 'What does each way of forwarding cost, where processors are the limit and not links?',
      comparison: {
        paths: ['direct', 'NAT', 'DR', 'TUN'],
        responseBytes: [100, 1024, 10240, 102400],
        connectionUses: ['kept', 'fresh'],
        concurrency: 12,
        durationMs: 800,
        settleMs: 150,
      },
      checks: ['forwarding-ratio', ...soundness],
      trialsPerFault: 5,
    },
    {
      ...compared,
      name: 'shaped',
      summary: 'Ten real servers and links of 1.5 Mbit/s: do DR and TUN carry ten times what NAT carries?',
      change: { realServerCount: 10 },
      comparison: {
        paths: ['NAT', 'DR', 'TUN'],
        responseBytes: [1024, 10240],
        connectionUses: ['fresh'],
        concurrency: 60,
        durationMs: 12_000,
        settleMs: 5_000,
        linkBitsPerSecond: 1_500_000,
      },
      checks: ['link-gain', 'forwarding-capacity', ...soundness],
      trialsPerFault: 2,
    },
  ],
};
