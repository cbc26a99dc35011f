import type { Judgement, Skipped, Verdict } from '../../harness/model.ts';
import type { Content } from '../content.ts';
import { absent, formatIn, formatMeasured, formatRange } from '../format.ts';
import { type Html, html, type Part, type Section, table } from '../html.ts';
import { statusSentence, verdictSentence, verdictSigns } from '../verdict-sentence.ts';

/** A verdict as a small coloured label with its word. */
export function badge(verdict: Verdict): Html {
  return html`<span class="badge ${verdict}">${verdictSigns[verdict]}</span>`;
}

/** What a check says of a subject, as a badge; `absent` where nothing was judged. */
export function verdictCell(judgements: readonly Judgement[], check: string, subject: string): Part {
  const judgement = judgements.find((one) => one.check === check && one.subject === subject);
  return judgement === undefined ? absent : badge(judgement.verdict);
}

/** The verdict of the whole run in one sentence, and what the reader must know before believing it. */
export function verdictBanner({ recording, judgements, verdict, notes }: Content): Html {
  const { run } = recording;
  const warnings = run.warnings.length + run.kernelTrouble.length + notes.length;
  const status = statusSentence(run);
  return html`<div class="verdict ${verdict}" role="status">
<p><strong>${verdictSigns[verdict].slice(0, 1)} ${verdictSentence(run, judgements, verdict)}</strong></p>
${status !== null && html`<p>${status}</p>`}
${(run.skipped ?? []).map(({ what, reason }) => html`<p>Skipped: ${what}: ${reason}.</p>`)}
${warnings > 0 && html`<p><a href="#warnings">${warnings} ${warnings === 1 ? 'warning' : 'warnings'}</a></p>`}
</div>`;
}

/** Every judgement, with what was measured beside what was predicted and allowed. */
export function checksSection({ recording, judgements }: Pick<Content, 'recording' | 'judgements'>): Section {
  const rows = judgements.map((one) => ({
    note: one.headline,
    cells: [
      one.check,
      one.subject,
      badge(one.verdict),
      one.measured === null ? absent : formatMeasured(one.unit, one.measured),
      one.predicted === null ? absent : formatRange(one.unit, one.predicted),
      one.bound === null ? absent : `± ${formatIn(one.unit, one.bound)}`,
      one.limit === null ? absent : formatRange(one.unit, one.limit),
    ],
  }));
  const columns = [
    { title: 'Check' },
    { title: 'Subject' },
    { title: 'Verdict' },
    { title: 'Measured', numeric: true },
    { title: 'Predicted', numeric: true },
    { title: 'Bound', numeric: true },
    { title: 'Limit', numeric: true },
  ];
  return {
    id: 'checks',
    title: 'Checks',
    body: html`${
      rows.length === 0
        ? html`<p>Nothing was judged.</p>`
        : table('Each check on each subject: median of the trials, smallest and largest in brackets.', columns, rows)
    }
${skippedList(recording.run.skipped)}`,
  };
}

/** Left out is neither passed nor failed. */
function skippedList(skipped: readonly Skipped[] = []): Html | null {
  if (skipped.length === 0) return null;
  return html`<p>Skipped:</p><ul class="plain">${skipped.map(({ what, reason }) => html`<li><span class="badge skipped">skipped</span> ${what}: ${reason}</li>`)}</ul>`;
}
