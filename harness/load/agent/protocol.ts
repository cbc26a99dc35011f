/**
 * What the harness and the agent (the program inside the containers) say to each other: options as one JSON argument,
 * requests to `hand` as lines of its standard input, everything else as lines of JSON on the agent's standard output.
 * Types only.
 */
import type { HandAct, HandReport, NodeSight } from '../../cluster/interface.ts';
import type { KernelMs, SeriesName, SeriesValues, Throughput } from '../../model.ts';

/** `agent.cjs probe`: the open-loop prober. */
export interface ProbeOptions {
  /** IPv4 address of the virtual service. */
  vip: string;
  port: number;
  /** Local IPv4 addresses, used in turn: one flow each (RFC 6414 3.6 wants 16 or more). */
  sources: string[];
  /** Between due times, ms: 2..1000. */
  intervalMs: number;
  /** From the due time until a request counts as lost, ms: 10..60000. */
  deadlineMs: number;
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

/** `agent.cjs wire`: adverts and gratuitous ARPs with the kernel's capture time. */
export interface WireOptions {
  /** One's own IPv4 address on the network to capture: it names the interface. */
  address: string;
  /** Overrides the look-up by address. */
  interface?: string;
  /** File that the capture is written to as well; its folder must exist. */
  pcap: string;
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

/** An observation without its node: the harness knows on which node it runs the agent. */
export type AgentObservation<S extends SeriesName = SeriesName> = {
  [K in S]: { series: K; at: KernelMs; value: SeriesValues[K] };
}[S];

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
export type HandRequest = { id: number } & ({ now: true } | { act: HandAct; atMs: KernelMs } | { look: number });

/** What `hand` answers; `id` is the request's, or null where the request had none that could be read. */
export type HandReply =
  | { id: number; atMs: KernelMs }
  | ({ id: number } & HandReport)
  | ({ id: number } & NodeSight)
  | { id: number | null; error: string };

/** Every line there is. */
export type AgentLine = AgentObservation | ReadyLine | TroubleLine | ThroughputLine | HandReply;
