import { usageError } from '../errors.ts';
import { openFile } from './open-file.ts';

/** A line of a text file, without its line feed. */
export interface Line {
  text: string;
  /** From 1. */
  number: number;
  /** False only for a last line whose line feed is missing: its writer was killed while writing it. */
  complete: boolean;
}

/** More than any line of ours, characters. */
const longestLine = 2 ** 22;

/**
 * Hands a file's lines to `onLine` one by one; the whole file is never in memory. Rejects as opening or reading does, and
 * with a `DrillError` for a line that is longer than any of ours.
 */
export async function eachLine(path: string, onLine: (line: Line) => void): Promise<void> {
  let rest = '';
  let number = 0;
  const file = await openFile(path);
  for await (const chunk of file.createReadStream({ encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const text = rest + String(chunk);
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      number += 1;
      onLine({ text: text.slice(start, end), number, complete: true });
      start = end + 1;
    }
    rest = text.slice(start);
    if (rest.length > longestLine)
      throw usageError(
        `${path}, line ${number + 1}: longer than ${longestLine} characters.`,
        'Restore it from a copy.',
      );
  }
  if (rest !== '') onLine({ text: rest, number: number + 1, complete: false });
}
