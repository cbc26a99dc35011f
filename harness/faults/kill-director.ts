import type { Fault } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { actOnTarget, linksOf, sightOf } from './sight.ts';

/** Node death: every process is gone at once and the link is down, so no advert of priority 0 is sent. */
export const fault: Fault = {
  facts: {
    name: 'kill-director',
    summary: 'the director loses power: all its processes and its links are gone at once',
    colour: '#c0392b',
    aim: 'master',
    detection: 'silent',
    dataPath: 'outage',
    reversion: 'restart',
  },
  leaves: 'dead',
  inject: (context, atMs) => actOnTarget(context, { do: 'power-off', addresses: linksOf(context) }, atMs),
  async confirm(context) {
    const sight = await sightOf(context);
    if (sight === null || !sight.alive) return { confirmed: true, evidence: `no process of ${context.target} is left` };
    return { confirmed: false, evidence: `${context.target} still runs ${sight.processes.join(', ')}` };
  },
  heal: healDirector,
};
