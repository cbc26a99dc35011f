import type { Fault } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { actOnTarget } from './sight.ts';
import { confirmEnded } from './stop-keepalived.ts';

/** The crash that is none: the parent's death is a graceful stop for its children (`start_vrrp_child`; MEASURING 2.3b'). */
export const fault: Fault = {
  facts: {
    name: 'kill-keepalived-parent',
    summary: "keepalived's parent process alone is killed (SIGKILL); its children stop in order",
    colour: '#5909aa',
    aim: 'master',
    detection: 'graceful',
    dataPath: 'impairment',
    reversion: 'restart',
  },
  leaves: 'running',
  inject: (context, atMs) =>
    actOnTarget(context, { do: 'signal', comm: 'keepalived', signal: 'SIGKILL', which: 'parent' }, atMs),
  confirm: (context) => confirmEnded(context),
  heal: healDirector,
};
