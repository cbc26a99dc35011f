import type { Recording, TrialMeasurement } from '../model.ts';
import { inOrder } from '../stats/in-order.ts';
import type { Interval } from '../stats/intervals.ts';

/** Long-lived connections that were open when the window opened, and those of them that were lost in it. */
export function connectionsIn(
  recording: Recording,
  window: Interval,
): Pick<TrialMeasurement, 'connectionsBefore' | 'connectionsLost'> {
  const events = inOrder(recording.series('connection'));
  const open = new Set<number>();
  const lost = new Set<number>();
  for (const { at, value } of events) {
    if (at >= window.toMs) break;
    const before = at < window.fromMs;
    if (value.event === 'open' && before) open.add(value.connection);
    if (value.event !== 'lost') continue;
    if (before) open.delete(value.connection);
    else if (open.has(value.connection)) lost.add(value.connection);
  }
  return { connectionsBefore: open.size, connectionsLost: lost.size };
}
