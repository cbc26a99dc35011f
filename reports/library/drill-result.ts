import type { Verdict } from '../../harness/model.ts';
import { drillSentence } from '../drill-table.ts';
import { drillVerdict } from '../run-verdict.ts';
import { type DrillEntry, isRun, lengthMs, type RunEntry } from './entry.ts';

/** What a row says of a drill as a whole. */
export interface DrillResult {
  /** The worst of its scenarios'. */
  verdict: Verdict;
  /** One sentence. */
  finding: string;
  /** Each once. */
  topologies: string[];
  /** Of all scenarios together. */
  trials: number;
  durationMs: number | null;
  /** The first of its runs, for what they have in common; null where there is none. */
  first: RunEntry | null;
}

/** Puts a drill's scenarios together. */
export function drillResult({ drill, runs }: DrillEntry): DrillResult {
  const lines = runs.map((run) => ({
    name: run.scenario,
    verdict: isRun(run) ? run.verdict : ('unknown' as const),
    finding: isRun(run) ? run.finding : run.why,
  }));
  const there = runs.filter(isRun);
  const verdict = drillVerdict(lines, drill.scenarios.length);
  return {
    verdict,
    finding: drillSentence(lines, verdict),
    topologies: [...new Set(there.map(({ topology }) => topology))],
    trials: there.reduce((sum, { trials }) => sum + trials, 0),
    durationMs: lengthMs(drill),
    first: there[0] ?? null,
  };
}
