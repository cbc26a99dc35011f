import type { Bracket, Client, Director, KernelMs, Observation, RealServer, Stranger, Topology } from '../model.ts';

/** How a command in a node ended. */
export interface ExecResult {
  argv: string[];
  node: string;
  exitCode: number;
  durationMs: number;
  stdout: string;
  stderr: string;
}

/** A command that goes on in a node while the harness does other things. */
export interface RunningCommand {
  /** Writes one line to its standard input. */
  writeLine(line: string): void;
  /** Closes its standard input: every agent command ends on that. */
  end(): void;
  /** Resolves when it has ended, also when its node died; the exit code is null then. */
  ended: Promise<{ exitCode: number | null; stderr: string }>;
}

/** What a node's first process, or keepalived, wrote to the node's log. */
export interface LogLine {
  /** CLOCK_REALTIME of the engine's kernel when the engine read the line, ms since 1970, with a fraction. */
  realtimeMs: number;
  line: string;
}

/** A log that is being followed. */
export interface FollowedLog {
  stop(): void;
  /** Resolves when the node has died or after `stop`. */
  ended: Promise<void>;
}

/** One container of the cluster. */
export interface Node {
  readonly name: string;
  readonly kind: 'director' | 'real-server' | 'client' | 'hand';
  /** Id of the container. */
  readonly id: string;
  /** Runs argv to its end. Throws a `DrillError` when it fails, unless `allowFailure`. */
  exec(argv: string[], options?: { timeoutMs?: number; allowFailure?: boolean }): Promise<ExecResult>;
  /** Runs argv and hands on each line of its standard output as it comes. */
  stream(argv: string[], onLine: (line: string) => void): Promise<RunningCommand>;
  /** Hands on the node's log from then (CLOCK_REALTIME, ms since 1970; 0: all of it) or from now on, as it comes. */
  followLog(since: number | 'now', onLine: (line: LogLine) => void): Promise<FollowedLog>;
  /** Process id of the node's first process in the engine's own process namespace; null when it is dead. */
  initPid(): Promise<number | null>;
  /** Starts a dead node again, with the same addresses. */
  start(): Promise<void>;
}

/** What `Cluster.hand` can be told to do. Every act runs at an instant of the kernel clock, to about a millisecond. */
export type HandAct =
  /** Kills every process of the node and takes its network links down: power loss. */
  | { do: 'power-off'; initPid: number; addresses: string[] }
  /** Sends a signal to the node's processes of that name. `parent` is the oldest one only. */
  | { do: 'signal'; initPid: number; comm: string; signal: HandSignal; which: 'parent' | 'all' }
  /** Kills all the node's processes of that name at once, so that none can react to the death of another. */
  | { do: 'annihilate'; initPid: number; comm: string }
  | { do: 'freeze'; initPid: number }
  | { do: 'thaw'; initPid: number }
  /** Takes the node's link down, or up again; its processes live on. */
  | { do: 'link'; initPid: number; address: string; up: boolean }
  /**
   * Lines for `ip -batch` or `tc -batch` in the node's network namespace: `prepare` beforehand, `strike` at the instant,
   * by a process that waits for it. `@LINK@` in a line is the interface that has `address`. `undo`: so much later the same
   * process runs these lines, however late the strike was: what was struck lasts as long as was asked for.
   */
  | {
      do: 'network';
      initPid: number;
      address: string;
      tool: 'ip' | 'tc';
      prepare: string[];
      strike: string[];
      undo?: { afterMs: number; lines: string[] };
    }
  /** Writes a file of the node, or removes it (`null`); its folder must exist. */
  | { do: 'write-file'; initPid: number; path: string; content: string | null }
  /** `cpu.max` of the node's cgroup; `quotaUs` null: no limit. */
  | { do: 'cpu-quota'; initPid: number; quotaUs: number | null; periodUs: number };

export type HandSignal = 'SIGTERM' | 'SIGHUP' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT';

/** What the hand saw of the act: sent at the earliest, seen to have happened at the latest. */
export interface HandReport {
  earliestMs: KernelMs;
  latestMs: KernelMs;
  /** Whether the hand itself saw the effect (processes gone, freezer frozen, signal delivered). */
  effective: boolean;
  evidence: string;
  /** Of an act with an `undo`: when that took effect. */
  ended?: Bracket;
}

/** What the hand sees of a node from outside it. */
export interface NodeSight {
  atMs: KernelMs;
  alive: boolean;
  frozen: boolean;
  /** Command names of the living processes in the node's process namespace. */
  processes: string[];
  /** When each of these processes was started, to the kernel's clock tick of 10 ms: at the earliest. */
  startedAtMs: KernelMs[];
}

/** What stood in files of the engine's machine: all read in one go, between these two instants. */
export interface FileReading {
  earliestMs: KernelMs;
  latestMs: KernelMs;
  /** In the order of the paths; null for a file that cannot be read. */
  contents: (string | null)[];
}

/** The hand: a process on the engine, outside all nodes, that acts on them at an exact time. */
export interface Hand {
  /** Now, on the engine's kernel clock; the answer's round trip is in `boundMs`. */
  now(): Promise<{ atMs: KernelMs; boundMs: number }>;
  /** Acts when the kernel clock reads `atMs` (at once when that has passed). */
  act(act: HandAct, atMs: KernelMs): Promise<HandReport>;
  look(initPid: number): Promise<NodeSight>;
  /**
   * Standard output of `ip` or `tc` with these arguments in the node's network namespace; `@LINK@` in one is the
   * interface that has `address`. Throws a `DrillError` when it fails.
   */
  inspect(question: { initPid: number; address: string; tool: 'ip' | 'tc'; args: string[] }): Promise<string>;
  /**
   * Reads files by absolute paths, such as `/proc/<pid>/net/dev` of a node: some microseconds each, and no process. With
   * `atMs`: when the kernel clock reads that, at once when it has passed.
   */
  read(paths: string[], atMs?: KernelMs): Promise<FileReading>;
}

/** What the kernel of a director's network says, now. */
export interface DirectorState {
  name: string;
  alive: boolean;
  /** The VIPs of the topology that it holds, that of the inside among them. */
  vips: string[];
  /** Text of its `/proc/net/ip_vs`; empty when it is dead. */
  ipvsTable: string;
}

/** A cluster that is up. Faults, load and probes know it by this interface only. */
export interface Cluster {
  readonly topology: Topology;
  readonly runId: string;
  readonly hand: Hand;
  node(name: string): Node;
  directors(): { director: Director; node: Node }[];
  realServers(): { realServer: RealServer; node: Node }[];
  clients(): { client: Client; node: Node }[];
  strangers(): { stranger: Stranger; node: Node }[];
  /** What the kernel of each director says, frozen and dead ones included. */
  directorStates(): Promise<DirectorState[]>;
  /** Names of the directors that hold a VIP now. The dead hold none; the kernel of a frozen director holds it still. */
  vipHolders(): Promise<string[]>;
  /** Called for every node that was started again after a fault. */
  onNodeStarted(listener: (node: Node) => Promise<void>): void;
  /** Starts keepalived on a director, or a stranger, where none runs. */
  startKeepalived(director: string): Promise<void>;
  /** Starts httpd on a real server where none runs. */
  startHttpd(realServer: string): Promise<void>;
  /**
   * Gives a director the `keepalived.conf` of another topology with the same nodes. keepalived reads it when it is
   * started or gets SIGHUP.
   */
  configure(director: string, topology: Topology): Promise<void>;
}

/** Where observations go. */
export type Record = (observation: Observation) => void;
