import type { Fault, FaultContext, Injection } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { advertMs } from './intervals.ts';
import { actOnProcesses, comesTrue, initPidOf, sightOf } from './sight.ts';

/** Both acts are with the hand before the first of them is due, ms. */
const leadMs = 100;
/** What thawing may be seen late by, ms. */
const thawSeenMs = 2000;

/** A pause, as when a virtual machine is moved or its host is out of processors: it ends by itself, to the millisecond. */
export const fault: Fault = {
  facts: {
    name: 'stall-director',
    summary: 'all processes of the director stand still for a given time, then go on by themselves',
    colour: '#9b4b4b',
    aim: 'master',
    lateness: 'pause',
    level: { unit: 'ms', default: 3000 },
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  // The thawed master says that it is there; whoever took over gives way within an interval.
  holdMs: (context) => context.level + advertMs(context) + 500,
  async inject(context, atMs) {
    const initPid = await initPidOf(context);
    const { atMs: nowMs } = await context.cluster.hand.now();
    const dueMs = Math.max(atMs, nowMs + leadMs);
    const frozen = actOnProcesses(context, initPid, { do: 'freeze' }, dueMs);
    // A thaw that fails shows itself: confirmation waits for it.
    actOnProcesses(context, initPid, { do: 'thaw' }, dueMs + context.level).catch(() => {});
    return frozen;
  },
  async confirm(context, injection) {
    if ((await sightOf(context))?.alive !== true) return { confirmed: false, evidence: `${context.target} is dead` };
    const { confirmed: over, evidence } = await untilThawed(context, injection);
    if (!over) return { confirmed: false, evidence };
    const wasFrozen = injection.evidence !== '';
    return {
      confirmed: wasFrozen,
      evidence: wasFrozen
        ? `${context.target} was frozen (${injection.evidence}) and ${evidence}`
        : `nobody saw ${context.target} frozen, and ${evidence}`,
    };
  },
  heal: healDirector,
};

function untilThawed(context: FaultContext, { earliestMs }: Injection) {
  return comesTrue(
    async () => {
      const sight = await sightOf(context);
      if (sight === null || !sight.alive) return { holds: false, saw: `${context.target} is dead` };
      const sinceMs = Math.round(sight.atMs - earliestMs);
      return {
        holds: !sight.frozen,
        saw: sight.frozen ? `is frozen still after ${sinceMs} ms` : `runs again, as seen ${sinceMs} ms later`,
      };
    },
    context.level + thawSeenMs,
    100,
  );
}
