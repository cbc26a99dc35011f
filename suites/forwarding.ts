import type { ForwardingMethod, Scenario, Suite, TopologyChange } from '../harness/model.ts';

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
    failoverOf('DR', 'dr-pair'),
    failoverOf('TUN', 'tun-pair'),
    failoverOf('NAT', 'nat-pair'),
    pathMtu('mtu', 'From which size on do requests through a tunnel stall where ICMP is dropped?', {}),
    pathMtu('mtu-mss-clamp', 'Does an MSS clamp at the real servers keep requests through a tunnel from stalling?', {
      realServerAdvmss: 1440,
    }),
    pathMtu('mtu-route', 'Does a route MTU at the client keep requests through a tunnel from stalling?', {
      clientRouteMtu: 1480,
    }),
  ],
};

function pathMtu(name: string, summary: string, change: TopologyChange): Scenario {
  return {
    topology: 'tun-pair',
    name,
    summary,
    change,
    faults: ['drop-path-mtu-icmp'],
    checks: [
      'path-mtu',
      'no-role-change',
      'fault-confirmed',
      'single-holder',
      'request-outcomes',
      'recording-whole',
      'kernel-trouble',
    ],
    trialsPerFault: 2,
    phases: [0.5, 0.1],
    probe: { intervalMs: 20, deadlineMs: 900, delayThresholdMs: 100, connections: 4 },
    throughputMs: 0,
    sizes: {
      // Byte by byte where a tunnel's packet is full, and where a request no longer fits one packet.
      requestBytes: [...everyBytes(20, 1300, 1400), ...everyBytes(1, 1416, 1456), ...everyBytes(20, 1460, 1520)],
      responseBytes: everyBytes(10, 1300, 1520),
      deadlineMs: 1_500,
    },
  };
}

/** Sizes from one to another, both included. */
function everyBytes(step: number, from: number, to: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function failoverOf(method: ForwardingMethod, topology: string): Scenario {
  return {
    name: `failover-${method.toLowerCase()}`,
    summary: `How long until the backup forwards by ${method} when the master loses its power?`,
    topology,
    faults: ['kill-director'],
    checks: [
      'failover-time',
      'fault-confirmed',
      'detection-time',
      'single-holder',
      'reversion-time',
      'request-outcomes',
      'prober-lateness',
      ...soundness,
    ],
    trialsPerFault: 3,
    phases: [0.9, 0.5, 0.1],
    // The deadline stays below TCP's first retransmission of a SYN, 1 s, so that no retry passes for an answer.
    probe: { intervalMs: 10, deadlineMs: 900, delayThresholdMs: 100, connections: 16 },
    throughputMs: 0,
  };
}
