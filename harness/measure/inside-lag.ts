import { hasTwoArms } from '../inside.ts';
import type { Director, KernelMs, Recording } from '../model.ts';
import { inOrder } from '../stats/in-order.ts';
import { once } from '../stats/once.ts';

const insideAdverts = once((recording: Recording) => inOrder(recording.series('inside-advert')));

/**
 * How much later than on the clients' network a director was last heard inside, ms: by so much a sync group takes over
 * later than its outside instance alone would, because none of its instances becomes MASTER before each has waited for its
 * own master-down interval (`vrrp_sync_can_goto_master`, keepalived 2.3.3). 0 with one network, and where the last advert
 * came outside. The two advertise in step since they became MASTER together, until one of them alone is heard by a rival
 * and answers it, which starts its timer anew (`vrrp_state_master_rx`). Null when nothing of it was recorded inside.
 */
export function insideLagMs(
  recording: Recording,
  director: Director,
  lastOutsideMs: KernelMs,
  untilMs: KernelMs,
): number | null {
  if (!hasTwoArms(recording.run.topology)) return 0;
  const last = insideAdverts(recording).findLast(
    ({ at, value }) => at <= untilMs && value.source === director.insideAddress,
  );
  return last === undefined ? null : Math.max(0, last.at - lastOutsideMs);
}
