import { onOneLine } from './one-line.ts';

/** A column of a table in a terminal: its title, and what a row says in it. */
export type Column<Row> = [title: string, cell: (row: Row) => string];

/**
 * Rows below their titles, by the first layout that fits into so many columns; by the last one, cut, where none does.
 * `paint` colours what stands first in a row.
 */
export function fittedTable<Row>(
  layouts: readonly (readonly Column<Row>[])[],
  rows: readonly Row[],
  width: number,
  paint: (row: Row, text: string) => string,
): string[] {
  if (rows.length === 0) return [];
  const candidates = layouts.map((layout) => {
    const texts = [
      layout.map(([title]) => title),
      ...rows.map((row) => layout.map(([, cell]) => onOneLine(cell(row)))),
    ];
    const widths = layout.map((_, index) => Math.max(...texts.map((row) => row[index]?.length ?? 0)));
    return { texts, widths, total: widths.reduce((sum, one) => sum + one + 2, -2) };
  });
  const chosen = candidates.find((one) => one.total <= width) ?? candidates.at(-1);
  return (chosen?.texts ?? []).map((texts, index) => {
    const cells = texts.map((text, column) => text.padEnd(chosen?.widths[column] ?? 0));
    const line = cells.join('  ').trimEnd().slice(0, width);
    const row = rows[index - 1];
    const first = cells[0] ?? '';
    return row === undefined ? line : paint(row, first) + line.slice(first.length);
  });
}
