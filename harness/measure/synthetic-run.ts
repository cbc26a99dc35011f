import type { FaultFacts, Observation, ProbeSettings, Recording, Run, SeriesName, Topology } from '../model.ts';
import { seededRandom } from '../stats/seeded-random.ts';
import { nothingFoundYet } from './not-yet.ts';
import { syntheticRequests } from './synthetic-requests.ts';
import { syntheticConnections, syntheticTrial, type Timeline, type TrialBreaks } from './synthetic-trial.ts';

/** Options of a made-up recording; every default gives a run that passes all checks. */
export interface SyntheticOptions {
  seed?: number;
  /** Names among the four below, in the order they ran. */
  faults?: string[];
  trialsPerFault?: number;
  topology?: Topology;
  probe?: Partial<ProbeSettings>;
  /** What goes wrong, in the trials of `breakFault` or in all. */
  breaks?: TrialBreaks;
  breakFault?: string;
  /** Overrides fields of the finished run. */
  run?: Partial<Run>;
}

/** The facts of the four faults of the suite `failover`, as a run carries them. */
export const syntheticFaults: FaultFacts[] = [
  {
    name: 'kill-director',
    summary: 'The director dies at once: no process, no link.',
    colour: '#d62728',
    aim: 'master',
    detection: 'silent',
    dataPath: 'outage',
    reversion: 'restart',
  },
  {
    name: 'stop-keepalived',
    summary: 'keepalived is asked to stop (SIGTERM).',
    colour: '#1f77b4',
    aim: 'master',
    detection: 'graceful',
    dataPath: 'impairment',
    reversion: 'restart',
  },
  {
    name: 'kill-keepalived',
    summary: 'All processes of keepalived are killed; the VIP stays behind.',
    colour: '#9467bd',
    aim: 'master',
    detection: 'silent',
    dataPath: 'none',
    reversion: 'restart',
  },
  {
    name: 'pause-director',
    summary: 'The director is frozen.',
    colour: '#ff7f0e',
    aim: 'master',
    detection: 'silent',
    dataPath: 'none',
    reversion: 'reassert',
  },
];

/** A director pair like `topologies/dr-pair.ts`. */
export function syntheticTopology(changes: Partial<Topology> = {}): Topology {
  return {
    name: 'dr-pair',
    summary: 'Two directors, three real servers, direct routing.',
    subnet: '198.18.0.0/24',
    vrrp: { version: 2, virtualRouterId: 51, advertIntervalMs: 1000, preempt: true, password: 'drill' },
    directors: [
      { name: 'director-1', address: '198.18.0.11', priority: 100, initialState: 'BACKUP' },
      { name: 'director-2', address: '198.18.0.12', priority: 90, initialState: 'BACKUP' },
    ],
    realServers: [1, 2, 3].map((n) => ({ name: `real-server-${n}`, address: `198.18.0.${20 + n}`, weight: 1 })),
    clients: [
      {
        name: 'client-1',
        address: '198.18.0.100',
        sourceAddresses: Array.from({ length: 16 }, (_, n) => `198.18.0.${101 + n}`),
      },
    ],
    virtualServices: [
      {
        vip: '198.18.0.10',
        port: 80,
        scheduler: 'rr',
        forwardingMethod: 'DR',
        healthCheck: {
          type: 'TCP_CHECK',
          delayLoopMs: 1000,
          connectTimeoutMs: 1000,
          retries: 1,
          delayBeforeRetryMs: 500,
        },
      },
    ],
    ...changes,
  };
}

/**
 * A whole plausible run for tests: four faults on a director pair, every series filled, the same for the same seed.
 * Nothing of the harness has run; instants follow MEASURING's predictions plus a few tenths of a millisecond.
 */
