import { withoutRealServer } from '../ipvs/services.ts';
import type { Fault } from './fault.ts';
import { silenceShowsMs } from './intervals.ts';
import { reloadAll } from './reload.ts';
import { bringBack, confirmRetired } from './retirement.ts';

/** Taking a server out of service the abrupt way: what is under way on it meets silence, or a reset. */
export const fault: Fault = {
  facts: {
    name: 'remove-real-server',
    summary: 'a real server is taken out of the configuration, and every director reloaded',
    colour: '#3fda0b',
    aim: 'real-server',
    retirement: 'removal',
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  leadMs: 1500,
  holdMs: silenceShowsMs,
  inject: (context, atMs) => reloadAll(context, (topology) => withoutRealServer(topology, context.target), atMs),
  confirm: (context) => confirmRetired(context, null, 'is no longer'),
  heal: bringBack,
};
