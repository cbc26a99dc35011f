import { verdictOf } from '../../harness/checks/verdict.ts';
import type { Night, NightResult, Run } from '../../harness/model.ts';
import { calibrationsInWords } from '../calibration-words.ts';
import { htmlDocument, inUtc } from '../document.ts';
import { scenarioLines } from '../drill-table.ts';
import { absent, counted } from '../format.ts';
import { type Html, html, type Part, type Section, table } from '../html.ts';
import { badge } from '../sections/verdict.ts';
import { verdictSigns } from '../verdict-sentence.ts';
import { methodColumns, methodRows, methodTexts } from './methods.ts';
import { nightVerdict, resultVerdict } from './verdict.ts';
import {
  acceptWords,
  commitWords,
  gateColours,
  gateSigns,
  machineWords,
  type NightPart,
  nightSentence,
  problemOf,
} from './words.ts';

/** The page of a night: one HTML file; what it links to lies beside it. The same folder gives the same text. */
export function nightPage(night: Night, parts: readonly NightPart[], folderName: string): string {
  const verdict = nightVerdict(night);
  const started = inUtc(night.startedAt);
  const machine = night.machine === null ? '' : ` · ${machineWords(night.machine)}`;
  return htmlDocument({
    title: `${verdict}: night of ${started}`,
    heading: night.short ? 'Short night' : 'Night',
    facts: `${started} · ${counted(parts.length, 'suite')}${machine} · commit ${commitWords(night.versions)}`,
    version: night.versions.lvsDrill,
    summary: html`<div class="verdict ${verdict}" role="status"><p><strong>${verdictSigns[verdict].slice(0, 1)} ${nightSentence(night)}</strong></p></div>
${entriesTable(parts)}`,
    sections: [methodsSection(parts), findingsSection(parts), repeatSection(night, folderName)].filter(
      (section) => section !== null,
    ),
    footer: 'Drawn by lvs-drill from the folder of the night.',
  });
}

function entriesTable(parts: readonly NightPart[]): Html {
  return table(
    'What was run, what its checks say, and how its numbers compare with the nights that were accepted before.',
    [{ title: 'Entry' }, { title: 'Checks' }, { title: 'Compared' }, { title: 'Reports', wide: true }],
    parts.map(({ result }): Part[] => {
      const { entry, verdict, gate } = result;
      return [
        html`<a href="#${entry.name}">${entry.name}</a>`,
        verdict === null ? absent : badge(verdict),
        html`${gateBadge(result)}${gate !== null && gate.nights.length > 0 && ` with ${counted(gate.nights.length, 'night')}`}`,
        reportLinks(result),
      ];
    }),
  );
}

function gateBadge({ gate }: NightResult): Part {
  if (gate === null) return absent;
  return html`<span class="badge ${gateColours[gate.verdict] ?? 'skipped'}">${gateSigns[gate.verdict]}</span>`;
}

function reportLinks({ folders, gate }: NightResult): Part {
  const links = [
    ...folders.map(
      (folder, index) => html`<a href="./${folder}/report.html">${index === 0 ? 'report' : 'run again'}</a>`,
    ),
    ...(gate === null || gate.report === null ? [] : [html`<a href="./${gate.report}">comparison</a>`]),
  ];
  return links.length === 0 ? absent : links.map((link, index) => html`${index > 0 && ', '}${link}`);
}

/** The methods beside each other, fault by fault; null where no failover was measured. */
function methodsSection(parts: readonly NightPart[]): Section | null {
  const rows = parts.flatMap(({ result, times }) =>
    times.flatMap((runs, time) => methodRows(runs).map((row) => ({ row, result, runs, time }))),
  );
  if (rows.length === 0) return null;
  return {
    id: 'methods',
    title: 'Failover by forwarding method',
    body: html`${table(
      'Median [smallest .. largest] over the trials, beside what VRRP’s timers predict. Impaired requests were lost or late. Requests/s by autocannon on the undisturbed cluster. What is compared is the whole entry.',
      [...methodColumns, { title: 'Checks' }, { title: 'Compared' }],
      rows.map(({ row, result, runs, time }): Part[] => [
        ...methodTexts(time === 0 ? row : { ...row, method: `${row.method}, again` }),
        checksOn(runs, row.fault),
        gateBadge(result),
      ]),
    )}
${calibrationsInWords(parts.flatMap(({ times }) => times.flat())).map((words) => html`<p>${words}</p>`)}`,
  };
}

function checksOn(runs: readonly Run[], fault: string): Part {
  const judgements = runs.flatMap((run) => run.judgements ?? []).filter(({ subject }) => subject === fault);
  return judgements.length === 0 ? absent : badge(verdictOf(judgements));
}

function findingsSection(parts: readonly NightPart[]): Section {
  return {
    id: 'entries',
    title: 'Entry by entry',
    body: html`${parts.map(
      ({
        result,
        times,
      }) => html`<h3 id="${result.entry.name}">${result.entry.name} ${badge(resultVerdict(result))}</h3>
${problemOf(result) !== null && html`<p>${problemOf(result)}</p>`}
${result.gate !== null && html`<p>${gateBadge(result)} ${result.gate.sentence}</p>`}
${times.map(findingsOf)}
<p class="facts"><code>${result.command}</code></p>
`,
    )}`,
  };
}

function findingsOf(runs: readonly Run[], time: number): Html {
  const lines = scenarioLines(
    runs.map((run) => run.scenario.name),
    runs,
  );
  return html`${time > 0 && html`<p>Run again:</p>`}<ul class="plain">${lines.map(
    ({ name, verdict, finding }) => html`<li>${badge(verdict)} ${name}: ${finding}</li>`,
  )}</ul>`;
}

function repeatSection(night: Night, folderName: string): Section {
  const accept = acceptWords(night, `results/nightly/${folderName}`);
  return {
    id: 'repeat',
    title: 'To repeat it, and to accept it',
    body: html`<p><code>${night.command}</code></p>
${
  accept === null
    ? html`<p>It cannot become part of the baseline as it is: ${whyNot(night)}.</p>`
    : html`<p>To make it part of what later nights are compared with: <code>${accept}</code></p>`
}`,
  };
}

function whyNot(night: Night): string {
  if (night.short) return 'a short night is too little to compare with';
  if (night.interrupted) return 'it was interrupted';
  return 'not everything passed';
}
