import type { Verdict } from '../../harness/model.ts';
import { htmlDocument } from '../document.ts';
import { counted } from '../format.ts';
import { type Html, html, type Section, scriptJson, table } from '../html.ts';
import { verdictSigns } from '../verdict-sentence.ts';
import { histories, runsOf } from './history.ts';
import type { Library } from './library.ts';
import { fieldNames } from './query.ts';
import { bodyFacts } from './row-facts.ts';
import { nightCells, tableBody } from './rows.ts';
import type { SortKey } from './sorting.ts';
import { libraryStyle } from './style.ts';
import { allVerdicts } from './view.ts';

/** What the page is made of. */
export interface LibraryPage {
  library: Library;
  /** What the folder is called; where it lies is nobody's concern who gets the page. */
  name: string;
  /** Of the lvs-drill that writes it. */
  version: string;
  /** `reports/browser/library.ts`, bundled. */
  script: string;
}

interface LibraryColumn {
  className: string;
  title: string;
  sort?: SortKey;
}

const columns: readonly LibraryColumn[] = [
  { className: 'suite', title: 'Suite', sort: 'suite' },
  { className: 'when', title: 'When', sort: 'when' },
  { className: 'topology', title: 'Topology', sort: 'topology' },
  { className: 'verdict', title: 'Verdict', sort: 'verdict' },
  { className: 'finding', title: 'Finding' },
  { className: 'numbers', title: 'Key numbers', sort: 'number' },
  { className: 'history', title: 'History' },
  { className: 'trials', title: 'Trials', sort: 'trials' },
  { className: 'duration', title: 'Duration', sort: 'duration' },
  { className: 'engine', title: 'Engine', sort: 'engine' },
  { className: 'files', title: 'Files' },
];

/** The page of all runs below a folder. The same folder gives the same text, byte for byte. */
export function libraryPage({ library, name, version, script }: LibraryPage): string {
  const { entries, trouble } = library;
  const sections = [
    entries.length === 0 ? firstRunSection() : runsSection(library),
    nightsSection(library),
    troubleSection(library),
  ];
  return htmlDocument({
    title: `Runs in ${name}`,
    heading: `Runs in ${name}`,
    facts: factsOf(library),
    version,
    summary:
      entries.length === 0
        ? html``
        : html`<p>Each run of a suite, latest first, as its run.json tells it: what it found, and how that compares to those of its kind before.</p>`,
    sections: sections.filter((section) => section !== null),
    footer: `Written by lvs-drill ${version} from ${counted(runsOf(entries).length, 'readable run')}${trouble.length === 0 ? '' : `; ${trouble.length} could not be read`}. Days and durations are by the clock of the machine that ran lvs-drill.`,
    style: libraryStyle,
    ...(entries.length === 0 ? {} : { script }),
  });
}

function factsOf({ entries, trouble }: Library): string {
  const runs = runsOf(entries);
  const of = (verdict: Verdict) => runs.filter((run) => run.verdict === verdict).length;
  const verdicts = allVerdicts.map((verdict) => `${of(verdict)} ${verdict}`).join(', ');
  const unread = trouble.length === 0 ? '' : ` · ${trouble.length} not readable`;
  return runs.length === 0 ? `No runs${unread}` : `${counted(runs.length, 'run')}: ${verdicts}${unread}`;
}

function runsSection({ entries }: Library): Section {
  const history = histories(entries);
  const suites = [...new Set(runsOf(entries).map(({ suite }) => suite))].sort();
  const caption =
    'Runs and drills; times in UTC. Numbers are medians of the trials, smallest and largest in brackets, with the largest error bound; the history shows the first number’s medians of up to 20 runs of one kind, this one marked, above the band predicted for it.';
  return {
    id: 'runs',
    title: 'Runs',
    body: html`${controls(suites)}
<div class="scroll" role="region" aria-label="Table of runs" tabindex="0"><table>
<caption><span>${caption}</span></caption>
<colgroup>${columns.map(({ className }) => html`<col class="for-${className}">`)}</colgroup>
<thead><tr>${columns.map(({ title, sort }) => html`<th scope="col"${sort !== undefined && html` data-sort="${sort}"`}>${title}</th>`)}</tr></thead>
${entries.map((entry) => tableBody(entry, history))}</table></div>
<button type="button" id="more" hidden></button>
<script type="application/json" id="facts">${{ markup: scriptJson(entries.map(bodyFacts)) }}</script>`,
  };
}

/** Shown where scripts run; the page's script gives them their work. */
function controls(suites: readonly string[]): Html {
  return html`<form class="controls" role="search" aria-label="Filter of runs">
<div class="query"><label for="query">Filter</label><input id="query" type="search" autocomplete="off" spellcheck="false" placeholder="failover verdict:fail -topology:known-bad" aria-describedby="hint"></div>
<div><label for="suite">Suite</label><select id="suite"><option value="">all</option>${suites.map((suite) => html`<option>${suite}</option>`)}</select></div>
<fieldset><legend>Verdict</legend>${allVerdicts.map((verdict) => html`<label><input type="checkbox" name="verdict" value="${verdict}" checked> ${verdictSigns[verdict]}</label>`)}</fieldset>
<fieldset><legend>Drills</legend><label><input type="checkbox" id="unfolded"> show scenarios</label></fieldset>
</form>
<details class="hint"><summary>How to filter</summary>
<p id="hint">Words, <code>"several words"</code>, <code>field:value</code> or <code>field:one,other</code>; <code>-</code> before any of them for the opposite. Fields: ${fieldNames.join(', ')}. The address of this page keeps filter and order: it can be sent on.</p></details>
<p id="count" role="status"></p>`;
}

/** Their runs stand among all others; here is what was said of each night as a whole. */
function nightsSection({ nights }: Library): Section | null {
  if (nights.length === 0) return null;
  const titles = [
    { title: 'When' },
    { title: 'Verdict' },
    { title: 'Finding', wide: true },
    { title: 'Duration' },
    { title: 'Files' },
  ];
  return {
    id: 'nights',
    title: 'Nights',
    body: table(
      'Several suites on one engine, compared with the nights that were accepted; latest first.',
      titles,
      nights.map(nightCells),
    ),
  };
}

function troubleSection({ trouble }: Library): Section | null {
  if (trouble.length === 0) return null;
  const rows = trouble.map(({ path, reason }) => [path === '' ? '.' : path, reason]);
  return {
    id: 'unreadable',
    title: 'Not readable',
    body: table(
      'Folders that look like a run or a drill and could not be read.',
      [{ title: 'Folder' }, { title: 'Why', wide: true }],
      rows,
    ),
  };
}

function firstRunSection(): Section {
  return {
    id: 'first-run',
    title: 'No run yet',
    body: html`<p>No run lies below this folder. Make the first, which takes a little over three minutes once the lab is built, and write this page again:</p>
<pre>npm run suite failover
npm run report -- --index</pre>`,
  };
}
