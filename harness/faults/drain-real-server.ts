import { withRealServerDrained } from '../ipvs/services.ts';
import type { Fault } from './fault.ts';
import { silenceShowsMs } from './intervals.ts';
import { reloadAll } from './reload.ts';
import { bringBack, confirmRetired } from './retirement.ts';

/** Taking a server out of service the gentle way: what is under way on it goes on, nothing new comes. */
export const fault: Fault = {
  facts: {
    name: 'drain-real-server',
    summary: 'a real server gets weight 0 in the configuration, and every director is reloaded',
    colour: '#59248f',
    aim: 'real-server',
    retirement: 'drain',
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  leadMs: 1500,
  holdMs: silenceShowsMs,
  inject: (context, atMs) => reloadAll(context, (topology) => withRealServerDrained(topology, context.target), atMs),
  confirm: (context) => confirmRetired(context, 0, 'has weight 0'),
  heal: bringBack,
};
