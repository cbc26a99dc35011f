import { comparableFields, type FieldName, fieldNames } from './comparable-fields.ts';
import { type Difference, differencesOf } from './first-differences.ts';
import type { RunOfSet } from './run-set.ts';

/** A field in which a run is not as the first one of the baseline. */
export interface Disagreement {
  field: FieldName;
  /** Set of the run that differs. */
  label: string;
  from: string;
  reference: string;
  /** At least one. */
  differences: Difference[];
}

/** Each field in which a set differs from the baseline's first run, or a run of the baseline from its first: told once a set. */
export function disagreementsOf(
  reference: RunOfSet,
  sets: readonly { label: string; runs: readonly RunOfSet[] }[],
): Disagreement[] {
  return fieldNames.flatMap((field) => {
    const contentOf = comparableFields[field];
    return sets.flatMap(({ label, runs }) => {
      const found = runs
        .map((one) => ({ one, differences: differencesOf(contentOf(reference.run), contentOf(one.run)) }))
        .find(({ differences }) => differences.length > 0);
      if (found === undefined) return [];
      return [{ field, label, from: found.one.from, reference: reference.from, differences: found.differences }];
    });
  });
}

/** `topology differs: virtualServices.0.forwardingMethod is DR in <reference>, TUN in <candidate>; and 3 places more`. */
export function disagreementSentence({ field, label, from, reference, differences }: Disagreement): string {
  const [first, ...more] = differences;
  const place = first === undefined || first.path === '' ? '' : `${first.path} is `;
  const others = more.length === 0 ? '' : `; and ${more.length} more ${more.length === 1 ? 'place' : 'places'}`;
  return `${field} differs: ${place}${first?.a} in the baseline (${reference}), ${first?.b} in ${label} (${from})${others}`;
}
