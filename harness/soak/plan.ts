import { seededRandom, shuffled } from '../stats/seeded-random.ts';
import type { SoakEvent } from './event.ts';
import { type LifePoint, stagesBetween } from './life.ts';

/** One event of a soak. */
export interface PlannedEvent {
  /** From 1. */
  number: number;
  event: SoakEvent;
  point: LifePoint;
  /** Of what the event itself draws. */
  seed: number;
}

/**
 * The sequence of a soak: every event once, in an order drawn anew, then again, until there are `count`. The stage is drawn
 * first and the point in it second, so that short stages are met as often as long ones. The same seed gives the same
 * sequence, of which a longer soak begins with the shorter one.
 */
export function planSoak(events: readonly SoakEvent[], count: number, seed: number): PlannedEvent[] {
  const random = seededRandom(seed);
  const planned: PlannedEvent[] = [];
  while (planned.length < count && events.length > 0) {
    for (const event of shuffled(events, random)) {
      const stages = stagesBetween(event.from, event.until);
      const stage = stages[Math.floor(random() * stages.length)] ?? event.from;
      const point = { stage, share: random() };
      planned.push({ number: planned.length + 1, event, point, seed: Math.floor(random() * 2 ** 31) });
    }
  }
  return planned.slice(0, count);
}
