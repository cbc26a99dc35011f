import type { core } from 'zod';
import { messageOf, usageError } from '../errors.ts';

/** What a text holds. Throws a `DrillError` with exit code 64 that names the file, and the line at which it is no JSON. */
export function parsedJson(text: string, path: string, remedy: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /at position (\d+)/.exec(messageOf(error))?.[1];
    const line = text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length;
    throw usageError(`${path}, line ${line}: no JSON (${messageOf(error)}).`, remedy);
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
