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

/** A VRRP instance as both directors configure it (RFC 3768, RFC 5798; keepalived.conf(5)). */
export interface VrrpInstance {
  version: 2 | 3;
  /** 1..255 */
  virtualRouterId: number;
  /** Version 2: whole seconds, 1000..255000. Version 3: multiples of 10, 10..40950. */
  advertIntervalMs: number;
  preempt: boolean;
  /** Simple-password authentication, version 2 only; at most 8 characters are significant. */
  password?: string;
}

export interface Director {
  name: string;
  address: string;
  /** 1..254; 255 is the address owner. */
  priority: number;
  initialState: 'MASTER' | 'BACKUP';
  /** Overrides the instance's password on this director: a misconfiguration on purpose. */
  password?: string;
}

export interface RealServer {
  name: string;
  address: string;
  /** 0..65535; 0 takes no new connections. */
  weight: number;
}

export interface Client {
  name: string;
  address: string;
  /** Further addresses of the same interface; requests are sent from all of them in turn. */
  sourceAddresses: string[];
}

/** keepalived's TCP_CHECK with the timing it inherits (keepalived.conf(5), "virtual server"). */
export interface TcpCheck {
  type: 'TCP_CHECK';
  delayLoopMs: number;
  connectTimeoutMs: number;
  /** Further attempts after the first failed one. */
  retries: number;
  delayBeforeRetryMs: number;
}

export interface VirtualService {
  vip: string;
  port: number;
  scheduler: Scheduler;
  forwardingMethod: ForwardingMethod;
  /** `persistence_timeout`; absent: no persistence. */
  persistenceTimeoutMs?: number;
  healthCheck: TcpCheck;
}

/** A whole cluster as data. `keepalived.conf` is rendered from it. */
export interface Topology {
  name: string;
  /** One line for `--help` and the report. */
  summary: string;
  /** IPv4 subnet of the macvlan network, inside 198.18.0.0/15 (RFC 2544). */
  subnet: string;
  vrrp: VrrpInstance;
  directors: Director[];
  realServers: RealServer[];
  clients: Client[];
  virtualServices: VirtualService[];
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
  /** The source address it was sent from: its flow (RFC 6414 3.6). */
  source: string;
  /** Sent minus due: the prober's own lateness, ms. */
  lateMs: number;
  /** Answered (or given up) minus due, ms. */
  latencyMs: number;
  /** The real server that answered, as named in the answer; null without an answer. */
  realServer: string | null;
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
  garp: GarpValue;
  'vip-holder': VipHolderValue;
  'node-state': NodeStateValue;
  'keepalived-log': KeepalivedLogValue;
  'clock-offset': ClockOffsetValue;
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

/** The facts of a fault that predictions need; copied into the run so that it can be judged from disk. */
export interface FaultFacts {
  name: string;
  summary: string;
  /** CSS colour of its shading in charts. */
  colour: string;
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
  /** The director the fault was aimed at: the master at that time. */
  target: string;
  /** Share of the advertisement interval after the last advert at which the fault was due, 0..1. */
  phase: number;
  /** From here on the cluster was proven steady. */
  steadyAtMs: KernelMs | null;
  injectDueMs: KernelMs | null;
  /** When the fault took effect, as observed on the engine, not when the call was made. */
  effective: Bracket | null;
  confirmation: Confirmation | null;
  /** The fault's window closes here: what follows is reversion. */
  healStartedAtMs: KernelMs | null;
  /** The harness knows that the healed director runs keepalived again. */
  healedAtMs: KernelMs | null;
  /**
   * When it came back to life, as seen on the engine: the start of the last of keepalived's processes (to a clock tick,
   * 10 ms), or the thaw.
   */
  restored: Bracket | null;
  /** Steady again after healing; null when it never was. */
  endedAtMs: KernelMs | null;
  /** Why the trial could not be completed. */
  error?: string;
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

/** How far a run got. `running` on disk means that the harness died. */
export type RunStatus = 'running' | 'recorded' | 'judged' | 'interrupted' | 'broken';

/** run.json. */
export interface Run {
  schema: 1;
  id: string;
  suite: string;
  status: RunStatus;
  /** ISO 8601, UTC, clock of the machine the harness ran on. */
  startedAt: string;
  endedAt: string | null;
  /** The shell command that repeats this run. */
  command: string;
  seed: number;
  trialsPerFault: number;
  engine: EngineFacts;
  versions: Versions;
  /** sysctls of a director that change what IPVS does, name to value. */
  sysctls: Record<string, string>;
  topology: Topology;
  probe: ProbeSettings;
  faults: FaultFacts[];
  checks: string[];
  trials: TrialRecord[];
  throughput: Throughput | null;
  /** From starting to create the topology until it was observed ready, ms. */
  readyAfterMs: number | null;
  /** Observed on the way and worth a reader's time; kernel trouble among them makes the run unknown. */
  warnings: string[];
  /** Lines of the engine's console that mean the kernel is not to be trusted. */
  kernelTrouble: string[];
  /** What kept a probe from observing everything; what it concerns is not in the recording. */
  recordingTrouble: string[];
  judgements: Judgement[] | null;
  verdict: Verdict | null;
}

/** A run as it was recorded: all that checks and reports know of it. */
export interface Recording {
  run: Run;
  /** The observations of one series, by `at` when read from disk; a probe may have written them in another order. */
  series<S extends SeriesName>(name: S): readonly Observation<S>[];
}

/** A suite is data. */
export interface Suite {
  name: string;
  summary: string;
  topology: string;
  faults: string[];
  checks: string[];
  trialsPerFault: number;
  /** Shares of the advertisement interval at which faults are injected in turn, 0..1. */
  phases: number[];
  probe: ProbeSettings;
  /** Length of the autocannon phase before the first trial, ms; 0: none. */
  throughputMs: number;
}
