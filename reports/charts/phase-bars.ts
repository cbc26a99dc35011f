import type { FailoverPhases, Phase, PhaseName } from '../../harness/measure/failover-phases.ts';
import { phaseNames } from '../../harness/measure/failover-phases.ts';
import type { Range, Run } from '../../harness/model.ts';
import { median } from '../../harness/stats/quantiles.ts';
import { counted } from '../format.ts';

/** One bar of the picture: a trial's failover, or the medians of a fault's. */
export interface PhaseBar {
  label: string;
  phases: Phase[];
  /** When the protocol's share ended, ms after the fault; null: no takeover was seen. */
  timerEndMs: number | null;
  /** When the failovers that it stands for ended, ms after the fault; null for a bar of one trial. */
  spreadMs: Range | null;
  /** Why it ends where it ends. */
  remark: string | null;
}

/** So many trials have a bar each; of more, each fault has one. */
const mostTrials = 24;

/** The bars in the order of the run's faults. */
export function phaseBars(run: Pick<Run, 'faults'>, all: readonly FailoverPhases[]): PhaseBar[] {
  const faults = run.faults.map(({ name }) => name).filter((name) => all.some(({ fault }) => fault === name));
  return faults.flatMap((fault) => {
    const own = all.filter((one) => one.fault === fault).toSorted((a, b) => a.index - b.index);
    return all.length <= mostTrials ? own.map(barOf) : barOfFault(fault, own);
  });
}

function barOf({ index, fault, phases, missing, unfelt }: FailoverPhases): PhaseBar {
  return {
    label: `${fault}, trial ${index}`,
    phases,
    timerEndMs: timerEndIn(phases),
    spreadMs: null,
    remark: remarkOf(missing, unfelt),
  };
}

function remarkOf(missing: FailoverPhases['missing'], unfelt: boolean): string | null {
  if (missing.includes('timer') || missing.includes('late')) return 'no takeover seen';
  if (missing.includes('answer')) return 'no answer seen until healing';
  return unfelt ? 'clients felt nothing' : null;
}

function timerEndIn(phases: readonly Phase[]): number | null {
  return phases.find(({ name }) => name === 'timer')?.toMs ?? null;
}

/** The median of each phase, one after the other, of the trials that show the same phases: the most of them. */
function barOfFault(fault: string, own: readonly FailoverPhases[]): PhaseBar[] {
  const ended = own.filter(
    ({ missing }) => !missing.some((name) => name === 'timer' || name === 'late' || name === 'answer'),
  );
  const shapes = [...new Set(ended.map(({ missing }) => missing.join()))].map((shape) =>
    ended.filter(({ missing }) => missing.join() === shape),
  );
  const alike = shapes.toSorted((a, b) => b.length - a.length)[0] ?? [];
  // What never ended is worse than all that did: it is told, without a bar.
  if (alike.length === 0) {
    const remark = `none of ${counted(own.length, 'trial')} seen as whole`;
    return [{ label: fault, phases: [], timerEndMs: null, spreadMs: null, remark }];
  }
  const phases: Phase[] = [];
  let atMs = -(medianMs(alike, 'running') ?? 0);
  for (const name of phaseNames) {
    const ms = medianMs(alike, name);
    if (ms === null) continue;
    const holds = alike[0]?.phases.find((one) => one.name === name)?.holds ?? [];
    phases.push({ name, fromMs: atMs, toMs: atMs + ms, holds });
    atMs += ms;
  }
  const ends = alike.map((one) => one.phases.at(-1)?.toMs ?? 0);
  const unfelt = alike.filter((one) => one.unfelt).length;
  const left = own.length - alike.length;
  const remarks = [
    ...(unfelt > 0 ? [unfelt === alike.length ? 'clients felt nothing' : `clients felt nothing in ${unfelt}`] : []),
    ...(left > 0 ? [`without ${counted(left, 'trial')} not seen as whole`] : []),
  ];
  return [
    {
      label: alike.length === 1 ? `${fault}, one trial` : `${fault}, median of ${alike.length}`,
      phases,
      timerEndMs: timerEndIn(phases),
      spreadMs: alike.length === 1 ? null : { low: Math.min(...ends), high: Math.max(...ends) },
      remark: remarks.length === 0 ? null : remarks.join('; '),
    },
  ];
}

/** Of the trials that have that phase. */
function medianMs(all: readonly FailoverPhases[], name: PhaseName): number | null {
  return median(
    all.flatMap(({ phases }) => phases.filter((one) => one.name === name).map(({ fromMs, toMs }) => toMs - fromMs)),
  );
}
