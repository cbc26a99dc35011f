import type { NodeSight } from '../cluster/interface.ts';
import type { Bracket } from '../model.ts';
import { countOf, startTickMs } from './sight.ts';

const keepalivedComm = 'keepalived';
/** Its parent, its checkers and its VRRP child: all of them carry its name. */
const wholeKeepalived = 3;

/** Whether all of keepalived is there. */
export function isWhole(sight: NodeSight | null): boolean {
  return countOf(keepalivedComm, sight) >= wholeKeepalived;
}

/**
 * The start of the last of keepalived's children; null where none lives. Its parent starts them when it has read the
 * configuration, 0.3 s after its own start on a busy lab; VRRP's timers run in a child.
 */
export function keepalivedStart(sight: NodeSight): Bracket | null {
  const starts = sight.startedAtMs.filter((_, index) => sight.processes[index] === keepalivedComm);
  if (starts.length === 0) return null;
  const earliestMs = Math.max(...starts);
  return { earliestMs, latestMs: earliestMs + startTickMs };
}
