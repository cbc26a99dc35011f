import type { Fault } from './fault.ts';
import { healRealServer } from './heal-real-server.ts';
import { confirmNoHttpd, httpdComm } from './httpd.ts';
import { actOnTarget } from './sight.ts';

/** A crash of the service: the host's kernel resets its connections and refuses new ones. */
export const fault: Fault = {
  facts: {
    name: 'kill-httpd',
    summary: 'all processes of httpd of a real server are killed (SIGKILL); its port refuses connections',
    colour: '#794006',
    aim: 'real-server',
    failure: 'refused',
    detection: 'none',
    dataPath: 'impairment',
    reversion: 'reassert',
  },
  leaves: 'running',
  inject: (context, atMs) => actOnTarget(context, { do: 'annihilate', comm: httpdComm }, atMs),
  confirm: confirmNoHttpd,
  heal: healRealServer,
};
