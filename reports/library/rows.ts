import type { Drill, Night, Run } from '../../harness/model.ts';
import type { MissingRun } from '../drill-table.ts';
import { absent, counted, formatIn, formatMeasured, formatRange } from '../format.ts';
import { type Html, html, type Part } from '../html.ts';
import { nightVerdict } from '../night/verdict.ts';
import { nightSentence } from '../night/words.ts';
import { badge } from '../sections/verdict.ts';
import { drillResult } from './drill-result.ts';
import { type DrillEntry, type Entry, isDrill, isRun, lengthMs, type NightFound, type RunEntry } from './entry.ts';
import type { RunHistory } from './history.ts';
import type { KeyNumber } from './key-numbers.ts';
import { sparkline } from './sparkline.ts';
import { formatDuration, howFar } from './words.ts';

/** So many of a run's numbers are shown. */
const shown = 4;

/** One entry as a body of the table: a row, or a drill's row with those of its scenarios below it. */
export function tableBody(entry: Entry, history: ReadonlyMap<RunEntry, RunHistory>): Html {
  if (!isDrill(entry)) return html`<tbody>${runRow(entry, history.get(entry), false)}</tbody>\n`;
  return html`<tbody class="drill">${drillRow(entry)}${entry.runs.map((run) =>
    isRun(run) ? runRow(run, history.get(run), true) : missingRow(run),
  )}</tbody>\n`;
}

function drillRow(entry: DrillEntry): Html {
  const { drill, path, files, runs } = entry;
  const { verdict, finding, topologies, trials, durationMs, first } = drillResult(entry);
  return row(html`<tr class="head">`, [
    html`${drill.suite} <br><small>${runs.length} scenarios</small>`,
    whenCell(drill),
    topologies.length > 2 ? `${topologies.length} topologies` : topologies.join(', '),
    html`${badge(verdict)}${drill.endedAt === null && html` <br><small>${howFar('running')}</small>`}`,
    finding,
    null,
    null,
    trials,
    durationCell(durationMs),
    first === null ? absent : engineCell(first),
    links(path, files, ['report.html', 'drill.json']),
  ]);
}

function runRow(run: RunEntry, history: RunHistory | undefined, inDrill: boolean): Html {
  const { suite, scenario, status, trials, plannedTrials } = run;
  const name = scenario === suite ? suite : html`${suite} <br>${scenario}`;
  const end = howFar(status);
  return row(inDrill ? html`<tr class="part">` : html`<tr>`, [
    inDrill ? scenario : name,
    whenCell(run),
    run.topology,
    html`${badge(run.verdict)}${end !== null && html` <br><small>${end}</small>`}`,
    run.finding,
    run.numbers.length === 0 ? absent : html`<ul>${run.numbers.slice(0, shown).map(numberItem)}</ul>`,
    (history !== undefined && sparkline(history)) || absent,
    trials === plannedTrials ? trials : `${trials} of ${plannedTrials}`,
    durationCell(run.durationMs),
    engineCell(run),
    links(run.path, run.files, ['report.html', 'run.json', 'capture.pcap']),
  ]);
}

function missingRow({ scenario, why }: MissingRun): Html {
  const cells = [scenario, absent, absent, badge('unknown'), why, absent, absent, absent, absent, absent, absent];
  return row(html`<tr class="part">`, cells);
}

function row(start: Html, [name = null, ...others]: Part[]): Html {
  return html`${start}<th scope="row">${name}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>\n`;
}

function whenCell({ startedAt }: Pick<Run | Drill | Night, 'startedAt'>): Html {
  const [day = '', time = ''] = startedAt.replace(/(\.\d+)?Z$/, '').split('T');
  return html`<time datetime="${startedAt}">${day} <br>${time}</time>`;
}

function durationCell(ms: number | null): string {
  return ms === null ? absent : formatDuration(ms);
}

function engineCell({ engine, kernel }: RunEntry): Html {
  return html`${engine} <br>${kernel}`;
}

function numberItem({ name, subject, unit, predicted, bound, beyond, ...measured }: KeyNumber): Html {
  const further = beyond === 0 ? '' : `, and ${counted(beyond, 'trial')} beyond measure`;
  const accuracy = bound === null || bound === 0 ? '' : ` ± ${formatIn(unit, bound)}`;
  return html`<li><b>${name}</b>${subject === 'run' ? '' : ` ${subject}`} ${formatMeasured(unit, measured)}${accuracy}${further}${predicted !== null && html` <small>(${formatRange(unit, predicted)} predicted)</small>`}</li>`;
}

/** A night's row: what it came to, and where it is told. */
export function nightCells({ path, night, files }: NightFound): Part[] {
  const ended = night.endedAt === null ? howFar('running') : night.interrupted ? howFar('interrupted') : null;
  return [
    whenCell(night),
    html`${badge(nightVerdict(night))}${ended !== null && html` <small>${ended}</small>`}`,
    nightSentence(night),
    durationCell(lengthMs(night)),
    links(path, files, ['report.html', 'night.json']),
  ];
}

/** Links to those of these files that are there; addresses are relative to the library's folder, which may be moved. */
function links(path: string, files: ReadonlySet<string>, names: readonly string[]): Part {
  const base = path === '' ? '.' : `./${path.split('/').map(encodeURIComponent).join('/')}`;
  const there = names.filter((name) => files.has(name));
  return there.map(
    (name, index) => html`${index > 0 && html` <br>`}<a href="${base}/${name}">${linkWords[name] ?? name}</a>`,
  );
}

const linkWords: Record<string, string> = { 'report.html': 'report', 'capture.pcap': 'capture' };
