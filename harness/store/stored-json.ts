import type { core, z } from 'zod';
import { messageOf, usageError } from '../errors.ts';

/**
 * What a text holds. Throws a `DrillError` with exit code 64 that names the file, and the line at which it is no JSON, or for
 * one that is nested deeper than anything of ours: what goes through it would run out of stack.
 */
export function parsedJson(text: string, path: string, remedy: string): unknown {
  if (nestingOf(text) > deepest) throw usageError(`${path} is nested deeper than ${deepest} levels.`, remedy);
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /at position (\d+)/.exec(messageOf(error))?.[1];
    const line = text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length;
    throw usageError(`${path}, line ${line}: no JSON (${messageOf(error)}).`, remedy);
  }
}

/** Of run.json it is about eight. */
const deepest = 100;

/** How deep brackets and braces stand in each other, outside of strings. */
function nestingOf(json: string): number {
  let [depth, most, inString] = [0, 0, false];
  for (let at = 0; at < json.length; at += 1) {
    const one = json.charCodeAt(at);
    if (one === codes.quote) inString = !inString;
    else if (inString) at += one === codes.backslash ? 1 : 0;
    else if (one === codes.bracket || one === codes.brace) most = Math.max(most, ++depth);
    else if (one === codes.closingBracket || one === codes.closingBrace) depth -= 1;
  }
  return most;
}

const codes = { quote: 0x22, backslash: 0x5c, bracket: 0x5b, closingBracket: 0x5d, brace: 0x7b, closingBrace: 0x7d };

/** A value as a schema has it, or what is wrong with it. */
export type Checked<T> = { data: T; issues: null } | { data: undefined; issues: readonly core.$ZodIssue[] };

/**
 * Holds a value against a schema. zod gathers mistakes as the arguments of one call, which more than some 100,000 overflow:
 * then there is one, that they are too many.
 */
export function checkedBy<S extends z.ZodType>(schema: S, value: unknown): Checked<z.output<S>> {
  try {
    const { data, error } = schema.safeParse(value);
    return error === undefined ? { data, issues: null } : { data: undefined, issues: error.issues };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { data: undefined, issues: [{ code: 'custom', path: [], message: 'more mistakes than can be told' }] };
  }
}

const shownIssues = 3;

/** What is wrong with a value, in part of a sentence: the first few fields, each behind where it stands if that is known. */
export function issueWords(
  issues: readonly core.$ZodIssue[],
  placeOf: (path: readonly PropertyKey[]) => string = () => '',
): string {
  const told = issues
    .slice(0, shownIssues)
    .map(({ path, message }) => `${placeOf(path)}${path.length === 0 ? '' : `${path.join('.')}: `}${message}`);
  const more = issues.length - told.length;
  return `${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
