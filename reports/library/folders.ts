import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../harness/errors.ts';

/** A folder that holds a run, a drill or a night. */
export interface FoundFolder {
  /** Below the library's folder, with `/` between the parts; empty for that folder itself. */
  path: string;
  kind: 'run' | 'drill' | 'night';
  /** Names of what lies in it. */
  files: ReadonlySet<string>;
}

/** A folder that could not be looked into, or is no run though it looks like one. */
export interface Trouble {
  path: string;
  reason: string;
}

/** What a recording leaves in its folder, with or without a run.json beside it. */
const observations = 'observations.ndjson';

/** Nothing below these is anybody's results, and one of them is large. */
const passedBy = /^(node_modules$|\.)/;

/**
 * Every run, drill and night at any depth below a folder, those of several runs before their runs, in the order of their names. Symbolic links
 * are not followed: what `latest` leads to lies beside it. A run's own folder is not searched further.
 */
export async function findFolders(root: string): Promise<{ found: FoundFolder[]; trouble: Trouble[] }> {
  const found: FoundFolder[] = [];
  const trouble: Trouble[] = [];
  await search(root, '', found, trouble);
  return { found, trouble };
}

async function search(root: string, path: string, found: FoundFolder[], trouble: Trouble[]): Promise<void> {
  let entries: Dirent[];
  try {
    entries = await readdir(join(root, path), { withFileTypes: true });
  } catch (error) {
    trouble.push({ path, reason: `The folder cannot be read (${messageOf(error)}).` });
    return;
  }
  const files = new Set(entries.map(({ name }) => name));
  if (files.has('night.json')) found.push({ path, kind: 'night', files });
  if (files.has('drill.json')) found.push({ path, kind: 'drill', files });
  if (files.has('run.json')) {
    found.push({ path, kind: 'run', files });
    return;
  }
  if (files.has(observations)) trouble.push({ path, reason: `It holds ${observations}, but no run.json.` });
  const folders = entries.filter((one) => one.isDirectory() && !passedBy.test(one.name)).map(({ name }) => name);
  for (const name of folders.sort()) await search(root, path === '' ? name : `${path}/${name}`, found, trouble);
}
