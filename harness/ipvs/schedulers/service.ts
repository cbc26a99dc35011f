import type { Bracket, KernelMs, ListedServer, Scheduler, SchedulerFlag } from '../../model.ts';

/**
 * How long IPVS remembers a closed connection, FIN_WAIT or TIME_WAIT, and counts it as inactive (`tcp_timeouts` in
 * net/netfilter/ipvs/ip_vs_proto_tcp.c), ms.
 */
export const inactiveTimeoutMs = 120_000;

/** A virtual service as its scheduler sees it. */
export interface ScheduledService {
  scheduler: Scheduler;
  flags: readonly SchedulerFlag[];
  /** Where each real server of the list is added: `mh` hashes that. */
  addresses: { readonly [realServer: string]: { address: string; port: number } };
  /** Connections of one such net share a real server (`persistence_granularity`); null: no persistence. */
  persistencePrefixLength?: number | null;
}

/** What one connection shows its scheduler, addresses in dotted decimal. */
export interface Arrival {
  source: string;
  sourcePort: number;
  /** The VIP. */
  destination: string;
  destinationPort: number;
}

/** What a service went through before, as far as its scheduler remembers it; absent parts: nothing. */
export interface Past {
  /** Weight before it became 0 of a real server that is still in the list: its share of the table of `mh`. */
  lastWeights?: { readonly [realServer: string]: number };
  /**
   * Real servers that got the connections before these, in their order, since the list is as it is: what `rr`, `wrr`, `lblc`
   * and `lblcr` go on from. Their counts are in the list.
   */
  earlier?: readonly { realServer: string; destination: string }[];
}

/** A virtual service, one connection after the other. */
export interface Simulation {
  /** The real server that the next connection gets, which counts as active there from now on; null: it is refused. */
  next(arrival: Arrival): string | null;
  /** A connection of this real server was closed: from active to inactive. */
  closed(realServer: string): void;
  /** The entry of a closed connection timed out: no longer inactive. */
  expired(realServer: string): void;
  /** As the kernel would list it now. */
  list(): ListedServer[];
}

/** What can be said of the connections of a scheduler under some traffic. */
export type Statement =
  /** The real server of each connection, in their order (`replay`). */
  | 'sequence'
  /** How many connections each real server gets (`replay`, whatever their order). */
  | 'counts'
  /** The real server of each client, at any time (`replay`). */
  | 'mapping'
  /** Of each connection the real servers it can have got, in any order of what was too near to tell (`review`). */
  | 'bounds'
  /** With what probability each real server is chosen (`chances`). */
  | 'chance';

/** A connection as it was observed. */
export interface ObservedConnection extends Arrival {
  /** The client's SYN left then. */
  beginMs: KernelMs;
  /** The client's FIN left between these; null: it was not closed while anything was observed. */
  closing: Bracket | null;
  /** Null: none, it was refused. `unknown`: whether and where it got through was not seen. */
  realServer: string | null | 'unknown';
}

/** A decision that the scheduler cannot have made. */
export interface ImpossibleDecision {
  /** Its place among the connections, by their begin. */
  connection: number;
  realServer: string | null;
  possible: readonly (string | null)[];
}

/** The decisions of a scheduler, each held against all that it can have seen. */
export interface Review {
  /** Connections whose real server (or refusal) is known. */
  decisions: number;
  impossible: readonly ImpossibleDecision[];
  /** Decisions that had one possible outcome only: what the review proves rests on them. */
  decided: number;
  /** Of each real server: connections that nobody else, and that it at all, can have got; one at a time, given those before. */
  bounds: { [realServer: string]: { low: number; high: number } };
  refused: { low: number; high: number };
}
