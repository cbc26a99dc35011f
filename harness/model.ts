/**
 * Every noun of the project, types only. This file imports nothing, so that everything may import it.
 * A number carries its unit in its name. Every instant is `KernelMs`.
 */

/**
 * Milliseconds on CLOCK_MONOTONIC of the engine's kernel, with a fraction down to about a microsecond.
 * All containers of an engine share that clock; the machine the harness runs on may not.
 */
export type KernelMs = number;

// ---------------------------------------------------------------- what is brought up

export type Scheduler =
  | 'rr'
  | 'wrr'
  | 'lc'
  | 'wlc'
  | 'lblc'
  | 'lblcr'
  | 'dh'
  | 'sh'
  | 'sed'
  | 'nq'
  | 'fo'
  | 'ovf'
  | 'mh'
  | 'twos';

export type ForwardingMethod = 'NAT' | 'DR' | 'TUN';

/** Flags of the schedulers `sh` and `mh` (ipvsadm(8), `--sched-flags`; keepalived.conf(5), "virtual server"). */
export type SchedulerFlag = 'sh-fallback' | 'sh-port' | 'mh-fallback' | 'mh-port';

/** A VRRP instance as both directors configure it (RFC 3768, RFC 5798; keepalived.conf(5)). */
export interface VrrpInstance {
  version: 2 | 3;
  /** 1..255 */
  virtualRouterId: number;
  /** Version 2: whole seconds, 1000..255000. Version 3: multiples of 10, 10..40950. */
  advertIntervalMs: number;
  preempt: boolean;
  /** `preempt_delay`: whole seconds, as ms, 1000..1000000. Only with preemption and initial state BACKUP. */
  preemptDelayMs?: number;
  /** Simple-password authentication, version 2 only; at most 8 characters are significant. */
  password?: string;
  /** `vrrp_rt_priority`: keepalived's VRRP process runs in the realtime class SCHED_RR, 1..99. */
  realtimePriority?: number;
  /**
   * `vrrp_higher_prio_send_advert`: a MASTER that hears a higher priority sends one more advert before it steps back, so
   * that the winner learns of it and announces itself.
   */
  higherPrioSendAdvert?: true;
}

export interface Director {
  name: string;
  address: string;
  /** 1..255; 255 takes over at once. */
  priority: number;
  initialState: 'MASTER' | 'BACKUP';
  /** Overrides the instance's password on this director: a misconfiguration on purpose. */
  password?: string;
  /** Overrides the instance's virtual router id on this director: a misconfiguration on purpose. */
  virtualRouterId?: number;
  /** Its address in the inside network, where the topology has one. */
  insideAddress?: string;
}

/**
 * How real servers answer through the directors, as NAT needs it: their default route is a floating address of the
 * directors.
 */
export interface Inside {
  /**
   * IPv4 subnet of a second macvlan network, of the directors and the real servers: two-armed NAT, whose two VRRP
   * instances are one `vrrp_sync_group`. Absent: one-armed, all in the topology's one network.
   */
  subnet?: string;
  /** The real servers' default route. */
  vip: string;
}

/** A director of another cluster on the same segment. Its keepalived is started by a fault, unless it says otherwise. */
export interface Stranger {
  name: string;
  address: string;
  priority: number;
  /** Its own virtual address, which is none of the topology's. */
  vip: string;
  virtualRouterId: number;
  password?: string;
  /** Its keepalived is started with the cluster's: a misconfiguration on purpose. */
  startsWithCluster?: true;
}

export interface RealServer {
  name: string;
  address: string;
  /** 0..65535; 0 takes no new connections. */
  weight: number;
  /** It answers ARP for the VIP, as it does without `arp_ignore`: a misconfiguration on purpose. */
  answersArpForVip?: true;
  /** Name of the director whose host it shares, with its address (localnode). */
  on?: string;
  /** It has no tunnel address to receive with: a misconfiguration on purpose. */
  lacksTunnel?: true;
  /** Its default route leads here, not to the directors: a misconfiguration on purpose. */
  gateway?: string;
}

export interface Client {
  name: string;
  address: string;
  /** Further addresses of the same interface; requests are sent from all of them in turn. */
  sourceAddresses: string[];
  /**
   * An address outside the topology's subnets, from which it asks the services that are forwarded by NAT in one network:
   * real servers answer it by their default route, which leads through the director.
   */
  farAddress?: string;
}

/** What keepalived's checkers have in common, with what they inherit (keepalived.conf(5), "virtual server"). */
export interface CheckTiming {
  delayLoopMs: number;
  /** Of each step of an attempt: to connect, and for HTTP_GET also to be answered. */
  connectTimeoutMs: number;
  /** Further attempts after the first failed one. */
  retries: number;
  delayBeforeRetryMs: number;
  /** `connect_port`: another port than the virtual service's. */
  port?: number;
}

/** It connects, and sends nothing. */
export interface TcpCheck extends CheckTiming {
  type: 'TCP_CHECK';
}

/** It asks for one URL after the other, one per delay loop. */
export interface HttpCheck extends CheckTiming {
  type: 'HTTP_GET';
  urls: {
    path: string;
    /** `status_code` that is expected; absent: any of 200..299. */
    statusCode?: number;
    /** `digest`: MD5 of the whole body in hexadecimal, as genhash(1) prints it. */
    digest?: string;
  }[];
}

