import { messageOf, usageError } from '../errors.ts';
import type { Run } from '../model.ts';
import { readText } from './open-file.ts';
import { runText } from './recorder.ts';
import { refuseOtherSchema } from './refuse-other-schema.ts';
import type { RunFolder } from './run-folder.ts';
import { runSchema } from './run-schema.ts';
import { checkedBy, issueWords, parsedJson } from './stored-json.ts';

const brokenRemedy = 'Restore the file from a copy, or name another run folder.';

/**
 * Reads and checks run.json. Throws a `DrillError` with exit code 64 that names the file, the line where it is
 * known, and what is wrong; other schema numbers than ours are refused by number.
 */
export async function readRunJson(folder: RunFolder): Promise<Run> {
  const path = folder.runJson;
  const text = await readText(path).catch((error: unknown) => {
    throw usageError(`${path} cannot be read (${messageOf(error)}).`, 'Name a folder that holds a run.json.');
  });
  const parsed = parsedJson(text, path, brokenRemedy);
  refuseOtherSchema(parsed, path, 'run');
  const { data, issues } = checkedBy(runSchema, parsed);
  if (issues === null) return data;
  const placeOf = (field: readonly PropertyKey[]) => {
    const line = lineOf(field, parsed, text);
    return line === null ? '' : `line ${line}, `;
  };
  throw usageError(`${path}, ${issueWords(issues, placeOf)}.`, brokenRemedy);
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
