import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../engine/engine.ts';
import { ensureLabBuilt } from '../engine/lab/lab-engine.ts';
import { messageOf } from '../errors.ts';
import { trendsOf } from './counts.ts';
import { takeCounts } from './host-census.ts';
import type { Invariant } from './invariant.ts';
import { hostLinks, type Looking, lookAtKeptLab, memoryFileNames } from './look.ts';
import { ensureKeptLab, environment, ownPidNamespace, performEvent } from './perform.ts';
import type { PlannedEvent } from './plan.ts';
import type { EventLine } from './report.ts';
import { startCommand } from './running-suite.ts';
import { makeScratch, removeScratch } from './scratch.ts';
import { appendEvent, keepOutputs, type SoakFolder } from './soak-folder.ts';
import type { CountTrend } from './trend.ts';

/** What a soak is told. */
export interface SoakOrder {
  plan: readonly PlannedEvent[];
  invariants: readonly Invariant[];
  folder: SoakFolder;
  signal: AbortSignal;
  print: Log;
}

/** Performs the events one after the other, until they are all over or the user ends it. Every event is written at once. */
export async function soak(order: SoakOrder): Promise<{ lines: EventLine[]; trends: CountTrend[] }> {
  const { plan, signal, print } = order;
  // In the usual cache: all labs of the soak share it.
  await ensureLabBuilt(print);
  const paths = await makeScratch();
  const looking: Looking = {
    paths,
    soak: randomBytes(4).toString('hex'),
    ownPidNamespace: await ownPidNamespace(),
    knownNamespaces: new Set(),
    linksAtFirst: new Set(await hostLinks()),
    shmAtFirst: new Set(await memoryFileNames()),
    kept: null,
  };
  const lines: EventLine[] = [];
  try {
    for (const planned of plan) {
      if (signal.aborted) break;
      const line = await oneEvent(planned, looking, order);
      lines.push(line);
      await appendEvent(order.folder, line);
      for (const sentence of sentencesOf(line)) print(sentence);
    }
  } finally {
    if (looking.kept !== null) await startCommand(['lab', 'down'], environment(looking, paths.keptCache)).ended;
    await removeScratch(paths.root);
  }
  return { lines, trends: trendsOf(lines) };
}

async function oneEvent(planned: PlannedEvent, looking: Looking, order: SoakOrder): Promise<EventLine> {
  const { number, event, point, seed } = planned;
  const startedMs = performance.now();
  const line: EventLine = {
    number,
    event: event.name,
    ...point,
    seed,
    at: new Date().toISOString(),
    durationMs: 0,
    done: null,
    ended: [],
    runs: [],
    said: [],
    broken: [],
    counts: {},
    lab: null,
    error: null,
  };
  try {
    if (event.lab === 'kept') looking.kept ??= await ensureKeptLab(looking, lookAtKeptLab);
    const { aftermath, seen, outputs } = await performEvent(planned, looking);
    const broken = order.invariants.flatMap((invariant) =>
      invariant.broken(aftermath).map((sentence) => ({ invariant: invariant.name, sentence })),
    );
    const { suites } = aftermath;
    Object.assign(line, {
      done: aftermath.done,
      ended: suites.map(({ ending }) => ending.signal ?? ending.exitCode),
      runs: suites.map(({ folder }) =>
        folder?.saved
          ? { status: folder.saved.status, verdict: folder.saved.verdict, again: folder.judged?.verdict ?? null }
          : null,
      ),
      said: suites.map(({ ending }) => ending.stderr.trim().slice(-400)),
      broken,
      counts: await takeCounts(looking, seen, event.lab === 'kept'),
      lab: event.lab === 'kept' ? (looking.kept?.id ?? null) : null,
    });
    if (broken.length > 0) await keepOutputs(order.folder, number, outputs);
    else await rm(join(looking.paths.out, String(number)), { recursive: true, force: true });
  } catch (error) {
    line.error = messageOf(error);
  }
  // What an event has left must not be charged to those behind it.
  if (line.error !== null || line.broken.length > 0) await startAnew(looking);
  line.durationMs = Math.round(performance.now() - startedMs);
  return line;
}

async function startAnew(looking: Looking): Promise<void> {
  await startCommand(['lab', 'down'], environment(looking, looking.paths.keptCache)).ended;
  looking.kept = null;
  await rm(looking.paths.out, { recursive: true, force: true });
}

function sentencesOf({
  number,
  event,
  stage,
  share,
  done,
  ended,
  runs,
  durationMs,
  broken,
  error,
}: EventLine): string[] {
  const verdicts = runs.map((run) => (run === null ? 'no run' : (run.again ?? 'unreadable')));
  const how = done ?? 'came too late';
  const facts = `${event} in ${stage} at ${Math.round(share * 100)} %: ${how}; ended with ${ended.join(' and ')}, ${verdicts.join(' and ')}`;
  return [
    `${number} ${broken.length > 0 ? 'BROKEN' : error === null ? 'held' : 'ERROR'}  ${error ?? facts} (${Math.round(durationMs / 1000)} s)`,
    ...broken.map(({ invariant, sentence }) => `    ${invariant}: ${sentence}`),
  ];
}
