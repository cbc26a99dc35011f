import type { Fault } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { advertMs, takeoverMs } from './intervals.ts';
import { confirmQueued, queueAdverts } from './vrrp-queue.ts';

/** A slow path: the first advert that is late makes a gap of the delay and one interval, the others follow in step. */
export const fault: Fault = {
  facts: {
    name: 'delay-adverts',
    summary: "the master's adverts are a given time under way (netem); nothing else is",
    colour: '#9b4b87',
    aim: 'master',
    lateness: 'delay',
    level: { unit: 'ms', default: 500 },
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  holdMs: (context) => context.level + takeoverMs(context) + advertMs(context),
  inject: (context, atMs) => queueAdverts(context, `delay ${context.level}ms`, atMs),
  confirm: (context) =>
    confirmQueued(
      context,
      ({ sent, underWay }) =>
        `netem delays the adverts of ${context.target} by ${context.level} ms: ${sent} sent, ${underWay} under way`,
    ),
  heal: healDirector,
};
