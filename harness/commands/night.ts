import { join } from 'node:path';
import { drillVerdict } from '../../reports/run-verdict.ts';
import type { Log } from '../engine/engine.ts';
import { DrillError, messageOf } from '../errors.ts';
import { isThere } from '../is-there.ts';
import type { GateResult, MachineKind, Night, NightEntry, NightResult, Run } from '../model.ts';
import { Interrupted } from '../run/signals.ts';
import { type NightFolder, readableRunsOf, saveNight } from '../store/night-folder.ts';

/** An entry whose options are known to be right. */
export interface PlannedEntry {
  entry: NightEntry;
  command: string;
  /** So many runs it makes. */
  plannedRuns: number;
  /** Runs it into a new folder, which it makes. Throws as a suite does. */
  run(folder: string): Promise<void>;
}

/** How an entry compares with the nights before, and whether running it again at once would tell more. */
export interface Gated {
  result: GateResult;
  again: boolean;
}

/** All that a night needs to know before it starts. */
export interface NightOrder {
  /** Nothing is run of it yet. */
  night: Night;
  entries: PlannedEntry[];
  folder: NightFolder;
  signal: AbortSignal;
  print: Log;
  machineOf(run: Run): MachineKind;
  /** Compares the runs of each time that the entry was run; null: it is not to be compared. */
  gate(entry: NightEntry, times: Run[][], machine: MachineKind): Promise<Gated | null>;
}

/** A night that came to its end, or to the user's. */
export interface NightEnd {
  night: Night;
  /** Bugs of ours: they cost an entry its verdict, and the command its exit code. */
  bugs: unknown[];
}

/**
 * Runs the entries one after the other and compares each at once. What goes wrong with one costs that one its verdict,
 * and nothing else; night.json is up to date after each.
 */
export async function runNight(order: NightOrder): Promise<NightEnd> {
  const { night, entries, folder, signal, print } = order;
  const bugs: unknown[] = [];
  await saveNight(folder, night);
  for (const [index, planned] of entries.entries()) {
    if (signal.aborted) break;
    const result = emptyResult(planned);
    night.results[index] = result;
    print(`\n${planned.entry.name}, ${index + 1} of ${entries.length}: ${planned.command}`);
    try {
      await runEntry(order, planned, result);
    } catch (error) {
      result.problem = signal.aborted ? new Interrupted().message : inFull(error);
      if (!signal.aborted && !(error instanceof DrillError)) bugs.push(error);
      print(`${planned.entry.name}: ${result.problem}`);
    }
    night.interrupted = signal.aborted;
    await saveNight(folder, night);
  }
  night.interrupted = signal.aborted;
  night.endedAt = new Date().toISOString();
  await saveNight(folder, night);
  return { night, bugs };
}

/** What is known of an entry before it runs. */
export function emptyResult({ entry, command }: Pick<PlannedEntry, 'entry' | 'command'>): NightResult {
  return { entry, command, folders: [], verdict: null, gate: null, problem: null };
}

/** Folders of the times that an entry may be run. */
export function timesOf(entry: string): [first: string, again: string] {
  return [entry, `${entry}-again`];
}

async function runEntry(order: NightOrder, planned: PlannedEntry, result: NightResult): Promise<void> {
  const { entry } = planned;
  const [first, again] = timesOf(entry.name);
  const gated = await runOnce(order, planned, result, first);
  if (gated?.again !== true || order.signal.aborted) return;
  order.print(`${entry.name} is run again at once: ${gated.result.sentence}`);
  await runOnce(order, planned, result, again);
}

async function runOnce(
  { folder, night, signal, gate, machineOf }: NightOrder,
  planned: PlannedEntry,
  result: NightResult,
  name: string,
): Promise<Gated | null> {
  const path = join(folder.path, name);
  const ended = await planned.run(path).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  // What was recorded before an error counts as far as it goes.
  if (await isThere(path)) result.folders.push(name);
  const { times, trouble } = await readableRunsOf(folder, result);
  const [first] = times.flat();
  if (first !== undefined) {
    result.verdict = drillVerdict(times.flat(), planned.plannedRuns * times.length);
    night.machine ??= machineOf(first);
  }
  signal.throwIfAborted();
  // What ended the suite is told first: that a run of it cannot be read may come of that.
  if (ended !== null) throw ended.error;
  const [unreadable] = trouble;
  if (unreadable !== undefined) throw unreadable;
  if (first === undefined) return null;
  const gated = await gate(planned.entry, times, machineOf(first));
  result.gate = gated?.result ?? null;
  return gated;
}

function inFull(error: unknown): string {
  const remedy = error instanceof DrillError ? error.remedy : undefined;
  return remedy === undefined ? messageOf(error) : `${messageOf(error)} ${remedy}`;
}
