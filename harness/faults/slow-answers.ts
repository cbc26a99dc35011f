import type { Injection } from './fault.ts';
import { repairLink } from './link-repair.ts';
import { queuePackets } from './packet-queue.ts';
import { addressOf, type Target } from './sight.ts';

/**
 * TCP segments with the flag PSH, which the kernel sets on the last of what is written at once: answers have it, and no
 * handshake, acknowledgement or close.
 */
const answers = 'ip_proto 0x06 tcp_flags 0x8/0x8';

/** From now on the target's answers leave so much later; its connections are opened and closed as fast as before. */
export function slowDown(target: Target, byMs: number): Promise<Injection> {
  // netem's own queue holds 1000 packets (tc-netem(8), `limit`): more than are ever under way here.
  return queuePackets(target, answers, `delay ${byMs}ms`, 0);
}

/** Takes the delay away; works also where there is none. */
export async function speedUp(target: Target): Promise<void> {
  await repairLink(target, { kind: 'queue', address: addressOf(target) });
}
