import type { Recording, Verdict } from '../../model.ts';

/** A recording, made up or changed, and what one check has to say of it. */
export interface CheckCase {
  check: string;
  verdict: Verdict;
  /** What is so in the recording, for a reader of the table. */
  what: string;
  recording(): Recording;
}

/** A row of the table. */
export function when(check: string, verdict: Verdict, what: string, recording: () => Recording): CheckCase {
  return { check, verdict, what, recording };
}
