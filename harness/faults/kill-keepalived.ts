import type { Fault } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { actOnTarget, sightOf } from './sight.ts';

/** A crash of all of keepalived: adverts stop, but VIP and IPVS table stay in the kernel, which goes on forwarding. */
export const fault: Fault = {
  facts: {
    name: 'kill-keepalived',
    summary: 'all processes of keepalived are killed (SIGKILL); the VIP stays behind',
    colour: '#d35400',
    aim: 'master',
    detection: 'silent',
    dataPath: 'none',
    reversion: 'restart',
  },
  leaves: 'running',
  inject: (context, atMs) => actOnTarget(context, { do: 'annihilate', comm: 'keepalived' }, atMs),
  async confirm(context) {
    const { cluster, target } = context;
    const [sight, holders] = await Promise.all([sightOf(context), cluster.vipHolders()]);
    if (sight === null || !sight.alive) {
      return { confirmed: false, evidence: `${target} is dead, not only its keepalived` };
    }
    const running = sight.processes.filter((name) => name === 'keepalived').length;
    const holds = holders.includes(target);
    return {
      confirmed: running === 0 && holds,
      evidence: `${running} processes of keepalived on ${target}, which ${holds ? 'still holds' : 'does not hold'} the VIP`,
    };
  },
  heal: healDirector,
};
