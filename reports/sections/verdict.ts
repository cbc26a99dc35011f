import type { Judgement, Verdict } from '../../harness/model.ts';
import { calibrationWords } from '../calibration-words.ts';
import type { Content } from '../content.ts';
import { absent } from '../format.ts';
import { type Html, html, type Part } from '../html.ts';
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

/**
 * The whole run in one sentence: what was found where it passed, else what failed or could not be judged, with what was
 * found all the same below; and what the reader must know before believing it.
 */
export function verdictBanner({ recording, judgements, found, verdict, notes }: Content): Html {
  const { run } = recording;
  const warnings = run.warnings.length + run.kernelTrouble.length + notes.length;
  const status = statusSentence(run);
  const calibrated = calibrationWords(run);
  const judged = verdictSentence(run, judgements, verdict);
  const [first, second] = verdict === 'pass' && found !== null ? [found, judged] : [judged, measuredAllTheSame(found)];
  return html`<div class="verdict ${verdict}" role="status">
<p><strong>${verdictSigns[verdict].slice(0, 1)} ${first}</strong></p>
${second !== null && html`<p>${second}</p>`}
${status !== null && html`<p>${status}</p>`}
${calibrated !== null && html`<p>${calibrated}${run.calibration !== undefined && html` <a href="#calibrated-error">By length</a>`}</p>`}
${(run.skipped ?? []).map(({ what, reason }) => html`<p>Skipped: ${what}: ${reason}.</p>`)}
${warnings > 0 && html`<p><a href="#warnings">${warnings} ${warnings === 1 ? 'warning' : 'warnings'}</a></p>`}
</div>`;
}

function measuredAllTheSame(found: string | null): string | null {
  return found === null ? null : `What was measured: ${found}`;
}
