import type { Cohort, KernelMs } from '../../model.ts';

/** When one connection of a cohort is to be opened, and when its request begins. */
export interface PlannedConnection {
  cohort: Cohort;
  openAtMs: KernelMs;
  /** Its third packet, the first segment of its request; null: it sends none before the fault. */
  requestAtMs: KernelMs | null;
}

/** What it sends is answered, and the answer acknowledged (at the latest after 40 ms), this long before the fault, ms. */
const quietMs = 50;
/** From connecting to the request, ms: time for a handshake on a busy machine. */
const handshakeMs = 200;
/** Between the segments of a request, ms: longer than a round trip, so that each is sent alone. */
export const segmentMs = 3;
/** Between the connections of one cohort, the later ones older, ms: each costs a lab's processor about one. */
const spreadMs = 3;

/**
 * When to open each connection, so that it has its age at `dueMs`: counted from the second packet of a connection that
 * sends two, from the third of any other. None can be younger than what its packets take: some 50 ms for two or three,
 * 190 ms for fifty.
 */
export function planConnections(cohorts: readonly Cohort[], dueMs: KernelMs): PlannedConnection[] {
  return cohorts.flatMap((cohort) =>
    Array.from({ length: cohort.count }, (_, index) => {
      const youngestMs = quietMs + Math.max(0, cohort.packets - 3) * segmentMs;
      const lastAtMs = dueMs - Math.max(cohort.ageMs, youngestMs) - index * spreadMs;
      return cohort.packets === 2
        ? { cohort, openAtMs: lastAtMs, requestAtMs: null }
        : { cohort, openAtMs: lastAtMs - handshakeMs, requestAtMs: lastAtMs };
    }),
  );
}

/** How long before the fault the first of all connections is opened, ms. */
export function preparationMs(cohorts: readonly Cohort[]): number {
  return Math.max(0, ...planConnections(cohorts, 0).map(({ openAtMs }) => -openAtMs));
}
