import type { MetricComparison, SetComparison } from '../../harness/compare/compare-sets.ts';
import { level, type Standing } from '../../harness/compare/gate.ts';
import type { RunOfSet } from '../../harness/compare/run-set.ts';
import type { Measured } from '../../harness/model.ts';
import { htmlDocument, inUtc } from '../document.ts';
import { absent, counted, formatIn, formatNumber, formatRange } from '../format.ts';
import { type Html, html, type Part, type Section, table } from '../html.ts';
import { figure } from '../sections/figure.ts';
import { badge as verdictBadge } from '../sections/verdict.ts';
import type { ComparisonContent, DrawnSubject } from './content.ts';
import { byNews } from './order.ts';
import { caveats } from './terminal.ts';
import {
  comparisonSentence,
  formatInterval,
  formatP,
  formatShift,
  reasonSentence,
  standingColours,
  standingSigns,
} from './words.ts';

/** The page of a comparison: one HTML file that needs no other. The same content gives the same text, byte for byte. */
export function comparisonPage(content: ComparisonContent): string {
  const { comparison, version } = content;
  const { sets, metrics, standing } = comparison;
  const runs = sets.reduce((sum, { used }) => sum + used.length, 0);
  const suites = [...new Set(sets.flatMap(({ used }) => used.map(({ run }) => run.suite)))].join(', ');
  return htmlDocument({
    title: `${standing}: ${suites || 'comparison'}, ${sets.map(({ label }) => label).join(' and ')}`,
    heading: `${suites || 'Nothing'} compared`,
    facts: `${counted(sets.length, 'set')} · ${counted(runs, 'run')} · ${counted(metrics.length, 'metric')}`,
    version,
    summary: html`${banner(comparison)}
${setsTable(comparison)}`,
    sections: [metricsSection(comparison), ...chartSections(content), methodSection(content)],
    footer: 'Drawn by lvs-drill from the run folders that are named above.',
  });
}

function banner(comparison: SetComparison): Html {
  const colour = standingColours[comparison.standing];
  const look = colour === 'skipped' ? 'pass' : colour;
  return html`${comparison.force && html`<div class="verdict fail" role="alert"><p><strong>Forced.</strong> What was not comparable, or not trusted, was compared all the same (--force). Do not take these differences for an effect of what you changed.</p></div>`}
<div class="verdict ${look}" role="status">
<p><strong>${standingSigns[comparison.standing].slice(0, 1)} ${comparisonSentence(comparison)}</strong></p>
${caveats(comparison)
  .filter((text) => !text.startsWith('FORCED'))
  .map((text) => html`<p>${text}</p>`)}
</div>`;
}

function setsTable({ sets }: SetComparison): Html {
  const told = new Set<string>();
  const row = (label: string, { run, from }: RunOfSet, own: Part, why: string | null) => {
    const machine = `${run.topology.name}, kernel ${run.versions.kernel}, keepalived ${run.versions.keepalived.replace(/^keepalived /i, '')}, ${run.engine.kind} engine with ${counted(run.engine.cpus, 'processor')}, lvs-drill ${(run.versions.gitCommit ?? run.versions.lvsDrill).slice(0, 12)}`;
    const news = told.has(`${label} ${machine}`) ? [] : [`${machine}.`];
    told.add(`${label} ${machine}`);
    const note = [...(why === null ? [] : [`Left out: ${why}.`]), ...news].join(' ');
    const cells = [label, own, inUtc(run.startedAt), run.scenario.name, from];
    return note === '' ? { cells } : { cells, note };
  };
  const rows = sets.flatMap(({ label, used, leftOut }) => [
    ...used.map((one) => row(label, one, one.run.verdict === null ? absent : verdictBadge(one.run.verdict), null)),
    ...leftOut.map(({ one, why }) => row(label, one, html`<span class="badge skipped">left out</span>`, why)),
  ]);
  const columns = ['Set', 'Its own verdict', 'Started', 'Scenario', 'Run'].map((title) => ({ title }));
  return table('The runs that are compared.', columns, rows);
}

function badge(standing: Standing): Html {
  return html`<span class="badge ${standingColours[standing]}">${standingSigns[standing]}</span>`;
}