/** It runs a program in the director: `check-http <address> <port>` of its image, which ends with 0 after a good answer. */
export interface MiscCheck extends CheckTiming {
  type: 'MISC_CHECK';
  /** `misc_timeout`: the program is ended after this, ms. The program itself gives up after `connectTimeoutMs`. */
  timeoutMs: number;
}

export type HealthCheck = TcpCheck | HttpCheck | MiscCheck;

export interface VirtualService {
  /** What the report calls it; absent: its address and port. */
  label?: string;
  vip: string;
  port: number;
  scheduler: Scheduler;
  forwardingMethod: ForwardingMethod;
  /** `persistence_timeout`; absent: no persistence. */
  persistenceTimeoutMs?: number;
  /** `persistence_granularity` as a prefix length, 1..32: clients of one such net share a real server. */
  persistencePrefixLength?: number;
  healthCheck: HealthCheck;
  /** Has the topology's sorry server stand in when no real server is left. */
  sorryServer?: true;
  /** Sum of weights that must be up; keepalived's default is 1. */
  quorum?: number;
  /** keepalived's default is 0. */
  hysteresis?: number;
  /** A failed real server stays in the table with weight 0. */
  inhibitOnFailure?: true;
  schedulerFlags?: SchedulerFlag[];
  /** In place of the real servers' own weights, in their order; null: that one is not in this service. */
  weights?: (number | null)[];
  /** Neither readiness nor the prober asks it: what its scheduler knows, it knows of the scenario's own traffic. */
  untouched?: true;
}

/** A whole cluster as data. `keepalived.conf` is rendered from it. */
export interface Topology {
  name: string;
  /** One line for `--help` and the report. */
  summary: string;
  /** IPv4 subnet of the macvlan network, inside 198.18.0.0/15 (RFC 2544). */
  subnet: string;
  /** Where answers go through the directors. */
  inside?: Inside;
  vrrp: VrrpInstance;
  directors: Director[];
  realServers: RealServer[];
  clients: Client[];
  virtualServices: VirtualService[];
  /** Answers where no real server is left to, for the services that ask for it. */
  sorryServer?: { name: string; address: string };
  /** Directors of another cluster on the segment. */
  strangers?: Stranger[];
  /** `lvs_sync_daemon`: the master sends its connections to the backup (UDP multicast, port 8848). */
  syncDaemon?: true;
  /** sysctls of the directors' network namespaces, such as `net.ipv4.vs.expire_nodest_conn`. */
  directorSysctls?: { [name: string]: string };
  /** Largest segment that real servers tell clients to send (`advmss` of their routes), bytes; absent: the kernel's. */
  realServerAdvmss?: number;
  /** MTU of the clients' routes to the VIPs, bytes; absent: the link's. */
  clientRouteMtu?: number;
  /** Wrong on purpose: mistakes that keepalived itself lets pass are let pass. */
  wrongOnPurpose?: true;
  /** What the directors really run, where that has drifted from all the above; predictions know nothing of it. */
  actually?: TopologyChange;
}

/** What a scenario changes of its topology, whichever that is. */
export interface TopologyChange {
  vrrp?: Partial<VrrpInstance>;
  /** By the director's place: the first of them is the one with the highest priority in every topology of ours. */
  directors?: Partial<Omit<Director, 'name' | 'address'>>[];
  /** Of every virtual service. */
  services?: Partial<Omit<VirtualService, 'vip' | 'port'>>;
  /** False takes it away. */
  syncDaemon?: boolean;
  directorSysctls?: { [name: string]: string };
  strangers?: Stranger[];
  /** Largest segment that real servers tell clients to send (`advmss` of their routes), bytes. */
  realServerAdvmss?: number;
  /** MTU of the clients' routes to the VIPs, bytes. */
  clientRouteMtu?: number;
  /** How many real servers there are, 1..10: the last ones are left out, or more like them put behind them. */
  realServerCount?: number;
}

// ---------------------------------------------------------------- what is observed

/** What became of one request. `ok` may still be late; everything else is lost. */
export type RequestOutcome =
  | 'ok'
  | 'refused'
  | 'reset'
  | 'unreachable'
  | 'connect-timeout'
  | 'response-timeout'
  | 'wrong-answer';

/** One probe of the open-loop prober: a fresh TCP connection and one GET. `at` is when it was due. */
export interface RequestValue {
  outcome: RequestOutcome;
  /** The virtual service it went to, as `vip:port`. */
  service: string;
  /** The source address it was sent from: its flow (RFC 6414 3.6). */
  source: string;
  /** Sent minus due: the prober's own lateness, ms. */
  lateMs: number;
  /** Answered (or given up) minus due, ms. */
  latencyMs: number;
  /** The real server that answered, as named in the answer; null without an answer. */
  realServer: string | null;
  /** Local port; only where the prober's packets are captured (`ProbeSettings.packets`). */
  sourcePort?: number;
}

/** The first packet (SYN) of a request of the prober as it left its node, with the kernel's capture time. */
export interface SynValue {
  source: string;
  sourcePort: number;
  /** `vip:port` */
  service: string;
}

/** An event of a long-lived connection. */
export interface ConnectionValue {
  /** Number of the connection, unique in a run. */
  connection: number;
  event: 'open' | 'lost' | 'open-failed';
  source: string;
  realServer: string | null;
  /** For `lost` and `open-failed`. */
  cause?: 'reset' | 'closed' | 'timeout' | 'refused' | 'unreachable';
}

