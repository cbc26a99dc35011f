import type { Fault } from './fault.ts';
import { healRealServer } from './heal-real-server.ts';
import { confirmNoHttpd } from './httpd.ts';
import { stopHttpd } from './stop-httpd-of.ts';

/** A service that was stopped: the host lives on and refuses every connection. */
export const fault: Fault = {
  facts: {
    name: 'stop-httpd',
    summary: 'httpd of a real server is told to stop (SIGTERM); its port refuses connections',
    colour: '#1a6666',
    aim: 'real-server',
    failure: 'refused',
    detection: 'none',
    dataPath: 'impairment',
    reversion: 'reassert',
  },
  leaves: 'running',
  inject: ({ cluster, target }, atMs) => stopHttpd(cluster, [target], atMs),
  confirm: confirmNoHttpd,
  heal: healRealServer,
};
