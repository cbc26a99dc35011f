import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { messageOf, usageError } from '../errors.ts';
import { isSameMachine, kindFacts, machineName } from '../measure/machine-kind.ts';
import type { Calibration, MachineKind } from '../model.ts';
import { xdgFolder } from '../xdg-folder.ts';
import { calibrationSchema } from './calibration-schema.ts';
import { readText } from './open-file.ts';
import { refuseOtherSchema } from './refuse-other-schema.ts';
import { makeWritable, replaceFile } from './replace-file.ts';
import { checkedBy, issueWords, parsedJson } from './stored-json.ts';

/** `$XDG_STATE_HOME/lvs-drill/calibrations`, or below `~/.local/state`: one file for each kind of machine. */
export function calibrationsFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(xdgFolder(env.XDG_STATE_HOME, '.local/state'), 'calibrations');
}

/** Where that of a machine lies. Two kinds may be called alike, and have different files all the same. */
export function pathOfCalibration(folder: string, machine: MachineKind): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(kindFacts(machine)))
    .digest('hex')
    .slice(0, 8);
  return join(folder, `${machineName(machine)}-${digest}.json`);
}

const remedy = 'Make a new one (npm run suite calibration), or remove the file.';

/**
 * The last calibration of such a machine; null: there was none. Throws a `DrillError` with exit code 64 that names the file
 * which cannot be read, is damaged, or is of another schema or machine.
 */
export async function readCalibration(folder: string, machine: MachineKind): Promise<Calibration | null> {
  const path = pathOfCalibration(folder, machine);
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw usageError(`${path} cannot be read (${messageOf(error)}).`, remedy);
  });
  if (text === null) return null;
  const parsed = parsedJson(text, path, remedy);
  refuseOtherSchema(parsed, path, 'calibration');
  const { data, issues } = checkedBy(calibrationSchema, parsed);
  if (issues !== null) throw usageError(`${path} is no calibration: ${issueWords(issues)}.`, remedy);
  if (!isSameMachine(data.machine, machine))
    throw usageError(`${path} is of another machine than its place says.`, remedy);
  return data;
}

/** Stores a calibration in place of the last of its machine, whole or not at all, and returns where. */
export async function storeCalibration(folder: string, calibration: Calibration): Promise<string> {
  const path = pathOfCalibration(folder, calibration.machine);
  await makeWritable(dirname(path), folder);
  await replaceFile(path, `${JSON.stringify(calibration, null, 2)}\n`, { sync: true });
  return path;
}
