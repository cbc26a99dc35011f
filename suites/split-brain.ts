import type { Scenario, Suite } from '../harness/model.ts';

const common = {
  topology: 'dr-pair',
  trialsPerFault: 2,
  phases: [0.5, 0.1],
  probe: { intervalMs: 20, deadlineMs: 900, delayThresholdMs: 100, connections: 16 },
  throughputMs: 0,
  // Clients must find the winner within a second of the advert that ends it.
  watchAfterHealingMs: 2_000,
} satisfies Partial<Scenario>;

const checks = [
  'dual-master',
  'usurpation-time',
  'heal-time',
  'owner-known',
  'healing-impact',
  'fault-confirmed',
  'single-holder',
  'request-outcomes',
  'recording-whole',
  'kernel-trouble',
];

export const suite: Suite = {
  name: 'split-brain',
  summary: 'the directors lose sight of each other: how long are there two masters, whom do clients reach, who wins',
  scenarios: [
    {
      ...common,
      name: 'cut-both-ways',
      summary: 'VRRP is dropped both ways, then let through again: keepalived with its defaults.',
      faults: ['cut-vrrp'],
      checks,
    },
    {
      ...common,
      name: 'announced',
      summary: 'The same with vrrp_higher_prio_send_advert: the loser says goodbye, the winner announces itself.',
      change: { vrrp: { higherPrioSendAdvert: true } },
      faults: ['cut-vrrp'],
      checks,
    },
    {
      ...common,
      name: 'one-way',
      summary:
        'VRRP is dropped one way, or every second advert; the passwords differ; the client has to ask for the VIP.',
      faults: [
        'deafen-backup',
        'deafen-master',
        { fault: 'drop-every-kth-advert', levels: [2] },
        'change-password',
        'forget-neighbours',
      ],
      checks,
    },
    secondPair(
      'second-pair',
      'Another pair on the segment is given the same virtual router id, and the same password.',
      'drill',
    ),
    secondPair(
      'second-pair-other-password',
      'Another pair on the segment is given the same virtual router id, but has a password of its own.',
      'other',
    ),
  ],
};

function secondPair(name: string, summary: string, password: string): Scenario {
  const stranger = { vip: '198.18.0.101', virtualRouterId: 51, password };
  return {
    ...common,
    name,
    summary,
    change: {
      strangers: [
        { ...stranger, name: 'stranger-1', address: '198.18.0.13', priority: 110 },
        { ...stranger, name: 'stranger-2', address: '198.18.0.14', priority: 80 },
      ],
    },
    faults: ['second-pair'],
    checks,
    trialsPerFault: 1,
  };
}
