import { serviceName } from '../../harness/measure/destinations.ts';
import {
  type Disruption,
  disruptionSubject,
  disruptionsIn,
  disruptionWords,
  type Upheaval,
} from '../../harness/measure/disruption.ts';
import type { Drawing } from '../charts/render.ts';
import type { Content } from '../content.ts';
import { absent, formatNumber, formatShare } from '../format.ts';
import { html, type Part, type Section, table } from '../html.ts';
import { figure } from './figure.ts';
import { verdictCell } from './verdict.ts';

const columns = [
  { title: 'Service' },
  { title: 'Real server' },
  { title: 'Clients', numeric: true },
  { title: 'Moved', numeric: true },
  { title: 'Without need', numeric: true },
  { title: 'Refused', numeric: true },
  { title: 'Displaced', numeric: true },
  { title: 'Not predicted', numeric: true },
  { title: 'Verdict' },
];

/**
 * What a real server that left or came back did to clients whose address decides; null for a run without such faults.
 * `chart` is that of `disruptionChart`.
 */
export function disruptionSection(
  { recording, judgements }: Pick<Content, 'recording' | 'judgements'>,
  chart: Drawing | null,
): Section | null {
  const all = disruptionsIn(recording);
  const subjects = [...new Set(all.map((one) => subjectOf(one)))];
  if (subjects.length === 0) return null;
  const rows = subjects.flatMap((subject) => {
    const judgement = judgements.find((one) => one.check === 'disruption' && one.subject === subject);
    const own = all.filter((one) => subjectOf(one) === subject && one.doubt === null);
    const [first] = all.filter((one) => subjectOf(one) === subject);
    if (first === undefined) return [];
    const cells: Part[] = [
      serviceName(first.service),
      disruptionWords[first.event],
      ...(own.length === 0 ? Array(6).fill(absent) : numbersOf(own)),
      verdictCell(judgements, 'disruption', subject),
    ];
    const note = judgement === undefined || judgement.verdict === 'pass' ? undefined : judgement.headline;
    return [note === undefined ? { cells } : { cells, note }];
  });
  const caption =
    'Left of each pair: predicted from the kernel’s list; right: measured. A client had to move when its real server left, or when it belongs to the one that returned.';
  return {
    id: 'disruption',
    title: 'Clients that lose their real server',
    body: html`<p>Every client address connected once before, once while a real server was removed or had weight 0, and once after its return.
Moved: answered by another real server than before. Without need: moved or refused although its own real server stayed.
Displaced: after the return not where it was before the fault. A predicted number stands in brackets where it differs
from the measured one; not predicted are clients that are elsewhere than the table puts them, at either end.</p>
${chart !== null && figure(chart, caption)}
${table('Of each service and event, over all trials.', columns, rows)}`,
  };
}

function subjectOf({ service, event }: Disruption): string {
  return disruptionSubject(serviceName(service), event);
}

function numbersOf(own: readonly Disruption[]): Part[] {
  const clients = own.reduce((total, { measured }) => total + measured.clients, 0);
  const cell = (of: (one: Upheaval) => number | null): Part => {
    if (own.some(({ measured }) => of(measured) === null)) return absent;
    const percent = (which: 'measured' | 'predicted') => {
      const heads = own.reduce((total, one) => total + (of(one[which]) ?? 0) * one.measured.clients, 0);
      return formatShare(heads, clients);
    };
    const [measured, predicted] = [percent('measured'), percent('predicted')];
    return measured === predicted ? measured : `${measured} (${predicted})`;
  };
  return [
    formatNumber(clients),
    cell(({ moved }) => moved),
    cell(({ collateral, refusedWithoutNeed }) => collateral + refusedWithoutNeed),
    cell(({ refused }) => refused),
    cell(({ displaced }) => displaced),
    formatNumber(own.reduce((total, { wrong }) => total + wrong.length, 0)),
  ];
}
