import { sourcesOf } from '../inside.ts';
import { serversOf } from '../ipvs/services.ts';
import type {
  AssignmentValue,
  Balance,
  BalanceTrial,
  KernelMs,
  ListedServer,
  Observation,
  Recording,
  RequestOutcome,
  Run,
  Topology,
  VirtualService,
} from '../model.ts';
import { serviceKey } from './destinations.ts';
import { adverts, every, holds } from './scripted-run.ts';
import { blankRun, handMade, syntheticTopology } from './synthetic-run.ts';

/** A connection to come: its number within its trial, and the kernel's list with its weights. */
export interface Turn {
  service: VirtualService;
  list: readonly ListedServer[];
  connection: number;
  source: string;
}

/** Whom it gets; null: refused; another outcome: no answer, and nobody knows from whom. */
export type Choice = string | null | { outcome: RequestOutcome };

/** Options of a made-up run whose traffic schedulers are judged by; the defaults are rr and go as predicted. */
export interface BalanceOptions {
  services?: Partial<VirtualService>[];
  balance?: Partial<Balance>;
  choose?(turn: Turn): Choice;
  /** Until a real server's first answer, ms; 1.5 where it says nothing. */
  latencyMs?(realServer: string | null): number | undefined;
  /** Number of the client's addresses, its own included. */
  sources?: number;
  /** Of every trial. */
  trial?: Partial<BalanceTrial>;
  /** What else was seen. */
  observations?: Observation[];
  run?: Partial<Run>;
  /** Left out of the recording. */
  without?: Observation['series'][];
}

/** When the n-th trial (from 0) begins. */
export function trialStartMs(index: number): KernelMs {
  return 10_000 + index * 5_000;
}

/** A pair with four real servers, and these services on ports 8000 and up, which only the scenario's traffic asks. */
export function balanceTopology(services: Partial<VirtualService>[], sources = 16): Topology {
  const base = syntheticTopology();
  const [first] = base.virtualServices;
  if (first === undefined) throw new Error('the synthetic topology has no service');
  return {
    ...base,
    realServers: [1, 2, 3, 4].map((n) => ({ name: `real-server-${n}`, address: `198.18.0.${20 + n}`, weight: 1 })),
    clients: base.clients.map((client) => ({
      ...client,
      sourceAddresses: Array.from(
        { length: sources - 1 },
        (_, n) => `198.18.${1 + Math.floor(n / 250)}.${1 + (n % 250)}`,
      ),
    })),
    virtualServices: [
      first,
      ...services.map((service, n) => ({
        ...first,
        vip: '198.18.0.10',
        port: 8000 + n,
        untouched: true as const,
        ...service,
      })),
    ],
  };
}

/** The list that the kernel has of a service that keepalived has added: the last one first (MEASURING 4). */
export function kernelList(service: VirtualService, topology: Topology): ListedServer[] {
  return serversOf(service, topology)
    .map(({ name, weight }) => ({ realServer: name, weight, activeConnections: 0, inactiveConnections: 0 }))
    .reverse();
}

/** A whole run of such traffic: one trial for each service, with all counts, adverts and tables. Nothing has run. */
export function balanceRecording(options: BalanceOptions = {}): Recording {
  const topology = balanceTopology(options.services ?? [{ scheduler: 'rr' }], options.sources);
  const balance: Balance = {
    traffic: 'sequential',
    connections: 40,
    concurrency: 1,
    requestsPerConnection: 1,
    ...options.balance,
  };
  const choose = options.choose ?? inTurn;
  const made = topology.virtualServices
    .filter(({ untouched }) => untouched === true)
    .map((service, n) => madeTrial(topology, service, balance, n, { ...options, choose }));
  const endMs = trialStartMs(made.length);
  const run = blankRun({
    suite: 'schedulers',
    topology,
    balanceTrials: made.map(({ trial }) => ({ ...trial, ...options.trial })),
    ...options.run,
  });
  const observations = [
    ...steadyCluster(topology, endMs),
    ...made.flatMap((one) => one.observations),
    ...(options.observations ?? []),
  ];
  return handMade(
    run,
    observations.filter(({ series }) => options.without?.includes(series) !== true),
  );
}

/** director-1 is MASTER all the time, and its table the configured one. */
export function steadyCluster(topology: Topology, endMs: KernelMs): Observation[] {
  return [
    ...adverts(1, every(1000, 5000, endMs)),
    holds(1, 1000, true),
    holds(2, 1000, false),
    ...topology.virtualServices.flatMap((service) =>
      serversOf(service, topology).map(
        ({ name, weight }): Observation => ({
          series: 'destination',
          at: 2000,
          node: 'director-1',
          value: {
            service: serviceKey(service),
            realServer: name,
            weight,
            activeConnections: 0,
            inactiveConnections: 0,
            previousMs: 2000,
          },
        }),
      ),
    ),
  ];
}

/** The servers with a weight in the order of the list, as rr does. */
export function inTurn({ list, connection }: Turn): string | null {
  const open = list.filter(({ weight }) => weight > 0);
  return open[connection % open.length]?.realServer ?? null;
}

const stepMs = 4;

function madeTrial(
  topology: Topology,
  service: VirtualService,
  balance: Balance,
  index: number,
  { choose, latencyMs: latencyOf }: Pick<BalanceOptions, 'latencyMs'> & Required<Pick<BalanceOptions, 'choose'>>,
): { trial: BalanceTrial; observations: Observation[] } {
  const list = kernelList(service, topology);
  const sources = topology.clients.flatMap((client) => sourcesOf(topology, client, service));
  const startMs = trialStartMs(index);
  const endMs = startMs + 100 + balance.connections * stepMs;
  const observations = Array.from({ length: balance.connections }, (_, connection): Observation<'assignment'> => {
    // Several at a time begin together.
    const at = startMs + 10 + Math.floor(connection / balance.concurrency) * stepMs * balance.concurrency;
    const source = sources[connection % sources.length] ?? '198.18.0.101';
    const fate = fateOf(choose({ service, list, connection, source }), balance.requestsPerConnection);
    const latencyMs = latencyOf?.(fate.realServer) ?? 1.5;
    const closedAtMs = balance.traffic === 'held' ? endMs - 5 : at + latencyMs + 0.5;
    const place = { trial: index + 1, service: serviceKey(service), connection, source };
    const value: AssignmentValue = { ...place, sourcePort: 20_000 + connection, ...fate, latencyMs, closedAtMs };
    return { series: 'assignment', at, node: 'client-1', value };
  });
  const given = Object.fromEntries(
    list.map(({ realServer }) => [
      realServer,
      observations.filter(({ value }) => value.realServer === realServer).length,
    ]),
  );
  const trial: BalanceTrial = {
    index: index + 1,
    service: serviceKey(service),
    balance,
    startedAtMs: startMs,
    endedAtMs: endMs,
    list,
    kernelConnections: given,
    loggedRequests: Object.fromEntries(
      Object.entries(given).map(([name, count]) => [name, count * balance.requestsPerConnection]),
    ),
  };
  return { trial, observations };
}

/** What a choice looks like to the client. */
export function fateOf(choice: Choice, requests: number): Pick<AssignmentValue, 'outcome' | 'realServer' | 'answers'> {
  if (choice === null) return { outcome: 'refused', realServer: null, answers: 0 };
  if (typeof choice === 'string') return { outcome: 'ok', realServer: choice, answers: requests };
  return { outcome: choice.outcome, realServer: null, answers: 0 };
}
