import type { RunStatus } from '../../harness/model.ts';
import { formatNumber } from '../format.ts';

/** How far a run got, where it did not come to its ordinary end; null otherwise. A page cannot tell dead from alive. */
export function howFar(status: RunStatus): string | null {
  switch (status) {
    case 'running':
      return 'died, or still running';
    case 'interrupted':
      return 'interrupted';
    case 'broken':
      return 'broke off';
    case 'recorded':
      return 'not judged';
    case 'judged':
      return null;
  }
}

/** A length of time for a reader of many: `3 min 15 s`, `45 s`, `2 h 5 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${formatNumber(hours)} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
