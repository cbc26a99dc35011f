import { handMade } from '../../harness/measure/synthetic-run.ts';
import type { Observation, Recording, Run } from '../../harness/model.ts';
import { observationSchema } from '../../harness/store/observation-schema.ts';
import { runSchema } from '../../harness/store/run-schema.ts';
import { allObservations } from '../../harness/store/stored-run.ts';

/** What a text becomes. The same text always becomes the same, so that names still mean what they meant. */
export type Spoil = (text: string) => string;

/**
 * A recording in which every text is spoiled that its schema does not hold to certain words: whatever the field, also
 * those that do not exist yet.
 */
export function spoiled(recording: Recording, spoil: Spoil): Recording {
  const observations = allObservations(recording).map((one) => spoiledIn(one, spoil, freeTexts(one, fitsObservation)));
  return handMade(spoiledRun(recording.run, spoil), observations);
}

/** The same for a run alone. */
export function spoiledRun(run: Run, spoil: Spoil): Run {
  return spoiledIn(run, spoil, freeTexts(run, fitsRun));
}

const fitsRun = (value: unknown) => runSchema.safeParse(value).success;
const fitsObservation = (value: unknown) => observationSchema.safeParse(value as Observation).success;

type Path = readonly string[];

const free = new Map<string, boolean>();

/** Where texts stand that may be any: told by trying each place once. Places in lists are alike. */
function freeTexts(value: unknown, fits: (value: unknown) => boolean): (path: Path) => boolean {
  const kind = typeof value === 'object' && value !== null && 'series' in value ? String(value.series) : 'run';
  return (path) => {
    const place = `${kind} ${path.map((part) => (/^\d+$/.test(part) ? '*' : part)).join(' ')}`;
    const known = free.get(place);
    if (known !== undefined) return known;
    const found = fits(changed(value, path, 'any text <whatever>'));
    free.set(place, found);
    return found;
  };
}

function changed(value: unknown, path: Path, text: string): unknown {
  const copy = structuredClone(value);
  let place = copy as Record<string, unknown>;
  for (const part of path.slice(0, -1)) place = place[part] as Record<string, unknown>;
  place[path.at(-1) ?? ''] = text;
  return copy;
}

function spoiledIn<T>(value: T, spoil: Spoil, isFree: (path: Path) => boolean, path: Path = []): T {
  if (typeof value === 'string') return (isFree(path) ? spoil(value) : value) as T;
  if (Array.isArray(value)) return value.map((one, index) => spoiledIn(one, spoil, isFree, [...path, `${index}`])) as T;
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, one]): [string, unknown] => [
    // A sysctl's name, a header's: keys that are data.
    key.includes('.') && !key.includes('/') ? spoil(key) : key,
    spoiledIn(one, spoil, isFree, [...path, key]),
  ]);
  return Object.fromEntries(fields) as T;
}
