import { readdir } from 'node:fs/promises';
import { DrillError, usageError } from './errors.ts';
import { nearest } from './nearest.ts';

/** What a file may declare: something with a name of its own. */
interface Named {
  name: string;
}

/** A unit's name: where it has one itself, or in its facts. */
export type Unit = Named | { facts: Named };

/**
 * Finds every unit in a folder: each file that exports one as `exportName`. A unit's name is its path in the folder
 * without `.ts`. Files without that export are no units. Throws a `DrillError` when a unit has another name than its file:
 * then one of the two would not be found.
 */
export async function loadUnits<T extends Unit>(folder: URL, exportName: string): Promise<Map<string, T>> {
  const base = folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`);
  const entries = await readdir(base, { recursive: true });
  const paths = entries.filter((path) => path.endsWith('.ts') && !/\.(test|d)\.ts$/.test(path)).sort();
  const units = new Map<string, T>();
  for (const path of paths) {
    const module = (await import(new URL(path, base).href)) as Record<string, unknown>;
    const unit = module[exportName];
    if (!isUnit(unit)) continue;
    const name = nameOf(unit);
    const expected = path.slice(0, -'.ts'.length);
    if (units.has(name))
      throw new DrillError(`${path} declares '${name}', which another file in ${base.pathname} declares.`);
    if (name !== expected) {
      throw new DrillError(
        `${path} in ${base.pathname} declares '${name}', expected '${expected}': a unit is named like its file.`,
      );
    }
    units.set(name, unit as T);
  }
  return units;
}

/** The unit of that name. Throws a usage error that names the nearest known one, and all of them. */
export function unitNamed<T>(units: ReadonlyMap<string, T>, name: string, kind: string): T {
  const unit = units.get(name);
  if (unit !== undefined) return unit;
  const known = [...units.keys()].sort();
  const near = nearest(name, known);
  const suggestion = near === null ? '' : ` Did you mean '${near}'?`;
  throw usageError(`There is no ${kind} '${name}'.${suggestion}`, `Known: ${known.join(', ') || '(none)'}.`);
}

function isUnit(value: unknown): value is Unit {
  if (typeof value !== 'object' || value === null) return false;
  const { name, facts } = value as { name?: unknown; facts?: { name?: unknown } };
  return typeof name === 'string' || typeof facts?.name === 'string';
}

function nameOf(unit: Unit): string {
  return 'facts' in unit ? unit.facts.name : unit.name;
}