export function syntheticRecording(options: SyntheticOptions = {}): Recording {
  const topology = options.topology ?? syntheticTopology();
  const probe = { intervalMs: 10, deadlineMs: 1000, delayThresholdMs: 50, connections: 4, ...options.probe };
  const random = seededRandom(options.seed ?? 1);
  const names = options.faults ?? syntheticFaults.map((fault) => fault.name);
  const faults = names.map(factsOf);
  const trialsPerFault = options.trialsPerFault ?? 3;
  const startMs = 100_000;
  const timeline: Timeline = {
    topology,
    probe,
    random,
    nowMs: startMs,
    gridMs: startMs - 3 * topology.vrrp.advertIntervalMs,
    observations: [],
    disturbances: [],
  };
  const trials: Run['trials'] = [];

  for (const fault of faults) {
    for (let repetition = 0; repetition < trialsPerFault; repetition += 1) {
      const broken = options.breakFault === undefined || options.breakFault === fault.name;
      const phase = [0.1, 0.5, 0.9][repetition % 3] ?? 0.5;
      trials.push(syntheticTrial(timeline, trials.length, fault, phase, broken ? (options.breaks ?? {}) : {}));
    }
  }
  const requests = syntheticRequests(timeline, startMs);
  const observations = [
    ...initialHolders(timeline, startMs - 3 * topology.vrrp.advertIntervalMs),
    ...timeline.observations,
    ...requests,
    ...syntheticConnections(timeline, startMs),
  ];

  const { startedAt } = blankRun({});
  const lastedMs = Math.max(180_000, timeline.nowMs - startMs + 10_000);
  const run = {
    ...blankRun({
      endedAt: new Date(Date.parse(startedAt) + lastedMs).toISOString(),
      topology,
      probe,
      faults,
      trials,
      trialsPerFault,
      plannedTrials: trials.length,
      seed: options.seed ?? 1,
    }),
    throughput: {
      startedAtMs: startMs - 6000,
      durationMs: 5000,
      connections: 10,
      responses: 9000,
      requestsPerSecond: 1800,
      errors: 0,
      non2xx: 0,
      latencyMs: { p50: 5, p99: 14, max: 31 },
    },
    readyAfterMs: 9500,
    ...options.run,
  };
  return handMade(run, observations);
}

/** A run of no consequence with these parts, for tests that write their recording by hand. */
export function blankRun(parts: Partial<Run>): Run {
  return {
    schema: 1,
    id: '2025-01-02T03-04-05Z-synthetic',
    suite: 'failover',
    scenario: { name: 'failover', summary: 'a made-up run' },
    status: 'recorded',
    startedAt: '2025-01-02T03:04:05.000Z',
    endedAt: '2025-01-02T03:07:05.000Z',
    command: 'npm run suite failover -- --seed 1',
    seed: 1,
    trialsPerFault: 1,
    plannedTrials: 1,
    engine: { kind: 'lab', reason: 'no Docker engine answers', cpus: 1, memoryBytes: 4 * 2 ** 30 },
    versions: {
      lvsDrill: '0.1.0',
      gitCommit: '0123456789abcdef0123456789abcdef01234567',
      gitDirty: false,
      node: 'v20.19.0',
      kernel: '7.2.0',
      dockerEngine: '26.1.5',
      keepalived: '2.3.3',
      ipvsadm: '1.31',
      httpd: '2.4.62',
    },
    sysctls: { 'net.ipv4.vs.expire_nodest_conn': '0', 'net.ipv4.vs.conn_reuse_mode': '1' },
    topology: syntheticTopology(),
    probe: { intervalMs: 10, deadlineMs: 1000, delayThresholdMs: 50, connections: 4 },
    faults: [],
    checks: [],
    trials: [],
    ...nothingFoundYet(),
    ...parts,
  };
}

/** A recording of exactly these observations. */
export function handMade(run: Run, observations: readonly Observation[]): Recording {
  const bySeries = new Map<SeriesName, Observation[]>();
  for (const name of new Set(observations.map((one) => one.series))) {
    bySeries.set(
      name,
      observations.filter((one) => one.series === name),
    );
  }
  const series = <S extends SeriesName>(name: S) => (bySeries.get(name) ?? []) as unknown as readonly Observation<S>[];
  return { run, series };
}

/** A recording with one series replaced: for breaking a single thing in a test. */
export function withSeries<S extends SeriesName>(
  recording: Recording,
  replaced: S,
  change: (observations: readonly Observation<S>[]) => readonly Observation<S>[],
): Recording {
  const changed = change(recording.series(replaced));
  return {
    run: recording.run,
    series: <T extends SeriesName>(name: T) =>
      (name as SeriesName) === replaced ? (changed as unknown as readonly Observation<T>[]) : recording.series(name),
  };
}

function factsOf(name: string): FaultFacts {
  const facts = syntheticFaults.find((fault) => fault.name === name);
  if (facts === undefined) throw new Error(`no synthetic fault '${name}'`);
  return facts;
}

function initialHolders(timeline: Timeline, startMs: number): Observation[] {
  const address = timeline.topology.virtualServices[0]?.vip ?? '';
  const holders = timeline.topology.directors.map(
    (director, index): Observation => ({
      series: 'vip-holder',
      at: startMs,
      node: director.name,
      value: { address, held: index === 0 },
    }),
  );
  const offset: Observation = {
    series: 'clock-offset',
    at: startMs,
    node: 'hand',
    value: { offsetMs: 1_735_700_000_000, boundMs: 0.02 },
  };
  return [...holders, offset];
}
