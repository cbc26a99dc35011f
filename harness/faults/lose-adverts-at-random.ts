import type { Fault } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { advertMs } from './intervals.ts';
import { confirmQueued, queueAdverts } from './vrrp-queue.ts';

/** Adverts that have the chance to be lost. */
const adverts = 20;

/** A path that loses packets by chance: three adverts in a row must be lost for a takeover. */
export const fault: Fault = {
  facts: {
    name: 'lose-adverts-at-random',
    summary: "each advert of the master's is lost with a given probability (netem); nothing else is",
    colour: '#879b4b',
    aim: 'master',
    lateness: 'chance',
    level: { unit: '%', default: 30 },
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  holdMs: (context) => adverts * advertMs(context),
  inject: (context, atMs) => queueAdverts(context, `loss random ${context.level}%`, atMs),
  confirm: (context) =>
    confirmQueued(
      context,
      ({ sent, lost }) =>
        `netem loses ${context.level} % of the adverts of ${context.target}: ${sent} sent, ${lost} lost so far`,
    ),
  heal: healDirector,
};