function metricsSection(comparison: SetComparison): Section {
  const { metrics, tests, sets } = comparison;
  const several = new Set(metrics.map(({ scenario }) => scenario)).size > 1;
  const rows = byNews(metrics).map((one) => ({
    note: reasonSentence(one, tests),
    cells: [
      lines(
        one.name,
        [one.subject, several ? one.scenario : [], sets.length > 2 ? one.candidate : []].flat().join(', '),
      ),
      badge(one.standing),
      side(one.unit, one.baselineMeasured),
      side(one.unit, one.candidateMeasured),
      ...differences(one),
    ],
  }));
  const columns = [
    { title: 'Metric' },
    { title: 'Verdict' },
    ...['Baseline', 'Candidate', 'Shift, 95 %', 'p, Cliff’s δ', 'Matters, tells'].map((title) => ({
      title,
      numeric: true,
    })),
  ];
  return {
    id: 'metrics',
    title: 'Metrics',
    body:
      rows.length === 0
        ? html`<p>There was nothing to compare.</p>`
        : table(
            'Median of the samples, and below it the smallest and the largest; what changed comes first.',
            columns,
            rows,
          ),
  };
}

/** Below each other, so that all columns have room beside each other: what matters, and in small letters what else is to say. */
function lines(first: Part, ...others: Part[]): Html {
  return html`<div class="cell">${first}<br>${others.map((one) => html`<small>${one}</small>`)}</div>`;
}

function side(unit: string, measured: Measured | null): Part {
  if (measured === null) return absent;
  const { median, min, max, trials } = measured;
  const told = (value: number) => (Number.isFinite(value) ? formatIn(unit, value) : 'beyond measure');
  const whole = Number.isFinite(min) && Number.isFinite(max);
  const spread = whole ? formatRange(unit, { low: min, high: max }) : `${told(min)} .. ${told(max)}`;
  const samples = counted(trials, 'sample');
  return min === max ? lines(told(median), samples) : lines(told(median), spread, samples);
}

function differences({ evidence, unit, adjustedP }: MetricComparison): Part[] {
  if (evidence === null) return [absent, absent, absent];
  const { shift, smallest, cliffsDelta, detectable } = evidence;
  return [
    lines(formatShift(unit, shift.value), formatInterval(unit, shift.interval)),
    lines(adjustedP === null ? absent : formatP(adjustedP), `δ ${formatNumber(cliffsDelta, 2)}`),
    lines(
      formatIn(unit, smallest.value),
      detectable === null || !Number.isFinite(detectable) ? 'tells nothing' : `tells ${formatIn(unit, detectable)}`,
    ),
  ];
}

function chartSections({ drawn, undrawn }: ComparisonContent): Section[] {
  if (drawn.length === 0) return [];
  const trends = drawn.filter(({ trend }) => trend !== null);
  const more =
    undrawn === 0
      ? null
      : html`<p>${counted(undrawn, 'subject')} more, with the least news, have no chart; compare.json has their samples.</p>`;
  return [
    {
      id: 'distributions',
      title: 'Distributions',
      body: html`${drawn.map((one) => figure(one.distribution, standings(one)))}${more}`,
    },
    ...(trends.length === 0
      ? []
      : [
          {
            id: 'by-run',
            title: 'Run by run',
            body: html`<p>The median of each run, and its 95 % interval (from the smallest to the largest sample, below six). Shaded: the baseline’s median, give or take what matters.</p>
${trends.map((one) => one.trend !== null && figure(one.trend, standings(one)))}`,
          },
        ]),
  ];
}

function standings({ charted }: DrawnSubject): Part {
  return charted.comparisons.map(({ standing, candidate }) => html`${candidate}: ${badge(standing)} `);
}

function methodSection({ comparison, command }: ComparisonContent): Section {
  return {
    id: 'method',
    title: 'How it was compared',
    body: html`<p><code>${command}</code></p>
<p>Better or worse needs three things: Mann and Whitney’s test gives p below ${level} after Holm’s correction for ${counted(comparison.tests, 'test')}; the whole 95 % interval of Hodges and Lehmann’s shift lies beyond what matters; and each of at least two runs of the candidate shifts the same way. <em>Same</em> needs the whole interval within what matters. All else is unknown: not to have found a difference is not to have found that there is none.</p>
<p>Samples are trials, and trials of one phase are held beside trials of the same phase. What matters is 20 ms of times, 1 point of shares, 5 % of everything else and at least 1 of counts, and never less than the error bound of a sample. Cliff’s δ says how much more often the candidate’s sample is the larger (1: always, 0: as often). So many samples tell shifts of the last column’s second line from none, four times in five.</p>
<p>Everything on this page, with every sample, is in <a href="compare.json">compare.json</a>.</p>`,
  };
}
