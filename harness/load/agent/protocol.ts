/**
 * What the harness and the agent (the program inside the containers) say to each other: options as one JSON argument,
 * requests to `hand` as lines of its standard input, everything else as lines of JSON on the agent's standard output.
 * Types only.
 */
import type { FileReading, Hand, HandAct, HandReport, NodeSight } from '../../cluster/interface.ts';
import type {
  Balance,
  Cohort,
  CohortValue,
  KernelMs,
  LoadTrial,
  SeriesName,
  SeriesValues,
  SizedRequestValue,
  Throughput,
  TrialStage,
} from '../../model.ts';

/** A virtual service to ask: IPv4 address and port. */
export interface ServicePlace {
  vip: string;
  port: number;
}

/** A virtual service, and the local IPv4 addresses that it is asked from: one flow each. */
export interface ProbedService extends ServicePlace {
  sources: string[];
}

/** `agent.cjs probe`: the open-loop prober. */
export interface ProbeOptions {
  /**
   * Asked in turn, one request each. After a request to every one of them the next of their sources has its turn, so that
   * each source asks its service (RFC 6414 3.6 wants 16 flows or more).
   */
  services: ProbedService[];
  /** Between due times, ms: 1..1000. */
  intervalMs: number;
  /** From the due time until a request counts as lost, ms: 10..60000. */
  deadlineMs: number;
  /** Tell the local port of each request. */
  ports?: true;
  /** Ask a server in this very process, with no kernel between (harness/load/agent/discarding-server.ts). */
  inProcess?: true;
}

/** `agent.cjs connections`: long-lived keep-alive connections. */
export interface ConnectionsOptions {
  vip: string;
  port: number;
  /** Local IPv4 addresses, used in turn. */
  sources: string[];
  /** Connections held at any time: 1..1000. */
  count: number;
  /** Between requests on one connection, ms: 10..60000. */
  requestIntervalMs: number;
  /** A request unanswered for this long makes its connection lost, ms: 10..600000. */
  silenceMs: number;
}

/** `agent.cjs cohorts`: connections of known ages. */
export interface CohortsOptions extends ServicePlace {
  /** Local IPv4 addresses, used in turn. */
  sources: string[];
  cohorts: Cohort[];
}

/** One line of `cohorts`' standard input: make all connections for an instant, or try those that are alive. */
export type CohortsRequest = { dueMs: KernelMs } | { try: Exclude<CohortValue['stage'], 'made'> };

/** `agent.cjs traffic`: closed-loop connections, made to order; all that it needs to know is in the orders. */
export type TrafficOptions = Record<string, never>;

/** One line of `traffic`'s standard input. */
export interface TrafficOrder {
  /** Named by `done` when all its connections are closed. */
  order: number;
  /** Of the observations. */
  trial: number;
  stage?: TrialStage;
  service: ServicePlace;
  /** Local IPv4 addresses, used in turn, from the first on. */
  sources: string[];
  balance: Omit<Balance, 'slowByMs'>;
  /** For a connection and its first answer, for every further answer, and for the close, ms: 10..60000. */
  deadlineMs: number;
  /** No connection is begun this long after the first, ms: 1000..600000. */
  limitMs: number;
}

/** `agent.cjs sizes`: requests and answers of given sizes, each on a connection of its own. */
export interface SizesOptions extends ServicePlace {
  /** Local IPv4 addresses, used in turn. */
  sources: string[];
  /** From connecting until a request is given up, ms: 100..60000. */
  deadlineMs: number;
}

/** One line of `sizes`' standard input: a sweep, the requests first. */
export interface SizesOrder extends Pick<SizedRequestValue, 'trial' | 'stage'> {
  /** Named by `done` when all of it has been answered or given up. */
  order: number;
  /** Of whole requests with their heads: 200..10000. */
  requestBytes: number[];
  /** Of the bodies of answers: 1..10240. */
  responseBytes: number[];
}

/** `agent.cjs destinations`: the real servers in the IPVS tables of other containers; runs where the hand does. */
export interface DestinationsOptions {
  /** Between two readings of a table, ms: 10..1000. */
  pollMs: number;
  /** What ought to be in the tables: of these the first reading tells also that they are not. */
  expected?: { service: string; realServer: string }[];
  /** Where the engine's process file system is mounted. Default: /proc. */
  procRoot?: string;
}

