import type {
  FaultFacts,
  KernelMs,
  Observation,
  Recording,
  RequestOutcome,
  Run,
  Topology,
  TrialRecord,
} from '../model.ts';
import { blankRun, handMade, syntheticTopology } from './synthetic-run.ts';

/** Test support: the pair of `syntheticTopology`, and what happens to it second by second, written by hand. */
export interface Script {
  topology?: Topology;
  faults?: FaultFacts[];
  trials?: TrialRecord[];
  run?: Partial<Run>;
  observations: Observation[];
}

/** A recording of exactly what the script says. */
export function scripted({
  topology = syntheticTopology(),
  faults = [],
  trials = [],
  run = {},
  observations,
}: Script): Recording {
  return handMade(blankRun({ topology, faults, trials, ...run }), observations);
}

/** What the faults of VRRP's path say of themselves; harness/faults/faults.test.ts holds the two together. */
export const vrrpFacts: Readonly<Record<string, Pick<FaultFacts, 'hearing' | 'lateness' | 'foreignCluster'>>> = {
  'deafen-backup': { hearing: 'target-deaf' },
  'cut-vrrp': { hearing: 'all-deaf' },
  'change-password': { hearing: 'strange-password' },
  'deafen-master': { hearing: 'master-deaf' },
  'drop-every-kth-advert': { hearing: 'thinned' },
  'stall-director': { lateness: 'pause' },
  'drop-adverts': { lateness: 'gap' },
  'delay-adverts': { lateness: 'delay' },
  'lose-adverts-at-random': { lateness: 'chance' },
  'starve-director': { lateness: 'hunger' },
  'second-pair': { foreignCluster: true },
};

/** Facts of a fault with this name that kills nobody, with what the fault of that name does to VRRP. */
export function quietFault(name: string, changes: Partial<FaultFacts> = {}): FaultFacts {
  return {
    name,
    summary: 'a fault of a test',
    colour: '#000000',
    aim: 'master',
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
    ...vrrpFacts[name],
    ...changes,
  };
}

/**
 * A trial on director-1 that was steady at 8 s, took effect at 10.5 s, half a second after an advert on the whole second,
 * began to heal at 16.2 s and ended at 18 s.
 */
export function trialAt(fault: string, changes: Partial<TrialRecord> = {}): TrialRecord {
  return {
    index: 1,
    fault,
    target: 'director-1',
    phase: 0.5,
    steadyAtMs: 8000,
    injectDueMs: 10_500,
    effective: { earliestMs: 10_500, latestMs: 10_501 },
    confirmation: { confirmed: true, evidence: 'seen' },
    healStartedAtMs: 16_200,
    healedAtMs: 16_210,
    restored: { earliestMs: 16_203, latestMs: 16_204 },
    endedAtMs: 18_000,
    ...changes,
  };
}

/** Address, priority and MAC of the two directors and of strangers, by number: 1 and 2; 3 and 4. */
const senders = new Map([
  [1, { address: '198.18.0.11', priority: 100 }],
  [2, { address: '198.18.0.12', priority: 90 }],
  [3, { address: '198.18.0.13', priority: 110 }],
  [4, { address: '198.18.0.14', priority: 80 }],
]);

/** MAC of a node by the last number of its address, as Docker makes it. */
export function macOf(lastNumber: number): string {
  return `02:42:c6:12:00:${lastNumber.toString(16).padStart(2, '0')}`;
}

/** Adverts of director 1 or 2, or of stranger 3 or 4, at these instants. */
export function adverts(
  sender: number,
  instantsMs: readonly KernelMs[],
  changes: { priority?: number; virtualRouterId?: number } = {},
): Observation[] {
  const { address, priority } = senders.get(sender) ?? { address: '198.18.0.99', priority: 1 };
  const value = {
    source: address,
    version: 2 as const,
    virtualRouterId: 51,
    priority,
    sourceMac: macOf(Number(address.split('.')[3])),
    ...changes,
  };
  return instantsMs.map((at) => ({ series: 'advert', at, node: 'client-1', value }));
}

/** Instants from one to another, both included, ms. */
export function every(stepMs: number, fromMs: KernelMs, toMs: KernelMs): KernelMs[] {
  return Array.from({ length: Math.floor((toMs - fromMs) / stepMs) + 1 }, (_, index) => fromMs + index * stepMs);
}

/** Director 1 or 2 got the VIP, or lost it. */
export function holds(director: number, at: KernelMs, held: boolean): Observation {
  return { series: 'vip-holder', at, node: `director-${director}`, value: { address: '198.18.0.10', held } };
}

/** The client's neighbour entry of the VIP: the last number of the address whose MAC it has, or none. */
export function entry(at: KernelMs, lastNumber: number | null): Observation {
  const mac = lastNumber === null ? null : macOf(lastNumber);
  return { series: 'neighbour', at, node: 'client-1', value: { address: '198.18.0.10', mac, state: 'REACHABLE' } };
}

/** A line of a director's keepalived. */
export function logged(director: number, at: KernelMs, line: string): Observation {
  return { series: 'keepalived-log', at, node: `director-${director}`, value: { line } };
}

/**
 * director-2 no longer hears director-1 from 10.5 s on, and takes over at 13.649 s; director-1 lives on, hears it and
 * answers each of its adverts. After healing at 16.2 s director-2 hears that at 16.65 s, and steps back.
 */
export function deafBackup(): Observation[] {
  return [
    ...adverts(1, [...every(1000, 5000, 13_000), 13_650.5, 14_650.5, 15_650.5, ...every(1000, 16_650.5, 20_650.5)]),
    ...adverts(2, [13_649, 14_649, 15_649, 16_649]),
    holds(1, 1000, true),
    holds(2, 1000, false),
    holds(2, 13_650, true),
    holds(2, 16_652, false),
    entry(1000, 11),
    entry(13_651, 12),
    entry(13_653, 11),
  ];
}

/** One request each 10 ms; those from one instant to another are lost. */
export function requests(untilMs: KernelMs, lostFromMs = 0, lostToMs = 0, lateMs = 0): Observation[] {
  return every(10, 5000, untilMs).map((at) => {
    const lost = at >= lostFromMs && at < lostToMs;
    const outcome: RequestOutcome = lost ? 'connect-timeout' : 'ok';
    const latencyMs = lost ? 900 : 4 + lateMs;
    const value = { outcome, service: '198.18.0.10:80', source: '198.18.0.100', lateMs, latencyMs };
    return { series: 'request', at, node: 'client-1', value: { ...value, realServer: lost ? null : 'real-server-1' } };
  });
}
