import type { Fault } from './fault.ts';
import { healRealServer } from './heal-real-server.ts';
import { silenceShowsMs } from './intervals.ts';
import { confirmLinkDown } from './link-repair.ts';
import { actOnTarget, addressOf } from './sight.ts';

/** A host that is gone from the segment: once its neighbours have forgotten it, ARP is not answered either. */
export const fault: Fault = {
  facts: {
    name: 'cut-real-server-link',
    summary: "a real server's network link goes down",
    colour: '#64b478',
    aim: 'real-server',
    failure: 'unreachable',
    detection: 'none',
    dataPath: 'impairment',
    reversion: 'reassert',
  },
  leaves: 'running',
  holdMs: silenceShowsMs,
  inject: (context, atMs) => actOnTarget(context, { do: 'link', address: addressOf(context), up: false }, atMs),
  confirm: confirmLinkDown,
  heal: healRealServer,
};