/** A VRRP advertisement seen on the wire, with the kernel's capture time. */
export interface AdvertValue {
  source: string;
  version: 2 | 3;
  virtualRouterId: number;
  /** 0: "I am leaving" (RFC 3768 5.3.4). */
  priority: number;
  sourceMac: string;
}

/** A gratuitous ARP (sender address = target address) seen on the wire. */
export interface GarpValue {
  address: string;
  mac: string;
}

/** The VIP appeared on, or vanished from, an interface of a director. */
export interface VipHolderValue {
  address: string;
  held: boolean;
}

/** The harness's own knowledge of a node's life: `dead` is a container without processes, `frozen` one in the freezer. */
export interface NodeStateValue {
  state: 'running' | 'dead' | 'frozen';
}

export interface KeepalivedLogValue {
  line: string;
}

/**
 * A real server came into a director's IPVS table, left it, or changed its weight: seen by reading the table again and
 * again, `at` is when the reading that first showed it was made.
 */
export interface DestinationValue {
  /** `vip:port` */
  service: string;
  /** Name in the topology, or its address where it has none there. */
  realServer: string;
  /** Null: not in the table. */
  weight: number | null;
  activeConnections: number;
  inactiveConnections: number;
  /** When the reading before was made: it showed the old state. Equal to `at` for the first. */
  previousMs: KernelMs;
  /** The service's other real servers in the same reading; only beside one that came, or changed its weight. */
  others?: { realServer: string; activeConnections: number; inactiveConnections: number }[];
}

/** What a client's neighbour (ARP) table says of a VIP, as the kernel announces changes of it. */
export interface NeighbourValue {
  address: string;
  /** Null: it has none (failed, or being asked for). */
  mac: string | null;
  /** `REACHABLE`, `STALE`, ... as ip(8) prints it. */
  state: string;
}

/** A connection of a known age, made before a fault and tried after it. */
export interface CohortValue {
  connection: number;
  /** Packets that the client had sent on it: 2 is the handshake alone. */
  packets: number;
  /** From its last packet, or its third if it has one, to the fault's due time, ms. */
  ageMs: number;
  source: string;
  /** Which trial of it: before the fault, after the takeover, after the switch back. */
  stage: 'made' | 'failover' | 'reversion';
  outcome: 'alive' | 'reset' | 'timeout' | 'closed' | 'failed';
  realServer: string | null;
}

/**
 * One TCP connection of the closed-loop client, which real server it got and what became of it: what schedulers are judged
 * by. `at` is when it was begun (connect).
 */
export interface AssignmentValue {
  /** The balance trial, or the fault's trial, in which it was made: their `index`. */
  trial: number;
  /** Of a fault's trial: before the fault, under it, after healing. */
  stage?: TrialStage;
  /** `vip:port` */
  service: string;
  /** From 0, in the order in which the connections of its trial, stage and service were begun. */
  connection: number;
  source: string;
  /** Local port. */
  sourcePort: number;
  outcome: RequestOutcome;
  /** Named in the answer; null without one. */
  realServer: string | null;
  /** Requests that were answered on it. */
  answers: number;
  /** Until its first answer was complete, or it was given up, ms after `at`. */
  latencyMs: number;
  /** The client's FIN was sent between these; absent: the other side, or a deadline, had ended the connection. */
  closing?: Bracket;
  /** Both directions were closed by then. */
  closedAtMs: KernelMs;
}

/** When in the course of a fault's trial. */
export type TrialStage = 'before' | 'under' | 'after';

/** One request whose size in one direction was given: what path-MTU trouble shows in. `at` is when it was sent. */
export interface SizedRequestValue {
  trial: number;
  stage: TrialStage;
  service: string;
  /** Which of the two has `bytes`: the whole request with its head, or the body of the answer. */
  direction: 'request' | 'response';
  bytes: number;
  outcome: RequestOutcome;
  latencyMs: number;
  realServer: string | null;
}

/** CLOCK_REALTIME minus CLOCK_MONOTONIC of the engine's kernel, ms. */
export interface ClockOffsetValue {
  offsetMs: number;
  /** Half the width of the bracket in which the pair was read, ms. */
  boundMs: number;
}

/** Every series there is, and the value one observation of it carries. */
export interface SeriesValues {
  request: RequestValue;
  connection: ConnectionValue;
  advert: AdvertValue;
  /** Of the VRRP instances in the real servers' own network, where the topology has one. */
  'inside-advert': AdvertValue;
  garp: GarpValue;
  'vip-holder': VipHolderValue;
  'node-state': NodeStateValue;
  'keepalived-log': KeepalivedLogValue;
  destination: DestinationValue;
  neighbour: NeighbourValue;
  cohort: CohortValue;
  assignment: AssignmentValue;
  'sized-request': SizedRequestValue;
  'clock-offset': ClockOffsetValue;
  syn: SynValue;
}

export type SeriesName = keyof SeriesValues;

/** One line of observations.ndjson. */
export type Observation<S extends SeriesName = SeriesName> = {
  [K in S]: { series: K; at: KernelMs; node: string; value: SeriesValues[K] };
}[S];

/** What autocannon measured on the undisturbed cluster: closed loop, keep-alive. */
export interface Throughput {
  startedAtMs: KernelMs;
  durationMs: number;
  connections: number;
  responses: number;
  requestsPerSecond: number;
  errors: number;
  /** Non-2xx answers. */
  non2xx: number;
  latencyMs: { p50: number; p99: number; max: number };
}

