import type { Range } from '../model.ts';
import type { Fault, Injection } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { advertMs } from './intervals.ts';
import { actOnProcesses, initPidOf, sightOf } from './sight.ts';

/** Both acts are with the hand before the first of them is due, ms. */
const leadMs = 100;
/** By how much the stall may have been shorter or longer than was asked for, ms: as near to its threshold as that nobody judges it. */
const lengthBoundMs = 50;

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
  /** Returns when the stall is over: an armed thaw that is left behind could end another fault. */
  async inject(context, atMs) {
    const initPid = await initPidOf(context);
    const { atMs: nowMs } = await context.cluster.hand.now();
    const dueMs = Math.max(atMs, nowMs + leadMs);
    const [frozen, thawed] = await Promise.allSettled([
      actOnProcesses(context, initPid, { do: 'freeze' }, dueMs),
      actOnProcesses(context, initPid, { do: 'thaw' }, dueMs + context.level),
    ]);
    if (frozen.status === 'rejected') throw frozen.reason;
    if (thawed.status === 'rejected') throw thawed.reason;
    return { ...frozen.value, ended: thawed.value };
  },
  async confirm(context, injection) {
    const { target, level } = context;
    const sight = await sightOf(context);
    if (sight?.alive !== true) return { confirmed: false, evidence: `${target} is dead` };
    const lengthMs = stalledForMs(injection);
    if (lengthMs === null) return { confirmed: false, evidence: `nobody saw ${target} frozen, and thawed` };
    const offMs = Math.max(level - lengthMs.low, lengthMs.high - level);
    const told = `${target} was frozen (${injection.evidence}) for ${lengthMs.low.toFixed(1)} to ${lengthMs.high.toFixed(1)} ms`;
    const wrong = offMs > lengthBoundMs ? `, which is not the ${level} ms that were asked for` : '';
    return {
      confirmed: !sight.frozen && wrong === '',
      evidence: `${told}${wrong}${sight.frozen ? ', and is frozen now' : ''}`,
    };
  },
  heal: healDirector,
};

/** For how long it stood still, by what the hand saw of both acts; null when it did not see them. */
function stalledForMs({ earliestMs, latestMs, evidence, ended }: Injection): Range | null {
  if (ended === undefined || evidence === '') return null;
  return { low: ended.earliestMs - latestMs, high: ended.latestMs - earliestMs };
}
