/** A stage of a suite's life, in its order. `boot`: before its first line; `end`: from its report to its last breath, and after. */
export interface LifeStage {
  name: LifeStageName;
  /** What the suite prints when it begins; null: from the start of its process. */
  marker: string | null;
  /** How long it takes on the lab, one trial of `failover`, ms; a later strike meets the stage behind it. */
  lengthMs: number;
}

export const lifeStageNames = [
  'boot',
  'engine',
  'images',
  'cluster',
  'recording',
  'trials',
  'results',
  'report',
  'end',
] as const;
export type LifeStageName = (typeof lifeStageNames)[number];

/** Seen on a lab with one busy processor; the stages of `harness/commands/drill.ts` and `run-stages.ts`. */
export const lifeStages: Readonly<Record<LifeStageName, LifeStage>> = {
  boot: { name: 'boot', marker: null, lengthMs: 2_000 },
  engine: { name: 'engine', marker: '[STARTED] Engine', lengthMs: 300 },
  images: { name: 'images', marker: '[STARTED] Images', lengthMs: 400 },
  cluster: { name: 'cluster', marker: '[STARTED] Cluster', lengthMs: 7_500 },
  recording: { name: 'recording', marker: '[STARTED] Recording', lengthMs: 7_000 },
  trials: { name: 'trials', marker: '[STARTED] Trials', lengthMs: 8_200 },
  results: { name: 'results', marker: '[STARTED] Results', lengthMs: 2_800 },
  report: { name: 'report', marker: '[STARTED] Report', lengthMs: 1_300 },
  end: { name: 'end', marker: '[COMPLETED] Report', lengthMs: 2_500 },
};

/** With a lab of its own a suite boots it in this stage, ms. */
export const ownLabBootMs = 8_000;

/** A random point of a life. */
export interface LifePoint {
  stage: LifeStageName;
  /** Of the stage's length, 0 to 1. */
  share: number;
}

/** The stages from `first` to `last`. */
export function stagesBetween(first: LifeStageName, last: LifeStageName): LifeStageName[] {
  return lifeStageNames.slice(lifeStageNames.indexOf(first), lifeStageNames.indexOf(last) + 1);
}

/** How long after the stage's beginning the point is, ms. */
export function delayMs({ stage, share }: LifePoint, ownLab: boolean): number {
  const lengthMs = stage === 'engine' && ownLab ? ownLabBootMs : lifeStages[stage].lengthMs;
  return share * lengthMs;
}
