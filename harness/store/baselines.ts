import { readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { messageOf, usageError } from '../errors.ts';
import { calibratedAt } from '../measure/calibrated-error.ts';
import { isSameMachine, machineName } from '../measure/machine-kind.ts';
import type { AcceptedNight, Calibration, MachineKind, Run } from '../model.ts';
import { acceptedNightSchema } from './night-schema.ts';
import { readText } from './open-file.ts';
import { refuseOtherSchema } from './refuse-other-schema.ts';
import { makeWritable, replaceFile } from './replace-file.ts';
import { startedAtStamp } from './run-folder.ts';
import { checkedBy, issueWords, parsedJson } from './stored-json.ts';

/** So many of the last accepted nights are taken together (MEASURING.md 5.2: five to seven). */
export const pooledNights = 5;

/** An accepted night, and where it lies. */
export interface StoredNight {
  path: string;
  accepted: AcceptedNight;
}

/** Where an accepted night lies: `baselines/<machine>/<entry>/<started-at>.json`. */
export function pathOfAccepted(root: string, { machine, entry, night }: AcceptedNight): string {
  return join(resolve(root), machineName(machine), entry, `${startedAtStamp(new Date(night))}.json`);
}

/**
 * All accepted nights, by machine, entry and night. A folder that is not there holds none. Throws a `DrillError` with exit
 * code 64 that names the file which is none, or which lies where another belongs.
 */
export async function readBaselines(root: string): Promise<StoredNight[]> {
  const found = await readdir(resolve(root), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw usageError(`The baselines in ${resolve(root)} cannot be read (${messageOf(error)}).`);
  });
  const nights: StoredNight[] = [];
  for (const name of found.filter((one) => one.endsWith('.json')).sort()) {
    const path = join(resolve(root), name);
    const accepted = await readAccepted(path);
    if (pathOfAccepted(root, accepted) !== path) {
      throw usageError(
        `${path} is of another machine, entry or night than its place says.`,
        `Move it to ${pathOfAccepted(root, accepted)}, or remove it.`,
      );
    }
    nights.push({ path, accepted });
  }
  return nights;
}

async function readAccepted(path: string): Promise<AcceptedNight> {
  const remedy = 'Restore it from version control, or remove it.';
  const text = await readText(path).catch((error: unknown) => {
    throw usageError(`${path} cannot be read (${messageOf(error)}).`, remedy);
  });
  const parsed = parsedJson(text, path, remedy);
  refuseOtherSchema(parsed, path, 'accepted night');
  const { data, issues } = checkedBy(acceptedNightSchema, parsed);
  if (issues === null) return data;
  throw usageError(`${path} is no accepted night of this version (${issueWords(issues)}).`, remedy);
}

/** Those of an entry on such a machine, the oldest first. */
export function acceptedFor(nights: readonly StoredNight[], machine: MachineKind, entry: string): StoredNight[] {
  return nights
    .filter(({ accepted }) => accepted.entry === entry && isSameMachine(accepted.machine, machine))
    .sort((a, b) => a.accepted.night.localeCompare(b.accepted.night));
}

/** The last ones of an entry, which are taken together as what it is compared with. */
export function pooledFor(nights: readonly StoredNight[], machine: MachineKind, entry: string): StoredNight[] {
  return acceptedFor(nights, machine, entry).slice(-pooledNights);
}

/** Stores an accepted night whole or not at all, and returns where. */
export async function storeAccepted(root: string, accepted: AcceptedNight): Promise<string> {
  const path = pathOfAccepted(root, accepted);
  await makeWritable(dirname(path), root);
  // A line for each run: what changed can be seen in version control without a file of ten thousand lines.
  const { runs, ...head } = accepted;
  const lines = runs.map((run) => JSON.stringify(run)).join(',\n');
  await replaceFile(path, `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "runs": [\n${lines}\n]}\n`);
  return path;
}

/** Removes accepted nights, and the folders that are empty then. */
export async function dropAccepted(nights: readonly StoredNight[]): Promise<void> {
  for (const { path } of nights) {
    await rm(path);
    for (const folder of [dirname(path), dirname(dirname(path))]) {
      // Fails where something else is in it, which stays.
      await rmdir(folder).catch(() => {});
    }
  }
}

/** A run as it is kept in a baseline: its numbers, and what decides whether others may be held beside them. */
export function compactRun(run: Run): Run {
  const { loadTrials: _loads, balanceTrials, calibration, ...rest } = run;
  const trials = run.trials.map(({ lists: _lists, ...trial }) => trial);
  return {
    ...rest,
    trials,
    ...(calibration === undefined ? {} : { calibration: toldOf(calibration, run.probe.intervalMs) }),
    // What traffic there was, without what came of it.
    ...(balanceTrials === undefined
      ? {}
      : {
          balanceTrials: balanceTrials.map((trial) => ({
            ...trial,
            list: [],
            kernelConnections: null,
            loggedRequests: null,
          })),
        }),
    judgements: null,
  };
}

/** A calibration with what a run at this interval tells of it. */
function toldOf(calibration: Calibration, intervalMs: number): Calibration {
  const { errors = [], probeIntervalMs } = calibratedAt(calibration, intervalMs) ?? {};
  const lateness = calibration.lateness.filter((one) => one.probeIntervalMs === probeIntervalMs);
  return { ...calibration, errors, lateness };
}
