import type { EngineFacts, OwnVersions } from '../model.ts';

/** One thing that was measured, once in each round. */
export interface Figure {
  what: string;
  unit: string;
  /** In the order of the rounds. */
  samples: number[];
  median: number;
  min: number;
  max: number;
}

/** How many times as large one figure is as another one that was measured in turn with it. */
export interface Ratio {
  what: string;
  /** The figures' `what`. */
  of: string;
  over: string;
  /** Median of the one by the median of the other. */
  ofMedians: number;
  /** Of the two samples of each round, in their order. */
  ofRounds: number[];
  min: number;
  max: number;
}

/** `unknown`: it was missed, but the machine was busy with other things, or nothing was measured. */
export type TargetVerdict = 'met' | 'missed' | 'unknown';

/** What a number is to be. */
export interface Target {
  what: string;
  unit: string;
  measured: number | null;
  atLeast?: number;
  atMost?: number;
  verdict: TargetVerdict;
}

/** Share of the machine's processors that was in use by others just before each measurement, 0..1. */
export interface Busyness {
  median: number;
  max: number;
}

/** What one benchmark measured. */
export interface BenchResult {
  name: string;
  summary: string;
  rounds: number;
  durationMs: number;
  /** Null: nothing was measured. */
  busyness: Busyness | null;
  figures: Figure[];
  ratios: Ratio[];
  targets: Target[];
  /** What a reader must know before believing the numbers, and what they come from. */
  notes: string[];
  /** Why it was broken off; null: it was not. */
  error: string | null;
}

/** The machine that it was measured on: numbers of two machines cannot be compared. */
export interface MachineFacts {
  cpuModel: string;
  cpus: number;
  memoryBytes: number;
  kernel: string;
}

/** bench.json. */
export interface BenchReport {
  schema: 1;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** Null: it is still going on, or was ended from outside. */
  endedAt: string | null;
  command: string;
  versions: OwnVersions;
  machine: MachineFacts;
  /** Null where no benchmark needed one. */
  engine: (EngineFacts & { kernel: string }) | null;
  benchmarks: BenchResult[];
}
