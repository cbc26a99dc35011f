import type { Comparison, LinkCount, LoadTrial, Observation, Path, Recording, Run } from '../model.ts';
import { seededRandom } from '../stats/seeded-random.ts';
import { type LoadKind, loadKinds } from './loads.ts';
import { adverts, every, holds, logged } from './scripted-run.ts';
import { blankRun, handMade, syntheticTopology } from './synthetic-run.ts';

/** Options of made-up loads; every default gives a run that passes all checks. */
export interface LoadOptions {
  comparison?: Partial<Comparison>;
  rounds?: number;
  /** How many real servers there are. */
  realServers?: number;
  /** What goes wrong in a trial. */
  change?: (trial: LoadTrial) => LoadTrial;
  run?: Partial<Run>;
  /** Seen besides a master that keeps its role; loads are counted from 100 s to 110 s. */
  observations?: Observation[];
}

/** Unlimited links, one size, both uses of connections. */
const defaults: Comparison = {
  paths: ['direct', 'NAT', 'DR', 'TUN'],
  responseBytes: [1024],
  connectionUses: ['kept', 'fresh'],
  concurrency: 20,
  durationMs: 10_000,
};

/** Requests per second through each path, over those of the direct one, where processors are what is short. */
const shareOfDirect: { [path in Path]: number } = { direct: 1, DR: 0.93, TUN: 0.9, NAT: 0.82 };

/** A run of loads as the driver records it: through limited links as many requests as fit, else as many as processors allow. */
export function loadedRecording(options: LoadOptions = {}): Recording {
  const comparison = { ...defaults, ...options.comparison };
  const [service] = syntheticTopology().virtualServices;
  if (service === undefined) throw new Error('there is no virtual service');
  const topology = syntheticTopology({
    virtualServices: (['DR', 'TUN', 'NAT'] as const).map((forwardingMethod, n) => ({
      ...service,
      vip: `198.18.0.${10 - n}`,
      forwardingMethod,
    })),
    realServers: Array.from({ length: options.realServers ?? 3 }, (_, n) => ({
      name: `real-server-${n + 1}`,
      address: `198.18.0.${21 + n}`,
      weight: 1,
    })),
  });
  const random = seededRandom(3);
  const kinds = loadKinds({ comparison });
  const rounds = options.rounds ?? 5;
  const loadTrials = Array.from({ length: rounds }, (_, round) =>
    kinds.map((kind, place): LoadTrial => {
      const noise = 1 + (random() - 0.5) * 0.01;
      const trial = madeUpTrial(kind, comparison, topology.realServers.length, noise);
      const whole = { ...trial, index: round * kinds.length + place + 1, round };
      return options.change?.(whole) ?? whole;
    }),
  ).flat();
  return handMade(
    blankRun({
      suite: 'forwarding',
      scenario: { name: 'unshaped', summary: 'a made-up comparison' },
      topology,
      plannedTrials: loadTrials.length,
      comparison,
      loadTrials,
      ...options.run,
    }),
    [
      logged(1, 2000, 'Startup complete'),
      holds(1, 90_000, true),
      ...adverts(1, every(1000, 95_000, 115_000)),
      ...(options.observations ?? []),
    ],
  );
}

/** Bytes and packets of one request, fresh connections included: MEASURING 7.1. */
function costOf({ responseBytes, connectionUse }: LoadKind) {
  const segments = Math.ceil((responseBytes + 250) / 1448);
  const acknowledgements = Math.floor(segments / 2);
  const fresh = connectionUse === 'fresh';
  return {
    sent: (fresh ? 404 : 190) + 66 * acknowledgements,
    packets: (fresh ? 5 : 1) + acknowledgements,
    received: responseBytes + (fresh ? 575 : 316) + 66 * (segments - 1),
  };
}

function madeUpTrial(kind: LoadKind, comparison: Comparison, realServers: number, noise: number): LoadTrial {
  const { path } = kind;
  const { sent, received, packets } = costOf(kind);
  const tunnelled = path === 'TUN' ? sent + 20 * packets : sent;
  const director = {
    direct: [0, 0],
    NAT: [sent + received, sent + received],
    DR: [sent, sent],
    TUN: [sent, tunnelled],
  };
  const [into = 0, outOf = 0] = director[path];
  const bits = comparison.linkBitsPerSecond;
  const perSecond =
    bits === undefined
      ? (1500 * shareOfDirect[path] * noise) /
        (1 + kind.responseBytes / 20_000) /
        (kind.connectionUse === 'fresh' ? 2 : 1)
      : (0.985 * noise * bits) / 8 / Math.max(into, outOf, received / realServers, tunnelled / realServers);
  const seconds = comparison.durationMs / 1000;
  const responses = Math.round(perSecond * seconds);
  // Read a little too late: more went through the links than the requests that were counted.
  const countedMs = comparison.durationMs + 50;
  const counted = (responses * countedMs) / comparison.durationMs;
  const bytes = (perRequest: number) => Math.round(perRequest * counted);
  const link = (node: string, address: string, inBytes: number, outBytes: number): LinkCount => ({
    node,
    address,
    receivedBytes: bytes(inBytes),
    sentBytes: bytes(outBytes),
    receivedPackets: bytes(inBytes / 700),
    sentPackets: bytes(outBytes / 700),
  });
  const engineCpuMsPerRequest = 2000 / (1500 * shareOfDirect[path]);
  const p50Ms = (1000 * comparison.concurrency) / perSecond;
  return {
    index: 0,
    round: 0,
    ...kind,
    throughput: {
      startedAtMs: 100_000,
      durationMs: comparison.durationMs,
      connections: comparison.concurrency,
      responses,
      requestsPerSecond: responses / seconds,
      errors: 0,
      non2xx: 0,
      latencyMs: { p50: p50Ms, p99: 2 * p50Ms, max: 3 * p50Ms },
    },
    answeredBytesPerSecond: perSecond * (kind.responseBytes + 250),
    links: [
      {
        ...link('client-1', '198.18.0.100', received, sent),
        sentPackets: bytes(packets),
        receivedPackets: bytes(packets + received / 1514),
      },
      link('director-1', '198.18.0.11', into, outOf),
      link('director-2', '198.18.0.12', 0.1, 0.1),
      ...Array.from({ length: realServers }, (_, n) =>
        link(`real-server-${n + 1}`, `198.18.0.${21 + n}`, tunnelled / realServers, received / realServers),
      ),
    ],
    countedMs,
    directorCpuMs: ((path === 'direct' ? 20 : 40) * countedMs) / comparison.durationMs,
    engineCpuMs: engineCpuMsPerRequest * counted,
  };
}
