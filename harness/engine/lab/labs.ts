import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isAside, sweepAsides } from '../../asides.ts';
import { lifeOf, type ProcessLife } from '../../process-identity.ts';
import { waitUntil } from '../../wait-until.ts';
import { type Lab, type LabRecord, labOf, removeLabFiles } from './boot.ts';
import { refuseForeign } from './paths.ts';

/** A lab found in the cache folder: still there, or only its folder. */
export interface FoundLab {
  folder: string;
  record: LabRecord;
  /** One whose life is `unknown` belongs to another machine or container and is left alone. */
  life: ProcessLife;
  alive: boolean;
}

/** Folders that were made without a record, by an older version. */
const noRecordAfterMs = 600_000;

/** All labs that have a folder and a record, oldest first. Throws where others could have written the records. */
export async function findLabs(labsFolder: string): Promise<FoundLab[]> {
  await refuseForeign(labsFolder);
  const found: FoundLab[] = [];
  for (const folder of await foldersIn(labsFolder)) {
    const record = await recordIn(folder);
    if (record === null) continue;
    const life = await lifeOf(record.process);
    found.push({ folder, record, life, alive: life === 'alive' });
  }
  const age = ({ record }: FoundLab) => `${record.startedAt} ${record.id}`;
  return found.sort((a, b) => age(a).localeCompare(age(b)));
}

/** The lab that `lab up` left running, if there is one and its Docker engine has answered. */
export async function keptLab(labsFolder: string): Promise<Lab | null> {
  const kept = (await findLabs(labsFolder)).find((lab) => lab.alive && lab.record.kept && lab.record.ready);
  return kept === undefined ? null : labOf(kept.record, kept.folder);
}

/**
 * Which of several kept labs that were booted at once stays: the one that was started first. Ends `own` when that is
 * another one, once that is ready, and returns the one that stays.
 */
export async function firstKeptLab(labsFolder: string, own: Lab, deadlineMs: number): Promise<Lab> {
  let first: FoundLab | undefined;
  await waitUntil(
    'the lab that was started before this one is ready',
    async () => {
      first = (await findLabs(labsFolder)).find((lab) => lab.alive && lab.record.kept);
      return first === undefined || first.record.id === own.record.id || first.record.ready;
    },
    deadlineMs,
  );
  if (first === undefined || first.record.id === own.record.id) return own;
  await own.end();
  return labOf(first.record, first.folder);
}

/** Removes what labs that ended without their harness left behind. Returns how many there were. */
export async function sweepDeadLabs(labsFolder: string): Promise<number> {
  await sweepAsides(labsFolder);
  const dead = (await findLabs(labsFolder)).filter((lab) => lab.life === 'gone');
  for (const { folder, record } of dead) await removeLabFiles(record, folder);
  const nameless: string[] = [];
  for (const folder of await foldersIn(labsFolder)) {
    if ((await recordIn(folder)) !== null) continue;
    const age = Date.now() - ((await stat(folder).catch(() => null))?.mtimeMs ?? Date.now());
    if (age > noRecordAfterMs) nameless.push(folder);
  }
  for (const folder of nameless) await rm(folder, { recursive: true, force: true });
  return dead.length + nameless.length;
}

async function foldersIn(labsFolder: string): Promise<string[]> {
  const names = await readdir(labsFolder).catch(() => []);
  return names.filter((name) => !isAside(name)).map((name) => join(labsFolder, name));
}

/** Null without a record, and for one that cannot be read: cut short when the disk was full, say. */
async function recordIn(folder: string): Promise<LabRecord | null> {
  try {
    const record = JSON.parse(await readFile(join(folder, 'lab.json'), 'utf8'));
    return typeof record?.process?.pid === 'number' ? (record as LabRecord) : null;
  } catch {
    return null;
  }
}
