import type { HandReport } from '../../../cluster/interface.ts';

/** An act with everything slow already done, so that it happens the moment it is struck. */
export interface PreparedAct {
  /** Acts, then watches until the effect is seen or `effectDeadlineMs` is over. */
  strike(): Promise<HandReport>;
  /** Undoes the preparation of an act that will not happen. */
  abandon(): void;
}

/** How long an effect is waited for, ms: an order of magnitude above what killing a container takes in the lab. */
export const effectDeadlineMs = 3000;
