import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import type { KernelMs, Recording } from '../model.ts';
import { advertsInOrder } from './takeover.ts';

/** How many advertisement intervals of the past tell whether two directors speak: each does so three times in them. */
const lookBackIntervals = 3;

/**
 * Directors that were both sending adverts as MASTER shortly before that instant, sorted by name; empty for one master.
 * A hand-over is no overlap: the loser's stream ends, but for a crossing advert, where the winner's begins.
 */
export function concurrentMasters(recording: Recording, atMs: KernelMs): string[] {
  const { directors, vrrp } = recording.run.topology;
  const advertMs = usedAdvertIntervalMs(vrrp);
  const fromMs = atMs - lookBackIntervals * advertMs;
  const adverts = advertsInOrder(recording).filter(({ at, value }) => at > fromMs && at <= atMs && value.priority > 0);
  const spans = directors.flatMap(({ name, address }) => {
    const own = adverts.filter(({ value }) => value.source === address);
    const first = own[0];
    const last = own.at(-1);
    return first && last ? [{ name, fromMs: first.at, toMs: last.at }] : [];
  });
  const overlapping = spans.filter((span) =>
    spans.some((other) => {
      const overlapMs = Math.min(span.toMs, other.toMs) - Math.max(span.fromMs, other.fromMs);
      return other !== span && overlapMs > advertMs / 2;
    }),
  );
  return overlapping.map(({ name }) => name).sort();
}
