import type { Column } from './html.ts';
import { onOneLine } from './one-line.ts';

/**
 * Text that Markdown (GitHub's, in a step summary) shows as it stands: no markup, HTML, link, entity or list, on one line,
 * and nothing that would end a table's cell.
 */
export function escapeMarkdown(text: string): string {
  return (
    onOneLine(text)
      .replace(/[\\`*_{}[\]<>#|~$&@!]/g, '\\$&')
      // A link's scheme, an emoji's name; the colons of sentences and of times stay.
      .replace(/:(?=\/\/|[a-z_+-][\w+-]*:|100:|1234:)/gi, '\\:')
      .replace(/\bwww\./gi, 'www\\.')
      .replace(/^([-+=])/, '\\$1')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
  );
}

/** A table; its cells are text, and escaped. Columns of numbers stand to the right. */
export function markdownTable(
  columns: readonly (string | Pick<Column, 'title' | 'numeric'>)[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const titled = columns.map((column) => (typeof column === 'string' ? { title: column } : column));
  const rule = titled.map(({ numeric }) => (numeric === true ? ' ---: |' : ' --- |')).join('');
  return [line(titled.map(({ title }) => title)), `|${rule}`, ...rows.map(line)].join('\n');
}

/** Text as code, outside a table: its fence is longer than any row of backticks in it. */
export function markdownCode(text: string): string {
  const line = onOneLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([fence]) => fence.length));
  const fence = '`'.repeat(longest + 1);
  // One space on either side is no part of the code.
  const space = /^`|`$|^$/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}
