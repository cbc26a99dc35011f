import { checkerWords } from '../../harness/checks/failure-words.ts';
import { askedServices } from '../../harness/ipvs/services.ts';
import { serviceName } from '../../harness/measure/destinations.ts';
import { failsRealServers } from '../../harness/measure/removal.ts';
import type { Judgement } from '../../harness/model.ts';
import type { Drawing } from '../charts/render.ts';
import type { Content } from '../content.ts';
import { absent, formatIn, formatMeasured, formatRange } from '../format.ts';
import { html, type Part, type Section, table } from '../html.ts';
import { figure } from './figure.ts';
import { badge } from './verdict.ts';

const columns = [
  { title: 'Fault' },
  { title: 'Service' },
  { title: 'Health check' },
  { title: 'Removal predicted', numeric: true },
  { title: 'measured', numeric: true },
  { title: 'Verdict' },
  { title: 'Return predicted', numeric: true },
  { title: 'measured', numeric: true },
  { title: 'Verdict' },
  { title: 'Requests impaired meanwhile, predicted', numeric: true },
  { title: 'measured', numeric: true },
  { title: 'Verdict' },
];

/**
 * Every failure of real servers on every virtual service, predicted beside measured; null for a run without such
 * faults. `chart` is that of `removalTimeChart`.
 */
export function healthSection(
  { recording, judgements }: Pick<Content, 'recording' | 'judgements'>,
  chart: Drawing | null,
): Section | null {
  const { faults, topology } = recording.run;
  const rows = faults.filter(failsRealServers).flatMap((facts) =>
    askedServices(topology).map((service) => {
      const subject = `${facts.name} on ${serviceName(service)}`;
      const of = (check: string) => judgements.find((one) => one.check === check && one.subject === subject);
      const removal = of('removal-time');
      const cells = [
        facts.name,
        serviceName(service),
        checkerWords(service.healthCheck),
        ...cellsOf(removal, 'not seen'),
        ...cellsOf(of('return-time'), 'nothing to bring back'),
        ...cellsOf(of('failure-impact'), 'not predicted'),
      ];
      // The times speak for themselves; what has none, or is not as predicted, needs its sentence.
      const plain = removal === undefined || (removal.verdict === 'pass' && removal.measured !== null);
      return plain ? { cells } : { cells, note: removal.headline };
    }),
  );
  if (rows.length === 0) return null;
  const caption =
    'Diamonds: measured, one for each trial. Boxes: predicted from the timers of the health check and the kind of failure. Triangles: the health check does not see such a failure, and the real server stayed in the table for at least that long.';
  return {
    id: 'health',
    title: 'Failed real servers',
    body: html`<p>When the master's IPVS table lost a failed real server, counted from the failure as seen on the engine, and when it had it
back, counted from the recovery. Each director has health checkers of its own; these are those of the director that held the VIP.</p>
${chart !== null && figure(chart, caption)}
${table('Predicted beside measured: median of the trials, smallest and largest in brackets.', columns, rows)}`,
  };
}

/** Predicted, measured with its bound, verdict. `blank` stands where a judgement passed with nothing to measure. */
function cellsOf(judgement: Judgement | undefined, blank: string): Part[] {
  if (judgement === undefined) return [absent, absent, absent];
  const { unit, measured, predicted, bound, verdict } = judgement;
  const none = verdict === 'pass' ? blank : absent;
  const margin = bound === null || bound === 0 ? '' : ` ± ${formatIn(unit, bound)}`;
  return [
    predicted === null ? none : formatRange(unit, predicted),
    measured === null ? none : `${formatMeasured(unit, measured)}${margin}`,
    badge(verdict),
  ];
}