/** One line of `destinations`' standard input: the first process of a node to watch; null: watch it no more. */
export interface DestinationsRequest {
  node: string;
  pid: number | null;
}

/** `agent.cjs wire`: adverts and gratuitous ARPs with the kernel's capture time. */
export interface WireOptions {
  /** One's own IPv4 address on the network to capture: it names the interface. */
  address: string;
  /** Overrides the look-up by address. */
  interface?: string;
  /** File that the capture is written to as well; its folder must exist. */
  pcap: string;
  /** IPv4 addresses, to which the first packets of connections are captured as well: series `syn`. */
  synsTo?: string[];
}

/** `agent.cjs hand`: acts on other containers; runs privileged, in the engine's process and cgroup namespaces. */
export interface HandOptions {
  /** Where the cgroup version 2 tree of the engine is mounted. Default: /sys/fs/cgroup. */
  cgroupRoot?: string;
}

/** `agent.cjs load`: autocannon, closed loop, keep-alive. */
export interface LoadOptions {
  url: string;
  /** 1..1000 */
  connections: number;
  /** 100..600000 ms */
  durationMs: number;
}

/** `agent.cjs loads`: one closed loop after the other, each by a line of standard input. It takes no options. */
export type LoadsOptions = Record<never, never>;

/** Whom a load asks: a virtual service, or a real server itself. */
export interface LoadTarget {
  address: string;
  port: number;
}

/** One line of `loads`' standard input. */
export interface LoadOrder {
  id: number;
  /** Several are asked evenly. */
  targets: LoadTarget[];
  /** Of the page. */
  path: string;
  connectionUse: LoadTrial['connectionUse'];
  /** Requests under way at a time: 1..1000. */
  connections: number;
  /** It begins at once; what is answered before this is not counted. */
  countFromMs: KernelMs;
  /** Nor what is answered later than this; it ends then. At most 600 s after `countFromMs`. */
  countUntilMs: KernelMs;
}

/** What a load came to. */
export interface LoadOutcome {
  throughput: Throughput;
  /** Heads and bodies of all whole answers. */
  answeredBytes: number;
  /** How many requests were never answered, by cause; together they are `throughput.errors`. */
  failures: { [cause: string]: number };
}

/** What `loads` answers to an order. */
export type LoadReply = { loaded: LoadOrder['id'] } & (LoadOutcome | { error: string });

/** An observation without its node: the harness knows on which node it runs the agent. */
export type AgentObservation<S extends SeriesName = SeriesName> = {
  [K in S]: { series: K; at: KernelMs; value: SeriesValues[K] };
}[S];

/** What `destinations` prints: it sees several nodes from outside, so it names the node. */
export type DestinationLine = AgentObservation<'destination'> & { node: string };

/** Every connection of `cohorts` that was alive has been tried, and its observation printed. */
export interface TriedLine {
  tried: Exclude<CohortValue['stage'], 'made'>;
  at: KernelMs;
}

/** An order of `traffic` or `sizes` is through, and its observations printed. */
export interface DoneLine {
  done: number;
  /** Connections that were begun. */
  begun: number;
  at: KernelMs;
}

/** The command does its work from now on. */
export interface ReadyLine {
  ready: true;
  at: KernelMs;
}

/**
 * Something kept the agent from observing: what it printed is incomplete, so a trial that overlaps is `unknown`.
 * One cause is reported at most once per second.
 */
export interface TroubleLine {
  trouble: string;
  at: KernelMs;
  /** How often since the previous line of the same cause. */
  times: number;
}

/** The one line of `load`. */
export interface ThroughputLine {
  throughput: Throughput;
}

/** One line of `hand`'s standard input. */
export type HandRequest = { id: number } & (
  | { now: true }
  | { act: HandAct; atMs: KernelMs }
  | { look: number }
  | { inspect: Parameters<Hand['inspect']>[0] }
  | { read: string[]; atMs?: KernelMs }
);

/** What `hand` answers; `id` is the request's, or null where the request had none that could be read. */
export type HandReply =
  | { id: number; atMs: KernelMs }
  | ({ id: number } & HandReport)
  | ({ id: number } & NodeSight)
  | { id: number; stdout: string }
  | ({ id: number } & FileReading)
  | { id: number | null; error: string };

/** Every line there is. */
export type AgentLine =
  | AgentObservation
  | DestinationLine
  | TriedLine
  | DoneLine
  | ReadyLine
  | TroubleLine
  | ThroughputLine
  | LoadReply
  | HandReply;
