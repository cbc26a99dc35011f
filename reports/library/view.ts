import type { Verdict } from '../../harness/model.ts';
import { type SortKey, sortKeys } from './sorting.ts';

/** Which runs a reader sees, and in which order. */
export interface View {
  query: string;
  verdicts: readonly Verdict[];
  /** Empty: all of them. */
  suite: string;
  sort: SortKey;
  descending: boolean;
  /** The scenarios of every drill are shown. */
  unfolded: boolean;
}

/** All verdicts, in the order of the check boxes. */
export const allVerdicts: readonly Verdict[] = ['pass', 'fail', 'unknown'];

/** What the page shows at first. */
export const firstView: View = {
  query: '',
  verdicts: allVerdicts,
  suite: '',
  sort: 'when',
  descending: true,
  unfolded: false,
};

/** The view as a link's fragment, without `#`; what is as at first is left out. */
export function fragmentOf(view: View): string {
  const pairs = new URLSearchParams();
  if (view.query !== '') pairs.set('q', view.query);
  if (view.verdicts.length < allVerdicts.length) pairs.set('verdict', view.verdicts.join(' '));
  if (view.suite !== '') pairs.set('suite', view.suite);
  if (view.sort !== firstView.sort || view.descending !== firstView.descending) {
    pairs.set('sort', `${view.descending ? '-' : ''}${view.sort}`);
  }
  if (view.unfolded) pairs.set('drills', 'open');
  return pairs.toString();
}

/**
 * The view that a link's fragment means; null for a link to a section. What it does not name is as at first, and what it
 * names wrongly too.
 */
export function viewOf(fragment: string): View | null {
  if (fragment !== '' && !fragment.includes('=')) return null;
  const pairs = new URLSearchParams(fragment);
  const sort = pairs.get('sort') ?? '';
  const key = sortKeys.find((one) => one === sort.replace(/^-/, ''));
  const named = pairs.get('verdict')?.split(' ');
  return {
    query: pairs.get('q') ?? '',
    verdicts: named === undefined ? allVerdicts : allVerdicts.filter((one) => named.includes(one)),
    suite: pairs.get('suite') ?? '',
    sort: key ?? firstView.sort,
    descending: key === undefined ? firstView.descending : sort.startsWith('-'),
    unfolded: pairs.get('drills') === 'open',
  };
}