// ---------------------------------------------------------------- what is done

/**
 * How the surviving director learns of the fault.
 * `silent`: adverts just stop, takeover after the master-down interval.
 * `graceful`: an advert of priority 0 says so, takeover after the skew time (RFC 3768 6.4.2).
 * `none`: no takeover is expected.
 */
export type Detection = 'silent' | 'graceful' | 'none';

/**
 * What clients are predicted to feel between the fault and the takeover.
 * `outage`: nothing is answered; `impairment`: requests may be answered late or not at all;
 * `none`: the kernel of the old master goes on forwarding.
 */
export type DataPath = 'outage' | 'impairment' | 'none';

/**
 * How the healed director becomes MASTER again.
 * `restart`: its keepalived starts anew and waits for its own master-down interval;
 * `reassert`: it still believes to be MASTER and says so at once.
 */
export type Reversion = 'restart' | 'reassert';

/** What a fault is aimed at; which node that is gets decided when it is injected. */
export type Aim = 'master' | 'backup' | 'real-server' | 'all-real-servers' | 'client';

/**
 * How a failed real server looks to a health checker. `refused`: the port is closed; `silent`: nothing comes back;
 * `unreachable`: not even ARP is answered; `hang`: it accepts and never answers; `error-status`: it answers 500;
 * `wrong-content`: it answers 200 with another body.
 */
export type ServerFailure = 'refused' | 'silent' | 'unreachable' | 'hang' | 'error-status' | 'wrong-content';

/**
 * Who ceases to hear whose adverts until healing, while the master lives on. `target-deaf`: the target no longer hears the
 * master; `all-deaf`: nobody hears anybody; `strange-password`: the target has been reloaded with another VRRP password,
 * and it and the others discard each other's adverts; `master-deaf`: only the master hears nobody; `thinned`: of every
 * `level` adverts that come to the target one is lost.
 */
export type Hearing = 'target-deaf' | 'all-deaf' | 'strange-password' | 'master-deaf' | 'thinned';

/**
 * How the adverts of a master that lives on come late, or some not at all. `pause`: it is frozen for `level` ms; `gap`:
 * `level` adverts in a row are lost; `delay`: every advert is `level` ms under way; `chance`: each is lost with a
 * probability of `level` percent; `hunger`: the master gets `level` percent of a processor.
 */
export type Lateness = 'pause' | 'gap' | 'delay' | 'chance' | 'hunger';

/** How a real server is taken out of service: it gets weight 0, or leaves the table. */
export type Retirement = 'drain' | 'removal';

/**
 * What a fault does to requests for a time that is known exactly, to find out how wrong the instrument is. `path`: the
 * kernel drops their packets for `level` ms; `server`: a server in the prober's own process discards them for `level` ms;
 * `delay`: the kernel holds their packets up for `level` ms; `nothing`: for `level` ms nothing is done.
 */
export type KnownOutage = 'path' | 'server' | 'delay' | 'nothing';

/** The facts of a fault that predictions need; copied into the run so that it can be judged from disk. */
export interface FaultFacts {
  name: string;
  summary: string;
  /** CSS colour of its shading in charts. */
  colour: string;
  aim: Aim;
  /** Of faults of real servers: what their checkers meet. */
  failure?: ServerFailure;
  /** Of faults that keep adverts from being heard. */
  hearing?: Hearing;
  /** Of faults that make a living master's adverts late; what their `level` means depends on it. */
  lateness?: Lateness;
  /** Of faults that take the target, a real server, out of service by a reload. */
  retirement?: Retirement;
  /** The strangers of the topology, directors of another cluster, are what the fault starts. */
  foreignCluster?: true;
  /** Of faults that keep ICMP "fragmentation needed" from the client: it cannot learn what the path takes (RFC 1191). */
  hidesPathMtu?: true;
  /**
   * Of faults that delete something of the kernel's behind keepalived's back: when keepalived puts it right by itself.
   * `after-skew`: it falls back to BACKUP, and is MASTER again after its own skew time; `never`: it does not notice.
   */
  repair?: 'after-skew' | 'never';
  /** Of faults that calibrate the instrument. */
  knownOutage?: KnownOutage;
  /** What a trial's `level` means, where a fault has a strength: its unit, and its value where a suite gives none. */
  level?: { unit: string; default: number };
  detection: Detection;
  dataPath: DataPath;
  reversion: Reversion;
}

/** An instant known to lie in an interval: both ends on the kernel clock. */
export interface Bracket {
  earliestMs: KernelMs;
  latestMs: KernelMs;
}

export interface Confirmation {
  confirmed: boolean;
  /** What was seen, in words: "no process of director-1 is left, link eth0 gone". */
  evidence: string;
}

