import type { Engine } from '../engine/engine.ts';
import type { Images } from '../engine/images.ts';
import type { TargetLimits } from './figures.ts';
import type { Figure, Ratio } from './result.ts';

/** An engine with the images on it. */
export interface BenchEngine {
  engine: Engine;
  images: Images;
}

/** What a benchmark is given. */
export interface BenchContext {
  rounds: number;
  signal: AbortSignal;
  /** The seed of what is made up. */
  seed: number;
  /** What it is doing, one line. */
  log(line: string): void;
  /** Opens the engine when it is asked for the first time. */
  engine(): Promise<BenchEngine>;
  /** Looks how busy the machine is with other things: to be called before each measurement, when nothing of ours runs. */
  look(): Promise<void>;
}

/** A target, and the number that is held to it; null where it was not measured. */
export type Held = TargetLimits & { value: number | null };

/** What a benchmark found. */
export interface BenchFindings {
  figures: Figure[];
  ratios: Ratio[];
  targets: Held[];
  notes: string[];
}

/** One benchmark: a file of this folder that exports it as `benchmark`. */
export interface Benchmark {
  name: string;
  summary: string;
  /** How often everything is measured where the user does not say. */
  rounds: number;
  run(context: BenchContext): Promise<BenchFindings>;
}
