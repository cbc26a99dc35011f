import type { RequestOutcome, TrialRecord } from '../harness/model.ts';
import type { Answers } from './timeline-answers.ts';

/** An instant worth a letter on the time axis and a line in the caption. */
export interface Mark {
  letter: string;
  atS: number;
  what: string;
}

/** Something that happened on a director. Null: on a machine that is no director of the topology. */
export interface DirectorEvent {
  director: number | null;
  atS: number;
}

/** One request. `realServer` is its number in the topology, null without an answer. */
export interface RequestPoint {
  atS: number;
  latencyMs: number;
  kind: 'ok' | 'late' | 'lost';
  outcome: RequestOutcome;
  realServer: number | null;
}

/** A weight that a real server had in a director's IPVS table for a time, as numbers of the rows and of the scene. */
export interface WeightBar {
  row: number;
  director: number;
  service: number;
  fromS: number;
  toS: number;
  weight: number;
}

/** Who stood in the tables with which weight. */
export interface Weights {
  /** Real servers in the order of the topology, then whatever else stood in a table. */
  rows: string[];
  bars: WeightBar[];
}

/** What the timelines of a run have in common. JSON, so that a page can carry it. */
export interface TimelineScene {
  directors: string[];
  realServers: string[];
  /** Virtual services that the prober asks. */
  services: string[];
  /** An answer later than this is late, ms. */
  delayThresholdMs: number;
  /** The run's faults: CSS colour, and the unit of a strength. */
  faults: { name: string; colour: string; levelUnit?: string }[];
}

/** One holding of a VIP, by the number of the director. */
export interface HoldingBar {
  director: number;
  fromS: number;
  toS: number;
}

/** All that one trial's timeline shows, in seconds since the fault took effect. JSON. */
export interface Timeline {
  trial: Pick<TrialRecord, 'index' | 'fault' | 'level' | 'target' | 'error'>;
  /** Instant 0 in words. */
  origin: string;
  fromS: number;
  toS: number;
  /** The fault's window: from its effect until healing begins. Null when it never took effect. */
  faultS: { from: number; to: number } | null;
  /** From the begin of healing until the old master runs again. */
  healingS: { from: number; to: number } | null;
  marks: Mark[];
  holdings: HoldingBar[];
  adverts: (DirectorEvent & { priority: number })[];
  garps: DirectorEvent[];
  requests: RequestPoint[];
  /** Of all requests. */
  answers: Answers;
  weights: Weights;
  /** How many there are, whether they are listed above or have been left out (`thinned`). */
  totals: { ok: number; late: number; lost: number; adverts: number; garps: number; holdings: number; weights: number };
}
