import type { Judgement, Skipped, Verdict } from '../../harness/model.ts';
import type { Content } from '../content.ts';
import { absent, counted, formatIn, formatMeasured, formatRange } from '../format.ts';
import { type Html, html, type Part, type Row, type Section, table } from '../html.ts';
import { formatMargin, marginOf } from '../margin.ts';
import { verdictSigns } from '../verdict-sentence.ts';
import { badge } from './verdict.ts';

/** Above this a reader wants to see only some of them. */
const manyRows = 12;

/** Of one check, more judgements that all passed are folded away: their answer is that they passed. */
const manyAlike = 20;

const columns = [
  { title: 'Check, subject' },
  { title: 'Verdict' },
  { title: 'Measured', numeric: true },
  { title: 'Predicted', numeric: true },
  { title: 'Bound', numeric: true },
  { title: 'Limit', numeric: true },
  { title: 'Margin', numeric: true },
];

const caption =
  'Each check on each subject, what failed first: median of the trials, smallest and largest in brackets; predictions and limits that differ between trials from the lowest to the highest. Margin: from the measured extreme (the median, where that is what is judged) to the nearer end of the limit, in brackets as a share of what the limit allows; negative: beyond it.';

const order: readonly Verdict[] = ['fail', 'unknown', 'pass'];

/** Every judgement, with what was measured beside what was predicted and allowed: what failed first, then what is unknown. */
export function checksSection({ recording, judgements }: Pick<Content, 'recording' | 'judgements'>): Section {
  const { run } = recording;
  const sorted = order.flatMap((verdict) => judgements.filter((one) => one.verdict === verdict));
  const folded = foldedChecks(judgements);
  const open = sorted.filter((one) => one.verdict !== 'pass' || !folded.includes(one.check));
  return {
    id: 'checks',
    title: 'Checks',
    body: html`${judgements.length === 0 && html`<p>Nothing was judged.</p>`}
${open.length > manyRows && filter(run.scenario.name, open)}
${open.length > 0 && table(caption, columns, open.map(rowOf))}
${folded.map((check) =>
  fold(
    check,
    judgements.filter((one) => one.check === check && one.verdict === 'pass'),
  ),
)}
${skippedList(run.skipped)}`,
  };
}

function foldedChecks(judgements: readonly Judgement[]): string[] {
  const checks = [...new Set(judgements.map(({ check }) => check))];
  return checks.filter(
    (name) => judgements.filter(({ check, verdict }) => check === name && verdict === 'pass').length > manyAlike,
  );
}

/** Works without a script: the style sheet hides the rows of the verdicts that are not chosen. */
function filter(group: string, shown: readonly Judgement[]): Html {
  const verdicts = order.filter((verdict) => shown.some((one) => one.verdict === verdict));
  const choice = (value: string, words: string, checked: boolean) =>
    html`<label><input type="radio" name="shown-${group}" value="${value}"${checked && html` checked`}> ${words}</label>`;
  return html`<fieldset class="filter"><legend>Show</legend>${choice('all', `all ${shown.length}`, true)}${verdicts.map(
    (verdict) =>
      choice(verdict, `${verdictSigns[verdict]} (${shown.filter((one) => one.verdict === verdict).length})`, false),
  )}</fieldset>`;
}

function rowOf(one: Judgement): Row {
  const margin = marginOf(one);
  return {
    kind: one.verdict,
    note: one.headline,
    cells: [
      // Below each other: beside them the verdict would be out of sight on a telephone.
      html`${one.check} <small>${one.subject}</small>`,
      badge(one.verdict),
      one.measured === null ? absent : twoLines(formatMeasured(one.unit, one.measured)),
      one.predicted === null ? absent : formatRange(one.unit, one.predicted),
      one.bound === null ? absent : `± ${formatIn(one.unit, one.bound)}`,
      one.limit === null ? absent : formatRange(one.unit, one.limit),
      margin === null ? absent : formatMargin(one.unit, margin),
    ],
  };
}

/** The extremes below the median: a table of seven columns has no room for them beside it. */
function twoLines(text: string): Part {
  const [, median, extremes, unit] = /^(\S+) (\[.+\])(.*)$/.exec(text) ?? [];
  return median === undefined ? text : html`${median}${unit ?? null} <small>${extremes ?? null}</small>`;
}

function fold(check: string, passed: readonly Judgement[]): Html {
  return html`<details><summary>${badge('pass')} ${counted(passed.length, 'subject')} of <b>${check}</b>${closest(passed)}</summary>
${table(`${check}: the subjects that passed.`, columns, passed.map(rowOf))}</details>`;
}

/** Which of them came closest to failing. */
function closest(passed: readonly Judgement[]): string {
  const shares = passed.flatMap((one) => {
    const share = marginOf(one)?.share ?? null;
    return share === null ? [] : [{ subject: one.subject, unit: one.unit, share, margin: marginOf(one) }];
  });
  const [least] = shares.toSorted((a, b) => a.share - b.share);
  if (least === undefined || least.margin === null) return '';
  return `; closest to its limit: ${least.subject}, ${formatMargin(least.unit, least.margin)} left`;
}

/** Left out is neither passed nor failed. */
function skippedList(skipped: readonly Skipped[] = []): Html | null {
  if (skipped.length === 0) return null;
  return html`<p>Skipped:</p><ul class="plain">${skipped.map(({ what, reason }) => html`<li><span class="badge skipped">skipped</span> ${what}: ${reason}</li>`)}</ul>`;
}
