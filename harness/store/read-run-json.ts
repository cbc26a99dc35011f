import { readFile } from 'node:fs/promises';
import type { core } from 'zod';
import { messageOf, usageError } from '../errors.ts';
import type { Run } from '../model.ts';
import { runText } from './recorder.ts';
import { refuseOtherSchema } from './refuse-other-schema.ts';
import type { RunFolder } from './run-folder.ts';
import { runSchema } from './run-schema.ts';

const brokenRemedy = 'Restore the file from a copy, or name another run folder.';

/**
 * Reads and checks run.json. Throws a `DrillError` with exit code 64 that names the file, the line where it is
 * known, and what is wrong; other schema numbers than ours are refused by number.
 */
export async function readRunJson(folder: RunFolder): Promise<Run> {
  const path = folder.runJson;
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw usageError(`${path} cannot be read (${messageOf(error)}).`, 'Name a folder that holds a run.json.');
  });
  const parsed = parsedJson(text, path);
  refuseOtherSchema(parsed, path, 'run');
  const result = runSchema.safeParse(parsed);
  if (result.success) return result.data;
  throw usageError(describeIssues(result.error.issues, parsed, text, path), brokenRemedy);
}

function parsedJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /at position (\d+)/.exec(messageOf(error))?.[1];
    const line = text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length;
    throw usageError(`${path}, line ${line}: no JSON (${messageOf(error)}).`, brokenRemedy);
  }
}

const shownIssues = 3;

function describeIssues(issues: readonly core.$ZodIssue[], parsed: unknown, text: string, path: string): string {
  const sentences = issues.slice(0, shownIssues).map((issue) => {
    const line = lineOf(issue.path, parsed, text);
    return `${line === null ? '' : `line ${line}, `}${issue.path.join('.')}: ${issue.message}`;
  });
  const more = issues.length - sentences.length;
  return `${path}, ${sentences.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}

/**
 * The line of a field. run.json is written in one way only, so writing it again with a mark in the field shows
 * the line; null when the file was written in another way.
 */
function lineOf(path: readonly PropertyKey[], parsed: unknown, text: string): number | null {
  if (runText(parsed) !== text) return null;
  const mark = '\u{f8ff} here';
  const lines = runText(marked(parsed, path, mark)).split('\n');
  const index = lines.findIndex((line) => line.includes(mark));
  return index < 0 ? null : index + 1;
}

function marked(value: unknown, path: readonly PropertyKey[], mark: string): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return mark;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? marked(item, rest, mark) : item));
  if (typeof value !== 'object' || value === null) return mark;
  if (!(key in value)) return mark;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === key ? marked(v, rest, mark) : v]));
}
