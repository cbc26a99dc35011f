import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import type { Recording, Run, Seal, SealedFile, SeriesName } from '../model.ts';
import { seriesNames } from '../series-names.ts';
import { openFile } from './open-file.ts';
import { runFiles } from './run-files.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * The seal of a run whose recording is closed and whose folder is complete: nothing in it may change from here on, but for
 * what judging adds to run.json. Never rejects.
 */
export async function sealOf(folder: RunFolder, run: Run, observations: Seal['observations']): Promise<Seal> {
  const files: Seal['files'] = {};
  for (const { path } of await runFiles(folder)) {
    // A log that only the engine's owner may read is no evidence to anybody else either.
    const digest = await digestOf(join(folder.path, path)).catch(() => null);
    if (digest !== null) files[path] = digest;
  }
  return { observations, files, facts: factsDigest(run) };
}

/** In what a run, as it was read from its folder, differs from what was sealed, each in one sentence; none without a seal. */
export async function brokenSeal(folder: RunFolder, { run, series }: Recording): Promise<string[]> {
  const { seal } = run;
  if (seal === undefined) return [];
  const counts = seriesNames.flatMap((name) => wrongCount(name, seal.observations[name] ?? 0, series(name).length));
  const files = await Promise.all(
    Object.entries(seal.files).map(([path, sealed]) => changed(folder, path, sealed, counts)),
  );
  // Lost on the way to the disk: the file was sealed as it was.
  const unwritten =
    counts.length === 0 || files.flat().length > 0
      ? []
      : [`observations.ndjson lacks what was handed over to be written: it holds ${counts.join(', ')}`];
  const facts = factsDigest(run) === seal.facts ? [] : ['run.json no longer says what it said when it was recorded'];
  return [...files.flat(), ...unwritten, ...facts];
}

function wrongCount(name: SeriesName, recorded: number, read: number): string[] {
  return recorded === read ? [] : [`${read} of ${recorded} of the series ${name}`];
}

/** What became of a sealed file. Of observations the counts say more than bytes do. */
async function changed(folder: RunFolder, path: string, sealed: SealedFile, counts: string[]): Promise<string[]> {
  let found: SealedFile;
  try {
    found = await digestOf(join(folder.path, path));
  } catch (error) {
    return [`${path} was recorded and cannot be read (${messageOf(error)})`];
  }
  if (found.bytes === sealed.bytes && found.sha256 === sealed.sha256) return [];
  const held = path === 'observations.ndjson' && counts.length > 0 ? `it holds ${counts.join(', ')}; ` : '';
  return [`${path} is not what was recorded: ${held}${found.bytes} B of ${sealed.bytes} B`];
}

async function digestOf(path: string): Promise<SealedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await openFile(path);
  for await (const chunk of file.createReadStream({ highWaterMark: 1 << 18 })) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Of all that a run says but its seal and what judging adds: its judgements, and that there are some. */
function factsDigest({ seal: _, judgements: __, metrics: ___, found: ____, verdict: _____, ...facts }: Run): string {
  const status = facts.status === 'judged' ? 'recorded' : facts.status;
  return createHash('sha256')
    .update(JSON.stringify(inKeyOrder({ ...facts, status })))
    .digest('hex');
}

/** The same for an object and for what is read of its JSON, in whichever order a reader puts its fields. */
function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    fields.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, inKeyOrder(field)]),
  );
}
