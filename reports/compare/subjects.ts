import type { MetricComparison, SetComparison } from '../../harness/compare/compare-sets.ts';
import type { Pooled } from '../../harness/compare/pooled-metrics.ts';
import { byNews } from './order.ts';

/** One set's samples of a metric on one subject. */
export interface ChartedSide {
  label: string;
  pooled: Pooled;
}

/** A metric on one subject, over all sets that show it: what one chart is drawn of. */
export interface ChartedSubject {
  scenario: string;
  name: string;
  subject: string;
  unit: string;
  sides: ChartedSide[];
  /** One of each candidate. */
  comparisons: MetricComparison[];
}

/** What there is to draw, the news first; nothing of what no set shows. */
export function chartedSubjects({ sets, metrics }: SetComparison): ChartedSubject[] {
  const subjects = new Map<string, ChartedSubject>();
  for (const one of byNews(metrics)) {
    const key = JSON.stringify([one.scenario, one.name, one.subject]);
    const { scenario, name, subject, unit, pooled } = one;
    const known = subjects.get(key) ?? { scenario, name, subject, unit, sides: [], comparisons: [] };
    subjects.set(key, known);
    known.comparisons.push(one);
    const add = (label: string | undefined, side: Pooled | null) => {
      if (label !== undefined && side !== null && !known.sides.some((each) => each.label === label))
        known.sides.push({ label, pooled: side });
    };
    add(sets[0]?.label, pooled.baseline);
    add(one.candidate, pooled.candidate);
  }
  const place = ({ label }: ChartedSide) => sets.findIndex((set) => set.label === label);
  return [...subjects.values()].map((one) => ({ ...one, sides: one.sides.toSorted((a, b) => place(a) - place(b)) }));
}

/** kebab-case, for file names and fragments. */
export function slug(text: string): string {
  return text
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
