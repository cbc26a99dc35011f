/** No cell is longer than this: the whole stays below what CI systems take (GitHub: 1 MiB of a step's summary). */
const longestText = 400;

/**
 * Text as Markdown that shows just that text, on one line, in a paragraph or in a cell of a table (GitHub's flavour): no
 * markup, no HTML, no link that was not meant. Longer texts are cut.
 */
export function markdownText(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  const cut = line.length <= longestText ? line : `${line.slice(0, longestText)} …`;
  return cut
    .replaceAll(/[\\`*_[\]|~#$!]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
    .replaceAll('://', ':\\//')
    .replaceAll(/\b(www)\./gi, '$1\\.');
}

/** Text as code, on one line, outside a table: the fence is longer than any in the text. */
export function markdownCode(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // One space on either side is no part of the code.
  const pad = /^`|`$|^$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A table of texts; numbers are set to the right where a title is marked so. */
export function markdownTable(titles: { title: string; numeric?: boolean }[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownText).join(' | ')} |\n`;
  const rule = `|${titles.map(({ numeric }) => (numeric === true ? ' ---: |' : ' --- |')).join('')}\n`;
  return `${line(titles.map(({ title }) => title))}${rule}${rows.map(line).join('')}`;
}
