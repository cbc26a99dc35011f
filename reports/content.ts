import type { Judgement, Metric, Recording, TrialMeasurement, Verdict } from '../harness/model.ts';
import type { RunFile } from '../harness/store/run-files.ts';
import type { Drawing } from './charts/render.ts';
import type { FittedTimeline } from './fit-timelines.ts';
import type { Shares } from './shares.ts';
import type { Timeline } from './timeline-nouns.ts';

/** One trial as the page shows it; without a drawing when it did not get as far as a fault. */
export interface TrialView {
  measurement: TrialMeasurement;
  timeline: Pick<Timeline, 'trial' | 'origin' | 'marks'> | null;
  drawing: Drawing | null;
  /** What a browser draws in place of the picture. */
  chart: FittedTimeline | null;
}

/** The charts of a run that compares paths. */
export interface LoadDrawings {
  rate: Drawing | null;
  latency: Drawing | null;
  gain: Drawing | null;
  capacity: Drawing | null;
}

/** All that goes into a page. Pure data: the same content gives the same page, byte for byte. */
export interface Content {
  recording: Recording;
  judgements: Judgement[];
  /** As measured for this page, whatever run.json says. */
  metrics: Metric[];
  /** What was found, in one sentence; null: nothing was proven. */
  found: string | null;
  verdict: Verdict;
  trials: TrialView[];
  shares: Shares[];
  /** Null without trials, and where no fault makes another director take over. */
  failoverTime: Drawing | null;
  /** Each failover as a bar of its phases; null where there was to be none. */
  failoverPhases: Drawing | null;
  /** How failover and detection times scatter; null where no fault has trials enough. */
  distributions: Drawing | null;
  /** When the checkers took failed real servers out; null where none failed. */
  removalTime: Drawing | null;
  /** For how long the backup heard nothing of a living master; null where no fault made its adverts late. */
  silence: Drawing | null;
  /** Errors of outages of known length; null where none was made. */
  outageError: Drawing | null;
  /** Of loads through several paths; null where there is nothing to draw. */
  loads: LoadDrawings;
  /** Shares under every scheduler, one for each set of weights; none where no scheduler was tried. */
  balance: Drawing[];
  /** Clients that a retired real server moved; null where no mapping was read. */
  disruption: Drawing | null;
  /** Null without answers. */
  realServerShare: Drawing | null;
  /** JavaScript of the page. */
  script: string;
  /** What was recorded beside run.json, as far as it is there. */
  files: RunFile[];
  /** What the reporter itself noticed, besides the run's own warnings. */
  notes: string[];
}
