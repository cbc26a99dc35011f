/** Markup that is safe to put into a page as it stands. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template: text and numbers are escaped, `Html` is not, nothing is written for null and false. */
export type Part = string | number | Html | null | false | readonly Part[];

/** Text with everything replaced that means something in HTML, in text as well as in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A value as JSON that may stand in a `<script type="application/json">`: nothing in it can end the script. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** Template of markup: every value in it is escaped, so that forgetting to do so is impossible. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  // Added up, not joined: a page of many pictures is put together once, not at each of its levels.
  let markup = '';
  for (const [index, text] of texts.entries()) markup += text + (index < parts.length ? markupOf(parts[index]) : '');
  return { markup };
}

function markupOf(part: Part | undefined): string {
  if (part === undefined || part === null || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'markup' in part ? part.markup : part.reduce<string>((markup, one) => markup + markupOf(one), '');
}

/** A column of a table. */
export interface Column {
  title: string;
  /** Right-aligned, with figures of equal width. */
  numeric?: boolean;
  /** Sentences: not squeezed into a narrow column. */
  wide?: boolean;
}

/** A row of a table: its cells, and a sentence that stands below them over the whole width. */
export interface Row {
  cells: Part[];
  note?: string;
  /** Class by which the style sheet can find it. */
  kind?: string;
}

/**
 * A table that scrolls sideways in its own container on a narrow screen; the container can be reached by keyboard.
 * The first cell of each row is its header.
 */
export function table(caption: string, columns: Column[], rows: (Part[] | Row)[]): Html {
  const classOf = (index: number): Part => {
    const column = columns[index];
    return (column?.numeric && html` class="number"`) || (column?.wide && html` class="wide"`) || null;
  };
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption><span>${caption}</span></caption>
<thead><tr>${columns.map(({ title }, index) => html`<th scope="col"${classOf(index)}>${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => tableRow('cells' in row ? row : { cells: row }, classOf))}</tbody>
</table></div>`;
}

function tableRow({ cells, note, kind = '' }: Row, classOf: (index: number) => Part): Html {
  const marked = cells.map((cell, index) =>
    index === 0 ? html`<th scope="row"${classOf(index)}>${cell}</th>` : html`<td${classOf(index)}>${cell}</td>`,
  );
  if (note === undefined) return html`\n<tr${kind !== '' && html` class="${kind}"`}>${marked}</tr>`;
  const also = kind === '' ? '' : ` ${kind}`;
  return html`\n<tr class="noted${also}">${marked}</tr>\n<tr class="note${also}"><td colspan="${cells.length}"><span>${note}</span></td></tr>`;
}

/** A section of the page with its heading, which the table of contents links to. */
export interface Section {
  /** Fragment identifier. */
  id: string;
  title: string;
  body: Html;
}
