import type { Fault, FaultContext } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { filterIncoming, passIncoming, readIncoming } from './ingress-filter.ts';
import { advertMs, takeoverMs } from './intervals.ts';
import { comesTrue } from './sight.ts';

/** What the end of the filter may be seen late by, ms. */
const endSeenMs = 2000;

/** A gap of a given length: the backup takes over just when the master is heard again, or just not (keepalived #421). */
export const fault: Fault = {
  facts: {
    name: 'drop-adverts',
    summary: 'a given number of adverts in a row does not reach the backup (tc drops VRRP that comes in), then all do',
    colour: '#009e73',
    aim: 'backup',
    level: { unit: 'adverts', default: 3 },
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  holdMs: (context) => (context.level + 2) * advertMs(context),
  async inject(context, atMs) {
    const injection = await filterIncoming(context, 'vrrp', 'drop', atMs);
    // A filter that stays shows itself: confirmation waits for its end.
    passIncoming(context, 'vrrp', injection.earliestMs + context.level * advertMs(context)).catch(() => {});
    return injection;
  },
  confirm: (context) =>
    comesTrue(
      async () => {
        const { ours, past } = await readIncoming(context);
        const dropped = ours?.drops ?? 0;
        const enough = dropped === context.level || (dropped > context.level && usurps(context));
        return {
          holds: past !== null && enough,
          saw:
            ours === null
              ? `no filter is in the way of what comes in to ${context.target}`
              : `the filter of ${context.target} has dropped ${dropped} adverts, ${past === null ? 'and still does' : `then ${past.packets} passed`}`,
        };
      },
      context.level * advertMs(context) + endSeenMs,
      100,
    ),
  heal: healDirector,
};

/** With a gap like that the target becomes MASTER, and each of its adverts is answered with one more that is dropped. */
function usurps(context: FaultContext): boolean {
  return (context.level + 1) * advertMs(context) > takeoverMs(context);
}
