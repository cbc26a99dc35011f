import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lifeOf, type ProcessLife } from '../../process-identity.ts';
import { type BootedLab, type LabRecord, labOf } from './boot.ts';

/** A lab found in the cache folder: still there, or only its folder. */
export interface FoundLab {
  folder: string;
  record: LabRecord;
  /** Whether its process lives; one of another machine or container is left alone. */
  life: ProcessLife;
  alive: boolean;
}

/** All labs that have a folder, oldest first. */
export async function findLabs(labsFolder: string): Promise<FoundLab[]> {
  const found: FoundLab[] = [];
  for (const name of await readdir(labsFolder).catch(() => [])) {
    const folder = join(labsFolder, name);
    const text = await readFile(join(folder, 'lab.json'), 'utf8').catch(() => null);
    if (text === null) continue;
    const record = JSON.parse(text) as LabRecord;
    const life = await lifeOf(record.process);
    found.push({ folder, record, life, alive: life === 'alive' });
  }
  return found.sort((a, b) => a.record.startedAt.localeCompare(b.record.startedAt));
}

/** The lab that `lab up` left running, if there is one. */
export async function keptLab(labsFolder: string): Promise<Omit<BootedLab, 'powerOff'> | null> {
  const kept = (await findLabs(labsFolder)).find((lab) => lab.alive && lab.record.kept);
  return kept === undefined ? null : labOf(kept.record, kept.folder);
}

/** Removes what labs that ended without their harness left behind. Returns how many there were. */
export async function sweepDeadLabs(labsFolder: string): Promise<number> {
  const dead = (await findLabs(labsFolder)).filter((lab) => lab.life === 'gone');
  for (const { folder, record } of dead) {
    await rm(record.dockerSocket, { force: true });
    await rm(record.packageSocket, { force: true });
    await rm(folder, { recursive: true, force: true });
  }
  return dead.length;
}
