import type { Verdict } from '../../harness/model.ts';
import type { FieldName } from './query.ts';
import type { Sorted } from './sorting.ts';

/** What the page's script knows of a row, beside the text that stands in it. */
export interface RowFacts {
  fields: Record<FieldName, string>;
  verdict: Verdict;
  sorted: Sorted;
}

/** A body of the table: one run, or a drill (the first of its rows) and its scenarios. */
export type BodyFacts = RowFacts[];
