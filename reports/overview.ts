import type { Drill, Run, TrialMeasurement, Verdict } from '../harness/model.ts';
import { pictureBudgetBytes, withinBudget } from './budget.ts';
import { calibrationsInWords } from './calibration-words.ts';
import type { Content } from './content.ts';
import { clockSentence, htmlDocument, inUtc } from './document.ts';
import { drillSentence, type MissingRun, scenarioLines, skippedIn } from './drill-table.ts';
import { counted } from './format.ts';
import { type Html, html, type Section, table } from './html.ts';
import { judgedRun } from './judged-run.ts';
import { findings } from './page.ts';
import { drillVerdict } from './run-verdict.ts';
import { command } from './sections/command.ts';
import { type InstrumentFindings, instrumentFindings, instrumentsSection } from './sections/instrument-error.ts';
import { methodsSection } from './sections/methods.ts';
import { badge } from './sections/verdict.ts';
import { trialCount } from './trial-words.ts';
import { verdictSigns } from './verdict-sentence.ts';

/** What the page over all scenarios keeps of one: the recording itself may be large, and is let go. */
export interface OverviewPart {
  run: Run;
  verdict: Verdict;
  measurements: TrialMeasurement[];
  /** Null where its faults are none that calibrate. */
  instrument: InstrumentFindings | null;
  /** The answer to the scenario's question, without what is in its own report. */
  sections: Section[];
}

/** What of a scenario's report goes into the overview, with pictures of so many bytes. */
export function overviewPart(content: Content, budgetBytes = pictureBudgetBytes): OverviewPart {
  return {
    run: judgedRun(content),
    verdict: content.verdict,
    measurements: content.trials.map(({ measurement }) => measurement),
    instrument: instrumentFindings(content),
    sections: findings(withinBudget(content, budgetBytes)),
  };
}

/**
 * The report of a drill of several scenarios, with JavaScript that makes it handier: one HTML file that says all that was
 * predicted, measured and judged, and why scenarios are missing.
 */
export function overview(
  drill: Drill,
  parts: readonly OverviewPart[],
  script?: string,
  missing: readonly MissingRun[] = [],
): string {
  const runs = parts.map((part) => part.run);
  const verdict = drillVerdict(runs, drill.scenarios.length);
  const lines = scenarioLines(drill.scenarios, runs, missing);
  const first = runs[0];
  const started = inUtc(drill.startedAt);
  const trials = runs.reduce((sum, run) => sum + trialCount(run), 0);
  const versions = first === undefined ? '' : ` · ${first.versions.keepalived} · kernel ${first.versions.kernel}`;
  return htmlDocument({
    title: `${verdict}: ${drill.suite}, ${started}`,
    heading: drill.suite,
    facts: `${started} · ${counted(lines.length, 'scenario')} · ${counted(trials, 'trial')}${versions}`,
    version: first?.versions.lvsDrill ?? '',
    summary: html`<p>${drill.summary}</p>
<div class="verdict ${verdict}" role="status"><p><strong>${verdictSigns[verdict].slice(0, 1)} ${drillSentence(lines, verdict)}</strong></p>${skippedIn(runs).map(({ what, reason }) => html`<p>Skipped: ${what}: ${reason}.</p>`)}${calibrationsInWords(runs).map((words) => html`<p>${words}</p>`)}</div>
${table(
  'Each scenario, and what it found; of one that did not pass, what failed first, else what could not be judged.',
  [{ title: 'Scenario' }, { title: 'Verdict' }, { title: 'Finding', wide: true }],
  lines.map((line) => [
    runs.some((run) => run.scenario.name === line.name) ? html`<a href="#${line.name}">${line.name}</a>` : line.name,
    badge(line.verdict),
    line.finding,
  ]),
)}`,
    sections: [...acrossScenarios(parts), ...parts.map(scenarioSection), repeatSection(drill)],
    ...(script === undefined ? {} : { script }),
    footer: `Drawn by lvs-drill from the run folders of the scenarios. ${clockSentence}`,
  });
}

/** What only several scenarios together answer; sections that have nothing to say are left out. */
function acrossScenarios(parts: readonly OverviewPart[]): Section[] {
  return [instrumentsSection(parts.map(({ instrument }) => instrument)), methodsSection(parts)].filter(
    (section) => section !== null,
  );
}

function scenarioSection({ run, sections }: OverviewPart): Section {
  const { name, summary } = run.scenario;
  return {
    id: name,
    title: name,
    body: html`<p>${summary}</p>
<p class="facts">${run.topology.summary} · ${counted(trialCount(run), 'trial')} · <a href="./${name}/report.html">its own report${run.trials.length > 0 && ', with the timeline of every trial'}</a></p>
${sections.map(({ title, body }) => html`<h3>${title}</h3>${withinOverview(name, body)}`)}`,
  };
}

/**
 * A scenario's charts lie in its own folder, and several scenarios have one of the same name. All that is text is escaped,
 * so what is replaced is markup.
 */
function withinOverview(scenario: string, { markup }: Html): Html {
  return {
    markup: markup
      .replaceAll('<figure id="', `<figure id="${scenario}-`)
      .replaceAll('href="charts/', `href="./${scenario}/charts/`),
  };
}

function repeatSection(drill: Drill): Section {
  return {
    id: 'repeat',
    title: 'To repeat this',
    body: html`${command(drill.command)}
<p>Beside this file lies a folder for each scenario, with its recording, capture, logs and own report.</p>`,
  };
}
