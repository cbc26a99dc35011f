import { DrillError } from '../errors.ts';
import { quotaPeriodMs } from '../keepalived/throttling.ts';
import { feed, hogComm, layHog } from './cpu-hog.ts';
import type { Fault } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { advertMs } from './intervals.ts';
import { actOnTarget, countOf, sightOf, spanOf } from './sight.ts';

const periodUs = 1000 * quotaPeriodMs;
/** Adverts that must have had the chance to be late. */
const adverts = 10;

/** A noisy neighbour: with a busy loop beside it, keepalived runs for a part of each second and stands still for the rest. */
export const fault: Fault = {
  facts: {
    name: 'starve-director',
    summary: 'the director is given a part of a processor per second, which a busy loop beside keepalived uses up',
    colour: '#64b4b4',
    aim: 'master',
    lateness: 'hunger',
    level: { unit: '% of a CPU', default: 2 },
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  leadMs: 1500,
  holdMs: (context) => adverts * advertMs(context),
  async inject(context, atMs) {
    if (!(context.level >= 1 && context.level <= 99)) {
      throw new DrillError(`A director cannot be starved by giving it ${context.level} % of a CPU.`, {
        remedy: 'Choose a level of 1 to 99.',
      });
    }
    await layHog(context);
    const quotaUs = Math.round((context.level / 100) * periodUs);
    const done = await Promise.all([
      actOnTarget(context, { do: 'cpu-quota', quotaUs, periodUs }, atMs),
      actOnTarget(context, { do: 'signal', comm: hogComm, signal: 'SIGCONT', which: 'all' }, atMs),
    ]);
    return { ...spanOf(done), evidence: done.map(({ evidence }) => evidence).join('; ') };
  },
  async confirm(context, injection) {
    const sight = await sightOf(context);
    const hogs = sight?.frozen === false ? countOf(hogComm, sight) : 0;
    return {
      confirmed: hogs > 0 && injection.evidence !== '',
      evidence: `${hogs} busy loops run on ${context.target}; ${injection.evidence || 'nobody saw a quota'}`,
    };
  },
  async heal(context) {
    const sight = await sightOf(context);
    const starved = sight?.alive === true && !sight.frozen && countOf(hogComm, sight) > 0;
    // The quota does not show from outside: it is lifted in any case, also when its busy loop has died.
    const fed = sight?.alive === true ? await feed(context) : null;
    const whole = await healDirector(context);
    return starved && fed !== null ? fed : whole;
  },
};