/** One repetition of a fault. Instants are null where the trial did not get that far. */
export interface TrialRecord {
  /** From 1, in the order they ran. */
  index: number;
  fault: string;
  /** Strength of the fault, in the unit of `FaultFacts.level`. */
  level?: number;
  /** The node the fault was aimed at; with several, their names with commas between. */
  target: string;
  /** Share of the advertisement interval after the last advert at which the fault was due, 0..1. */
  phase: number;
  /** From here on the cluster was proven steady. */
  steadyAtMs: KernelMs | null;
  injectDueMs: KernelMs | null;
  /** The harness began to prepare the fault: what requests feel from here on may be its own doing. */
  preparingFromMs?: KernelMs;
  /** When the fault took effect, as observed on the engine, not when the call was made. */
  effective: Bracket | null;
  /** When a fault that was ended by itself was over, as observed. */
  ended?: Bracket;
  confirmation: Confirmation | null;
  /** The fault's window closes here: what follows is reversion. */
  healStartedAtMs: KernelMs | null;
  /** The harness knows that the healed director runs keepalived again. */
  healedAtMs: KernelMs | null;
  /**
   * When it came back to life, as seen on the engine: the start of the last of keepalived's processes (to a clock tick,
   * 10 ms), or the thaw; of a fault that was over by itself, when the target was seen to be well.
   */
  restored: Bracket | null;
  /** Steady again after healing; null when it never was. */
  endedAtMs: KernelMs | null;
  /** The lists of the services whose mapping was read (`Scenario.mapping`). */
  lists?: ListReading[];
  /** Why the trial could not be completed. */
  error?: string;
}

/** How connections are made to a virtual service whose scheduler is judged. */
export type Traffic =
  /** One after the other, each closed before the next: one request each. */
  | 'sequential'
  /** Several at a time, each closed after its one answer. */
  | 'concurrent'
  /** Opened one after the other and held until the last has been answered. */
  | 'held'
  /** As `concurrent`, while the first real server of the service answers late. */
  | 'slow-server'
  /** Few connections, many requests on each. */
  | 'keep-alive';

/** Traffic for every `untouched` virtual service of the topology in turn. */
export interface Balance {
  traffic: Traffic;
  /** Connections to each service: 1..10000. */
  connections: number;
  /** At a time, of the traffics that make several: 1..500. */
  concurrency: number;
  /** On each connection; 1 but for `keep-alive`. */
  requestsPerConnection: number;
  /** How much later the slow real server answers, ms; only for `slow-server`. */
  slowByMs?: number;
}

/** A real server in the kernel's own order of a service's list, in which schedulers go through it. */
export interface ListedServer {
  realServer: string;
  weight: number;
  activeConnections: number;
  inactiveConnections: number;
}

/** The list of a service on the master in a stage of a fault's trial. */
export interface ListReading {
  stage: TrialStage;
  service: string;
  atMs: KernelMs;
  list: ListedServer[];
}

/** Traffic for one virtual service, and what was counted of it. Its connections are in the series `assignment`. */
export interface BalanceTrial {
  /** From 1, in the order they ran. */
  index: number;
  /** `vip:port` */
  service: string;
  balance: Balance;
  startedAtMs: KernelMs | null;
  endedAtMs: KernelMs | null;
  /** As the kernel had it just before. */
  list: ListedServer[];
  /** Connections that IPVS gave each real server (its counters), read when all trials were over; null: not read. */
  kernelConnections: { [realServer: string]: number } | null;
  /** Requests that each httpd logged for this service; null: not read. */
  loggedRequests: { [realServer: string]: number } | null;
  /** Why the trial could not be completed. */
  error?: string;
}

/** The way that requests take: to a real server itself, or through the director. */
export type Path = 'direct' | ForwardingMethod;

/** The same load through several paths in turn, A B C A B C, so that a drift of the machine meets all alike. */
export interface Comparison {
  paths: Path[];
  responseBytes: (100 | 1024 | 10240 | 102400)[];
  /** `kept`: many requests on each connection (autocannon); `fresh`: a connection for each request. */
  connectionUses: ('kept' | 'fresh')[];
  /** Requests under way at a time: 1..1000. */
  concurrency: number;
  /** Of each load, as far as it is counted, ms. */
  durationMs: number;
  /**
   * Of each load before anything of it is counted, ms: what was under way when counting began is then in place of what is
   * under way when it ends. Absent: it is counted from the start.
   */
  settleMs?: number;
  /** Rate to which the links of directors and real servers are limited, each direction, bits per second; absent: not. */
  linkBitsPerSecond?: number;
}

/** What went through a node's link during a load. */
export interface LinkCount {
  node: string;
  /** The interface's address. */
  address: string;
  receivedBytes: number;
  sentBytes: number;
  receivedPackets: number;
  sentPackets: number;
}

/** One load through one path. */
export interface LoadTrial {
  /** From 1, in the order they ran. */
  index: number;
  /** From 0: every load has one trial in each round. */
  round: number;
  path: Path;
  responseBytes: number;
  connectionUse: 'kept' | 'fresh';
  /** Null where it was not measured. */
  throughput: Throughput | null;
  /** Whole answers received, head and body, bytes per second. */
  answeredBytesPerSecond: number | null;
  /** Of every link, while the load was counted. */
  links: LinkCount[];
  /** Between the two readings of links and processor time, ms. */
  countedMs: number | null;
  /** Processor time of the master's cgroup: keepalived and whatever runs in its host, not its packets (softirq), ms. */
  directorCpuMs: number | null;
  /** Processor time that was not idle, of the engine's whole kernel, ms. */
  engineCpuMs: number | null;
  /** Why it could not be completed. */
  error?: string;
  /** With `error`: the cluster is why, not the harness. Such a load is no evidence, and is never left out. */
  clusterFailed?: true;
}

/** Something that was asked for and left out, with the reason: not a verdict. */
export interface Skipped {
  what: string;
  reason: string;
}

// ---------------------------------------------------------------- what comes out

export type Verdict = 'pass' | 'fail' | 'unknown';

/** A closed interval; a single number is `{ low: x, high: x }`. */
export interface Range {
  low: number;
  high: number;
}

