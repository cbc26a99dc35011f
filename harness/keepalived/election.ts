import type { Director } from '../model.ts';

/** The director that VRRP elects among these: the highest priority (RFC 3768 6.4.3); undefined of none. */
export function elected(directors: readonly Director[]): Director | undefined {
  return directors.toSorted((a, b) => b.priority - a.priority)[0];
}
