/**
 * Text that Markdown (GitHub's, in a step summary) shows as it stands: no markup, HTML, link, entity or list, on one line,
 * and nothing that would end a table's cell.
 */
export function escapeMarkdown(text: string): string {
  return onOneLine(text)
    .replace(/[\\`*_{}[\]<>#|~$&@:!]/g, '\\$&')
    .replace(/\bwww\./gi, 'www\\.')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

/** A table; its cells are text, and escaped. */
export function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [line(columns), `|${' --- |'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

/** Text without line ends, control characters, and those that turn the direction of writing: for a line of a terminal too. */
export function onOneLine(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, ' ').trim();
}
