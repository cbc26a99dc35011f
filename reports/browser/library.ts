import type { BodyFacts, RowFacts } from '../library/facts.ts';
import { matches, parseQuery } from '../library/query.ts';
import { compareRows, descendingAtFirst, type SortKey, sortKeys } from '../library/sorting.ts';
import { firstView, fragmentOf, type View, viewOf } from '../library/view.ts';

/** A row of the table and what is known of it. */
interface ShownRow {
  element: HTMLTableRowElement;
  facts: RowFacts;
  /** All that stands in it, in lower case; made when a word is first looked for. */
  text: string | null;
}

/** A run of its own, or a drill with the button that folds its scenarios. */
interface ShownBody {
  element: HTMLTableSectionElement;
  /** The runs: what filters look at. */
  rows: ShownRow[];
  /** The row of the drill as a whole, or that of the run. */
  head: ShownRow;
  fold: HTMLButtonElement | null;
  /** Where it stood at first: decides between equals. */
  place: number;
}

const table = one('#runs table', HTMLTableElement);
const query = one('#query', HTMLInputElement);
const suite = one('#suite', HTMLSelectElement);
const unfolded = one('#unfolded', HTMLInputElement);
const count = one('#count', HTMLElement);
const more = one('#more', HTMLButtonElement);
const verdictBoxes = [...document.querySelectorAll<HTMLInputElement>('input[name=verdict]')];
const sortHeaders = [...document.querySelectorAll<HTMLTableCellElement>('#runs th[data-sort]')];
const bodies = shownBodies();
const total = bodies.reduce((sum, { rows }) => sum + rows.filter(isRun).length, 0);
/** As the view orders them. */
let ordered: readonly ShownBody[] = bodies;
let view: View = firstView;
/** So many bodies are shown at most: laying out thousands takes a browser seconds. */
const most = 200;
let showAll = false;

for (const header of sortHeaders) header.replaceChildren(sortButton(header));
for (const control of [query, suite, unfolded, ...verdictBoxes]) control.addEventListener('input', () => show(asked()));
one('form.controls', HTMLFormElement).addEventListener('submit', (event) => event.preventDefault());
more.addEventListener('click', () => {
  const next = ordered.filter(({ element }) => element.hidden);
  showAll = true;
  filter(view);
  // The button is gone: who came by keyboard goes on where the new rows begin.
  next
    .find(({ element }) => !element.hidden)
    ?.element.querySelector<HTMLElement>('a, button')
    ?.focus();
});
addEventListener('hashchange', followLink);
followLink();

/** Throws when the page is not what this script was written for. */
function one<T extends Element>(selector: string, type: new () => T): T {
  const element = document.querySelector(selector);
  if (element instanceof type) return element;
  throw new Error(`The page has no ${selector}.`);
}

function shownBodies(): ShownBody[] {
  const facts = JSON.parse(one('#facts', HTMLScriptElement).text) as BodyFacts[];
  return [...table.tBodies].map((element, place) => {
    const all = [...element.rows].map((row, index): ShownRow => {
      const known = facts[place]?.[index];
      if (known === undefined) throw new Error(`Nothing is known of row ${index} of body ${place}.`);
      return { element: row, facts: known, text: null };
    });
    const [head, ...scenarios] = all;
    if (head === undefined) throw new Error(`Body ${place} has no row.`);
    const isDrill = element.classList.contains('drill');
    return { element, place, head, rows: isDrill ? scenarios : all, fold: isDrill ? foldButton(head.element) : null };
  });
}

/** Not a scenario that was never begun: it has a row, but is no run. */
function isRun({ facts }: ShownRow): boolean {
  return facts.fields.status !== 'absent';
}

function foldButton(row: HTMLTableRowElement): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-label', `Scenarios of ${row.cells[0]?.textContent ?? 'the drill'}`);
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => {
    button.setAttribute('aria-expanded', String(button.getAttribute('aria-expanded') !== 'true'));
    filter(view);
  });
  row.cells[0]?.prepend(button);
  return button;
}

function sortButton(header: HTMLTableCellElement): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...header.childNodes);
  button.addEventListener('click', () => {
    const key = sortKeys.find((known) => known === header.dataset.sort) ?? firstView.sort;
    show({ ...view, sort: key, descending: key === view.sort ? !view.descending : descendingAtFirst(key) });
  });
  return button;
}

/** What the controls say; the order is said by the headers. */
function asked(): View {
  return {
    ...view,
    query: query.value.trim(),
    suite: suite.value,
    unfolded: unfolded.checked,
    verdicts: firstView.verdicts.filter((verdict) => verdictBoxes.some((box) => box.checked && box.value === verdict)),
  };
}

/** The address may be that of a view that somebody sends on. */
function followLink(): void {
  const linked = viewOf(location.hash.slice(1));
  if (linked === null) return;
  query.value = linked.query;
  // A suite that is not among these choices would leave the box empty, and everything hidden without a reason in sight.
  const offered = [...suite.options].some(({ value }) => value === linked.suite);
  suite.value = offered ? linked.suite : '';
  unfolded.checked = linked.unfolded;
  for (const box of verdictBoxes) box.checked = linked.verdicts.some((verdict) => verdict === box.value);
  show({ ...linked, suite: suite.value });
}

function show(next: View): void {
  const first = view === firstView;
  const foldedAnew = next.unfolded !== view.unfolded;
  const sortedAnew = first || next.sort !== view.sort || next.descending !== view.descending;
  view = next;
  if (foldedAnew) for (const { fold } of bodies) fold?.setAttribute('aria-expanded', String(next.unfolded));
  if (sortedAnew) sort(next.sort, next.descending);
  filter(next);
  const fragment = fragmentOf(next);
  if (fragment !== location.hash.slice(1)) history.replaceState(null, '', `#${fragment}`);
}

/** A drill is shown with those of its scenarios that match; they show without being unfolded when they are not all. */
function filter(next: View): void {
  const terms = parseQuery(next.query);
  const needsText = terms.some(({ field }) => field === null);
  const chosen = (row: ShownRow): boolean => {
    if (needsText)
      row.text ??= [...row.element.cells]
        .map((cell) => cell.textContent)
        .join(' ')
        .toLowerCase();
    const { fields, verdict } = row.facts;
    return (
      next.verdicts.includes(verdict) &&
      (next.suite === '' || fields.suite === next.suite) &&
      matches(terms, { fields, text: row.text ?? '' })
    );
  };
  let runs = 0;
  let matching = 0;
  for (const { element, rows, fold } of ordered) {
    const found = rows.filter(chosen);
    runs += found.filter(isRun).length;
    matching += Math.min(1, found.length);
    element.hidden = found.length === 0 || (matching > most && !showAll);
    if (element.hidden) continue;
    const open = fold === null || fold.getAttribute('aria-expanded') === 'true' || found.length < rows.length;
    for (const row of rows) row.element.hidden = !open || !found.includes(row);
  }
  count.textContent = runs === total ? `All ${total} runs.` : `${runs} of ${total} runs.`;
  more.hidden = showAll || matching <= most;
  more.textContent = `Show the other ${matching - most} too`;
  table.classList.add('ready');
}

function sort(key: SortKey, descending: boolean): void {
  ordered = bodies.toSorted(
    (a, b) => compareRows(a.head.facts.sorted, b.head.facts.sorted, key, descending) || a.place - b.place,
  );
  table.append(...ordered.map(({ element }) => element));
  for (const header of sortHeaders) {
    if (header.dataset.sort === key) header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    else header.removeAttribute('aria-sort');
  }
}
