import { stageWords } from '../../harness/checks/words.ts';
import { type ErrorCount, errorCounts } from '../../harness/measure/error-classes.ts';
import type { TrialMeasurement } from '../../harness/model.ts';
import type { Content } from '../content.ts';
import { formatMs, formatNumber, formatShare } from '../format.ts';
import { type Html, html, type Part, type Section, table } from '../html.ts';

/** What became of impaired requests, by class and stage, with an example; then the faults' windows by fault. */
export function errorsSection(content: Pick<Content, 'recording' | 'trials'>): Section {
  const counts = errorCounts(content.recording);
  return {
    id: 'errors',
    title: 'Errors by class',
    body:
      content.trials.length === 0
        ? html`<p>No trial was recorded.</p>`
        : html`${counts.length === 0 ? html`<p>${noneWords(content)}</p>` : classTable(counts)}
${faultTable(content.trials.map((one) => one.measurement))}`,
  };
}

/** Of nothing nothing is lost. */
function noneWords({ recording }: Pick<Content, 'recording'>): string {
  return recording.series('request').length === 0
    ? 'No request was recorded.'
    : 'No request was lost or late, in no trial.';
}

function classTable(counts: readonly ErrorCount[]): Html {
  const columns = [
    { title: 'Class' },
    { title: 'When' },
    { title: 'Requests', numeric: true },
    { title: 'Share', numeric: true },
    { title: 'Under', wide: true },
    { title: 'Answered by', wide: true },
  ];
  return table(
    'Impaired requests of all trials by what went wrong and when they were decided (answered, failed, or late); share of all requests of that time. Late: answered, but later than allowed.',
    columns,
    counts.map(({ errorClass, stage, count, of, byFault, byRealServer, first }) => ({
      cells: [
        errorClass,
        stageWords[stage],
        formatNumber(count),
        formatShare(count, of),
        each(byFault, (fault) => fault),
        each(byRealServer, (realServer) => realServer ?? 'nobody'),
      ],
      note: exampleOf(first),
    })),
  );
}

function each<Key>(counts: ReadonlyMap<Key, number>, wordsOf: (key: Key) => string): Part {
  return [...counts].map(([key, count]) => `${wordsOf(key)} ${formatNumber(count)}`).join(', ');
}

function exampleOf({ trial, request, afterStruckMs }: ErrorCount['first']): string {
  const { service, source, latencyMs, outcome } = request.value;
  const ended = outcome === 'ok' ? 'answered' : 'over';
  const when = `${formatMs(Math.abs(afterStruckMs))} ${afterStruckMs < 0 ? 'before' : 'after'} the fault`;
  return `The first: trial ${trial}, due ${when}, from ${source} to ${service}, ${ended} after ${formatMs(latencyMs)}`;
}

/** What became of the requests in the faults' windows: a fast refusal is no good answer. */
function faultTable(measurements: readonly TrialMeasurement[]): Html {
  const faults = [...new Set(measurements.map((one) => one.fault))];
  const rows = faults.map((fault) => {
    const sum = (of: (one: TrialMeasurement) => number) =>
      measurements.reduce((total, one) => total + (one.fault === fault ? of(one) : 0), 0);
    const impaired = sum((one) => one.impairedRequests);
    const lost = sum((one) => one.lostRequests);
    const after = sum((one) => one.reversionImpairedRequests);
    const counts = [sum((one) => one.requests), impaired, impaired - lost, lost, after];
    return [fault, ...counts.map((count) => formatNumber(count))];
  });
  const titles = ['Requests', 'Impaired', 'Late', 'Lost', 'Impaired while healing'];
  return table(
    'Requests that were decided while a fault lasted, over all its trials. Impaired: late or lost.',
    [{ title: 'Fault' }, ...titles.map((title) => ({ title, numeric: true }))],
    rows,
  );
}
