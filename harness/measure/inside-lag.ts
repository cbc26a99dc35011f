import { hasTwoArms } from '../inside.ts';
import { gracefulTakeoverMs, masterDownIntervalMs } from '../keepalived/timing.ts';
import type { Director, KernelMs, Recording } from '../model.ts';
import { inOrder } from '../stats/in-order.ts';
import { once } from '../stats/once.ts';

const insideAdverts = once((recording: Recording) => inOrder(recording.series('inside-advert')));

/** What the takeover of a sync group is counted from. */
export interface GroupTakeover {
  old: Director;
  successor: Director;
  /** The last advert of the old master that the successor's instance outside has heard. */
  lastOutsideMs: KernelMs;
  /** How long that instance then waits, ms. */
  waitsMs: number;
  /** The old master was heard inside until then. */
  untilMs: KernelMs;
}

/**
 * How much later a sync group takes over than its instance outside would by itself, ms: none of the instances becomes
 * MASTER before each has waited, for its skew time after an advert of priority 0, or else for its master-down interval
 * (`vrrp_sync_can_goto_master`, keepalived 2.3.3). 0 with one network, and where the instance inside is ready first. A
 * MASTER advertises in step in both networks from the moment it became that, until one of its instances alone hears a rival
 * and answers, which starts its timer anew (`vrrp_state_master_rx`). Null when nothing of it was recorded inside.
 */
export function insideLagMs(recording: Recording, takeover: GroupTakeover): number | null {
  const { vrrp } = recording.run.topology;
  if (!hasTwoArms(recording.run.topology)) return 0;
  const { old, successor, lastOutsideMs, waitsMs, untilMs } = takeover;
  const last = insideAdverts(recording).findLast(
    ({ at, value }) => at <= untilMs && value.source === old.insideAddress,
  );
  if (last === undefined) return null;
  const insideWaitsMs =
    last.value.priority === 0
      ? gracefulTakeoverMs(vrrp, successor.priority)
      : masterDownIntervalMs(vrrp, successor.priority);
  return Math.max(0, last.at + insideWaitsMs - (lastOutsideMs + waitsMs));
}