/** A measured quantity over trials. */
export interface Measured {
  median: number;
  min: number;
  max: number;
  /** Trials that contributed. */
  trials: number;
}

/** What a check says of one subject (a fault, or the whole run). */
export interface Judgement {
  check: string;
  /** A fault's name, or `run`. */
  subject: string;
  verdict: Verdict;
  /** One sentence for an operator. */
  headline: string;
  unit: string;
  measured: Measured | null;
  predicted: Range | null;
  /** Error bound of each measured value, plus or minus, in `unit`. */
  bound: number | null;
  /** What the measured value must lie in; null where the check is no interval. */
  limit: Range | null;
}

/** A quantity of a run: what thresholds name, comparisons hold side by side and exporters print. */
export interface Metric {
  /** With its unit: `failoverMs`. */
  name: string;
  /** As of judgements: a fault's name, a kind of load, or `run`. */
  subject: string;
  unit: string;
  /** Which way is an improvement. */
  better: 'lower' | 'higher';
  /** One of each trial that shows it, in their order; none: the run does not show it. */
  samples: number[];
  /**
   * Of each sample, in what its trial differs on purpose from others of the subject (`phase 0.9`): comparisons hold like
   * beside like. Absent: in nothing.
   */
  strata?: string[];
  /** Further trials in which it was larger than could be measured, as a service that did not come back; absent: none. */
  beyond?: number;
  /** Where every sample is predicted to lie; null: nowhere in particular. */
  predicted: Range | null;
  /** Largest error bound of a sample, plus or minus, in `unit`; null: not stated. */
  bound: number | null;
}

/** Numbers derived from one trial's recording (harness/measure). Null: the recording does not show it. */
export interface TrialMeasurement {
  index: number;
  fault: string;
  target: string;
  /** The director that took over; null when none did. */
  successor: string | null;
  confirmed: boolean;
  lastAdvertOldMs: KernelMs | null;
  firstAdvertNewMs: KernelMs | null;
  /** First advert of the successor minus last advert of the old master, ms. */
  detectionMs: number | null;
  /** Prediction of `detectionMs`: master-down interval or skew time, ms. */
  predictedDetectionMs: number | null;
  /** Fault effective minus last advert of the old master, ms. */
  phaseMs: number | null;
  firstGarpMs: KernelMs | null;
  vipAddedMs: KernelMs | null;
  lastGoodMs: KernelMs | null;
  firstGoodMs: KernelMs | null;
  /** RFC 6414 time-stamp based method, corrected by the probe interval, ms; 0 when nothing was impaired. */
  failoverTimeMs: number | null;
  /** RFC 6414 packet-loss based method: impaired requests x interval, ms. */
  failoverTimePlbmMs: number | null;
  predictedFailoverMs: Range | null;
  /** Plus or minus, ms: the probe interval, what the prober was late (above half an interval), and requests never sent. */
  failoverBoundMs: number | null;
  /** First good answer minus first advert of the successor, ms. */
  switchMs: number | null;
  requests: number;
  impairedRequests: number;
  lostRequests: number;
  lostByOutcome: Partial<Record<RequestOutcome, number>>;
  connectionsBefore: number;
  connectionsLost: number;
  /** Time with more than one holder of the VIP, inside the fault's window, ms. */
  dualHolderMs: number;
  /** Holders of the VIP when the trial had settled again. */
  settledHolders: string[] | null;
  /** Old master restored (`TrialRecord.restored`, at the earliest) until its first advert as MASTER, ms. */
  reversionDelayMs: number | null;
  predictedReversionMs: Range | null;
  reversionImpairedRequests: number;
  /** Worst lateness, inside the fault’s window, of the requests that decide where the outage begins and ends, ms. */
  worstLatenessMs: number;
}

export interface ProbeSettings {
  /** Interval between due times, ms: 2..1000. */
  intervalMs: number;
  /** A request without an answer this long after it was due is lost, ms. */
  deadlineMs: number;
  /** An answer later than this after it was sent is impaired (RFC 6412 3.7.6), ms. */
  delayThresholdMs: number;
  /** Long-lived connections held open. */
  connections: number;
  /** Connections of known ages, made before every fault: see `CohortValue`. */
  cohorts?: Cohort[];
  /** The first packet of every request is captured as well: series `syn`. */
  packets?: true;
  /** Requests go to a server in the prober's own process, with no kernel between; the cluster is not asked. */
  inProcess?: true;
}

/** Connections of one age. */
export interface Cohort {
  /** Packets that the client sends on each before the fault: 2 (handshake alone) or more. */
  packets: number;
  /** Age at the fault, ms: 0..60000. */
  ageMs: number;
  count: number;
}

export interface Versions {
  lvsDrill: string;
  gitCommit: string | null;
  gitDirty: boolean | null;
  node: string;
  kernel: string;
  dockerEngine: string;
  keepalived: string;
  ipvsadm: string;
  httpd: string;
}

export type EngineKind = 'native' | 'lab';

export interface EngineFacts {
  kind: EngineKind;
  /** Why it was chosen, one line. */
  reason: string;
  cpus: number;
  memoryBytes: number;
}

/** The machine that the harness runs on: a lab has some of it, whatever there is. */
export interface HarnessMachine {
  cpuModel: string;
  cpus: number;
  memoryBytes: number;
}

