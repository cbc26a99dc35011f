import type { LoadTrial, Run } from '../model.ts';
import { failedShareOf } from './loads.ts';
import { type ShapedLoad, shapedLoadOf } from './shaped-load.ts';

/** A link used for less of its rate than this was not what limited the load (MEASURING 7.2). */
export const fullUtilisation = 0.95;

/** What requests that were under way when counting began or ended may falsify: half of what a prediction may be off. */
const mostEdgeError = 0.05;

/**
 * The same for requests that failed: what links carried of them came to no answer. Some do in a full link, whose queue
 * drops what does not fit: a TCP that loses its retransmissions too (RFC 6298) can wait for longer than the whole load.
 */
const mostFailedShare = mostEdgeError;

/** A load that links limited, or what makes it no evidence of what links carry. */
export interface Evidence {
  load: ShapedLoad | null;
  /** Null: it is evidence. `other-link-full`: it is, against the prediction. */
  doubt: 'not-measured' | 'too-few' | 'failed' | 'link-not-full' | 'other-link-full' | null;
  /** Why it was not measured. */
  reason?: string;
}

/** What one trial through limited links is worth. */
export function evidenceOf(run: Run, trial: LoadTrial): Evidence {
  const load = shapedLoadOf(run, trial);
  if (typeof load === 'string') return { load: null, doubt: 'not-measured', reason: load };
  if (load.edgeError > mostEdgeError) return { load, doubt: 'too-few' };
  if ((failedShareOf([trial]) ?? 0) > mostFailedShare) return { load, doubt: 'failed' };
  const { utilisation, fullest, edgeError } = load;
  if (utilisation >= fullUtilisation) return { load, doubt: null };
  const other = fullest.utilisation >= fullUtilisation && fullest.utilisation > utilisation * (1 + edgeError);
  return { load, doubt: other ? 'other-link-full' : 'link-not-full' };
}
