import type { Fault, FaultContext } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { type FilterSight, filterIncoming, lookAtFilters, passIncoming } from './ingress-filter.ts';
import { advertMs, takeoverMs } from './intervals.ts';
import { comesTrue } from './sight.ts';

/** What the end of the filter may be seen late by, ms. */
const endSeenMs = 1000;

/** A gap of a given length: the backup takes over just when the master is heard again, or just not (keepalived #421). */
export const fault: Fault = {
  facts: {
    name: 'drop-adverts',
    summary: 'a given number of adverts in a row does not reach the backup (tc drops VRRP that comes in), then all do',
    colour: '#730bda',
    aim: 'backup',
    lateness: 'gap',
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
  async confirm(context) {
    const first = await look(context);
    if (!first.there) return { confirmed: false, evidence: first.saw };
    return comesTrue(() => look(context), context.level * advertMs(context) + endSeenMs, 100);
  },
  heal: healDirector,
};

/** What the filter has counted: as many as it was to drop, and others after them. */
function look(context: FaultContext): Promise<FilterSight> {
  const { level } = context;
  return lookAtFilters(context, ({ drops }, past) => {
    const enough = drops === level || (drops > level && usurps(context));
    const since = past === null ? 'and still does' : `and then ${past.packets} have passed`;
    return { holds: past !== null && enough, saw: `${drops} adverts, ${since}` };
  });
}

/** With a gap like that the target becomes MASTER, and each of its adverts is answered with one more that is dropped. */
function usurps(context: FaultContext): boolean {
  return (context.level + 1) * advertMs(context) > takeoverMs(context);
}