/** What of `Versions` does not depend on an engine. */
export type OwnVersions = Pick<Versions, 'lvsDrill' | 'gitCommit' | 'gitDirty' | 'node'>;

/** How far a run got. `running` on disk means that the harness died. */
export type RunStatus = 'running' | 'recorded' | 'judged' | 'interrupted' | 'broken';

/**
 * What a run's folder held when its recording was closed: what is read later is held against it. It shows what was cut,
 * lost, mixed up or edited; who writes a new one with it leaves no trace.
 */
export interface Seal {
  /** Observations of each series, as they were handed over to be written; absent: none. */
  observations: { [series in SeriesName]?: number };
  /** Every file beside run.json, by its path in the folder with `/` between its parts. */
  files: { [path: string]: SealedFile };
  /** SHA-256 of what run.json says was done and seen, in hexadecimal: all but this seal and what judging adds. */
  facts: string;
}

export interface SealedFile {
  bytes: number;
  /** In hexadecimal. */
  sha256: string;
}

/** run.json: one scenario of a suite, once. */
export interface Run {
  schema: 1;
  id: string;
  suite: string;
  /** Which of the suite's scenarios, and what it asks. */
  scenario: { name: string; summary: string };
  status: RunStatus;
  /** ISO 8601, UTC, clock of the machine the harness ran on. */
  startedAt: string;
  endedAt: string | null;
  /** The shell command that repeats this run. */
  command: string;
  seed: number;
  trialsPerFault: number;
  /** Trials that were to be run, over all faults and levels. */
  plannedTrials: number;
  engine: EngineFacts;
  /** That the harness ran on, and so its lab; absent in runs that were recorded before it was looked at. */
  machine?: HarnessMachine;
  versions: Versions;
  /** sysctls of a director that change what IPVS does, name to value. */
  sysctls: Record<string, string>;
  topology: Topology;
  probe: ProbeSettings;
  faults: FaultFacts[];
  checks: string[];
  trials: TrialRecord[];
  balanceTrials?: BalanceTrial[];
  loadTrials?: LoadTrial[];
  /** Of a run with load trials: what was compared, with the options applied. */
  comparison?: Comparison;
  skipped?: Skipped[];
  throughput: Throughput | null;
  /** From starting to create the topology until it was observed ready, ms. */
  readyAfterMs: number | null;
  /** Observed on the way and worth a reader's time; kernel trouble among them makes the run unknown. */
  warnings: string[];
  /** Lines of the engine's console that mean the kernel is not to be trusted. */
  kernelTrouble: string[];
  /** What kept a probe from observing everything; what it concerns is not in the recording. */
  recordingTrouble: string[];
  /** Absent until the recording is closed, and in runs that were recorded before there was one. */
  seal?: Seal;
  judgements: Judgement[] | null;
  /** The last calibration of this kind of machine when the run began; absent: there was none. */
  calibration?: Calibration;
  /** Absent in runs that were recorded before there were any; null until the run is judged. */
  metrics?: Metric[] | null;
  /** As they were asked for: `failoverMs.p95<3700`. */
  thresholds?: string[];
  /** What it found, for somebody on call, in one sentence; null: nothing was proven. Absent until the run is judged. */
  found?: string | null;
  verdict: Verdict | null;
}

/** drill.json: a suite of several scenarios, once. Each of its runs has a folder of its own below the drill's. */
export interface Drill {
  schema: 1;
  suite: string;
  summary: string;
  startedAt: string;
  endedAt: string | null;
  command: string;
  /** Names of the scenarios, and of their runs' folders, in the order they run. */
  scenarios: string[];
}

/** A run as it was recorded: all that checks and reports know of it. */
export interface Recording {
  run: Run;
  /**
   * The observations of one series, by `at` when read from disk; a probe may have written them in another order. To be
   * compared by what they say: two looks at one may give two objects.
   */
  series<S extends SeriesName>(name: S): readonly Observation<S>[];
}

/** One cluster, what is done to it, and what is asked of the recording. */
export interface Scenario {
  name: string;
  /** The question that it answers, one line. */
  summary: string;
  topology: string;
  /** What it changes of that topology, or of the one the user names instead. */
  change?: TopologyChange;
  faults: (string | { fault: string; levels: number[] })[];
  checks: string[];
  /** Of each fault, and of each level of one. */
  trialsPerFault: number;
  /** Shares of the advertisement interval at which faults are injected in turn, 0..1. */
  phases: number[];
  probe: ProbeSettings;
  /** Length of the autocannon phase before the first trial, ms; 0: none. */
  throughputMs: number;
  /** Requests before the first trial, ms; absent: until the cluster is steady. */
  warmUpMs?: number;
  /** Watched after healing at least, ms; absent: until the cluster is steady. */
  watchAfterHealingMs?: number;
  /** Instead of faults: traffic for each `untouched` service. There is no prober then. */
  balance?: Balance;
  /** Instead of faults: the same load through several paths. There is no prober then. */
  comparison?: Comparison;
  /** In each trial, before the fault, under it and after healing: which real server each of the client's addresses gets. */
  mapping?: Mapping;
  /** In each trial, before the fault, under it and after healing: requests of given sizes. */
  sizes?: SizeSweep;
  /** What a metric must not pass, besides what the checks ask: `failoverMs{kill-director}.p95<3700`. */
  thresholds?: string[];
}

/** One connection from each of the client's addresses to each `untouched` service. */
export interface Mapping {
  /** At a time: 1..500. */
  concurrency: number;
}

