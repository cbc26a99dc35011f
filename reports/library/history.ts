import type { Range } from '../../harness/model.ts';
import { type Entry, isDrill, isRun, type RunEntry } from './entry.ts';
import type { KeyNumber } from './key-numbers.ts';
import { inOrder } from './order.ts';

/** One number of a run and of those of its kind before it. */
export interface RunHistory {
  /** Of the number, as in `KeyNumber`. */
  name: string;
  subject: string;
  unit: string;
  /** Median of each run, oldest first; the last is the run itself. Null: that run does not show it. */
  medians: (number | null)[];
  /** Where this run's were predicted to lie. */
  predicted: Range | null;
}

/** Runs that a history looks back over, the run itself among them: more would be less than 5 px apart. */
const longest = 20;

/**
 * The history of every run that has one: of the number that the latest run of its kind shows first. Of one kind are runs
 * of one scenario of one suite, on one topology with one advertisement interval, on one kind of engine,
 * whose numbers have the same names.
 */
export function histories(entries: readonly Entry[]): Map<RunEntry, RunHistory> {
  const kinds = new Map<string, RunEntry[]>();
  for (const run of runsOf(entries)) {
    const kind = JSON.stringify([
      run.suite,
      run.scenario,
      run.topology,
      run.advertIntervalMs,
      run.engine,
      run.hasMetrics,
    ]);
    const alike = kinds.get(kind);
    if (alike === undefined) kinds.set(kind, [run]);
    else alike.push(run);
  }
  return new Map([...kinds.values()].flatMap(historiesOf));
}

/** Every run, those of drills too. */
export function runsOf(entries: readonly Entry[]): RunEntry[] {
  return entries.flatMap((entry) => (isDrill(entry) ? entry.runs.filter(isRun) : [entry]));
}

function historiesOf(runs: readonly RunEntry[]): [RunEntry, RunHistory][] {
  const oldestFirst = runs.toSorted((a, b) => inOrder(a.startedAt, b.startedAt));
  const headline = oldestFirst.findLast((run) => run.numbers.length > 0)?.numbers[0];
  if (headline === undefined) return [];
  const numbers = oldestFirst.map((run) => sameNumber(run, headline));
  return oldestFirst.map((run, index) => [
    run,
    {
      name: headline.name,
      subject: headline.subject,
      unit: headline.unit,
      medians: numbers.slice(Math.max(0, index + 1 - longest), index + 1).map((one) => one?.median ?? null),
      predicted: numbers[index]?.predicted ?? null,
    },
  ]);
}

function sameNumber({ numbers }: RunEntry, { name, subject, unit }: KeyNumber): KeyNumber | undefined {
  return numbers.find((one) => one.name === name && one.subject === subject && one.unit === unit);
}
