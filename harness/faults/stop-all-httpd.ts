import type { Fault } from './fault.ts';
import { healRealServers } from './heal-real-server.ts';
import { confirmNoHttpd } from './httpd.ts';
import { stopHttpd } from './stop-httpd-of.ts';

/** Nobody is left to serve, but for a sorry server. */
export const fault: Fault = {
  facts: {
    name: 'stop-all-httpd',
    summary: 'httpd of every real server is told to stop (SIGTERM) at the same instant',
    colour: '#ce55f6',
    aim: 'all-real-servers',
    failure: 'refused',
    detection: 'none',
    dataPath: 'outage',
    reversion: 'reassert',
  },
  leaves: 'running',
  inject: ({ cluster, targets }, atMs) => stopHttpd(cluster, targets, atMs),
  async confirm({ cluster, targets }) {
    const seen = await Promise.all(targets.map((target) => confirmNoHttpd({ cluster, target })));
    return {
      confirmed: seen.every(({ confirmed }) => confirmed),
      evidence: seen.map(({ evidence }) => evidence).join('; '),
    };
  },
  heal: (context) => healRealServers(context, context.targets),
};