export interface SizeSweep {
  /** Of whole requests with their heads, bytes: 200..10000. */
  requestBytes: number[];
  /** Of the bodies of answers, bytes: 1..10240. */
  responseBytes: number[];
  /** Given up after, ms. */
  deadlineMs: number;
}

/** A suite is data. */
export interface Suite {
  name: string;
  summary: string;
  scenarios: Scenario[];
}

// ---------------------------------------------------------------- how wrong the instrument is

/** How far one method of measuring an outage was from the truth, on outages of one known length. */
export interface CalibratedError {
  /** RFC 6414 4.2: by the stamps of the last and the first good answer, or by the number of impaired requests. */
  method: 'time-stamp' | 'loss';
  /** How the outages were made: on the path (packets dropped by the kernel), or in a server that discards what it is asked. */
  made: 'path' | 'server';
  /** Of the prober, ms. */
  probeIntervalMs: number;
  /** Length that was asked for, ms; 0: none was made. */
  outageMs: number;
  trials: number;
  /** Median of measured minus true length, ms. */
  biasMs: number;
  /** Largest minus smallest error, ms. */
  spreadMs: number;
  /** Largest absolute error, ms. */
  worstMs: number;
  /** Within what the true length of each outage was known, plus or minus, at worst, ms. */
  knownToMs: number;
  /** Trials in which the outage was seen at all. */
  seen: number;
}

/** What the suite `calibration` found out about the instrument on one kind of machine. */
export interface Calibration {
  schema: 1;
  machine: MachineKind;
  /** When the drill began, ISO 8601. */
  startedAt: string;
  gitCommit: string | null;
  gitDirty: boolean | null;
  verdict: Verdict;
  errors: CalibratedError[];
  /** Runs in which nothing was done, and how many requests were impaired in each. */
  quiet: { durationMs: number; impaired: number[] };
  /** Sent minus due, of all requests of the drill, by probe interval. */
  lateness: { probeIntervalMs: number; p50Ms: number; p99Ms: number; maxMs: number }[];
  /** The prober's stamp of a connection's SYN minus the capture's of the same packet; null: not compared. */
  clock: { packets: number; medianMs: number; worstMs: number } | null;
}

// ---------------------------------------------------------------- nights

/** One thing that a night runs: a suite with some of its options, under a name by which nights are compared. */
export interface NightEntry {
  /** Lower-case letters, digits and hyphens: it names folders. */
  name: string;
  suite: string;
  /** Of the suite's; absent: all. */
  scenarios?: string[];
  /** Instead of those of the suite. */
  topology?: string;
  faults?: string[];
  /** Of each fault. */
  trials?: number;
  /** 2..1000 ms, instead of the suite's. */
  probeIntervalMs?: number;
}

/** What `npm run nightly` runs, in this order. */
export interface NightPlan {
  full: NightEntry[];
  /** With `--short`: shows that everything works, and is too little to be compared. */
  short: NightEntry[];
  /** Metrics that are not compared: what tells of the harness and its machine, not of the cluster. */
  notCompared: string[];
}

/** What two nights must share for their numbers to mean the same. */
export interface MachineKind {
  /** Of the machine that the harness runs on, and so of its lab. */
  cpuModel: string;
  cpus: number;
  engine: EngineKind;
  /** Release of the engine's kernel. */
  kernel: string;
}

/** What comparing an entry with the nights before came to. */
export interface GateResult {
  /**
   * `not-worse`: of no metric that tells. `too-few`: none could have told anything, whatever its values, with so few samples
   * on both sides; as `no-baseline`, that speaks against nobody. `unknown`: one could have told, and did not, or looks worse.
   */
  verdict: 'better' | 'not-worse' | 'worse' | 'unknown' | 'too-few' | 'no-baseline';
  /** One sentence for somebody on call. */
  sentence: string;
  /** When the accepted nights began that it was compared with, ISO 8601. */
  nights: string[];
  /** The comparison's page, below the night's folder; null where there is none. */
  report: string | null;
}

/** What became of an entry. */
export interface NightResult {
  entry: NightEntry;
  /** The command that repeats it. */
  command: string;
  /** Folders of what was run, below the night's; a second one where it was run again because it looked worse. */
  folders: string[];
  /** Of the checks; null where nothing was judged. */
  verdict: Verdict | null;
  /** Null where nothing was compared. */
  gate: GateResult | null;
  /** Why it was not run to its end; null: it was. */
  problem: string | null;
}

/** night.json: several suites on one engine, compared with the nights before. */
export interface Night {
  schema: 1;
  startedAt: string;
  endedAt: string | null;
  short: boolean;
  /** The user ended it. */
  interrupted: boolean;
  command: string;
  versions: OwnVersions;
  /** Null until an engine was there. */
  machine: MachineKind | null;
  /** One for each entry that was asked for; those not reached yet have no folder. */
  results: NightResult[];
}

/** What an accepted night showed of one entry: one file below `baselines/`. */
export interface AcceptedNight {
  schema: 1;
  machine: MachineKind;
  entry: string;
  /** When the night began, ISO 8601. */
  night: string;
  gitCommit: string | null;
  gitDirty: boolean | null;
  /** ISO 8601 */
  acceptedAt: string;
  acceptedBy: string;
  note: string | null;
  /** In spite of what spoke against it. */
  forced: boolean;
  /** With their metrics, without what is long and not compared. */
  runs: Run[];
}
