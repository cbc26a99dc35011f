import { DrillError } from '../errors.ts';
import type { Topology } from '../model.ts';
import type { Fault } from './fault.ts';
import { followFreshLog } from './fresh-log.ts';
import { advertMs, splitBrainMs } from './intervals.ts';
import { healConfiguration, reloadWith } from './reload.ts';
import { comesTrue, sightOf } from './sight.ts';

/** Eight characters count (RFC 2338 5.3.6.1). The second one is for a topology that has the first. */
const strangePasswords = ['strange', 'foreign'] as const;

/** What keepalived logs of each advert with another password (`vrrp_in_chk`, 2.3.3). */
const refusedLine = /received an invalid passwd/;

/** A slip in one of two configurations: the directors discard each other's adverts, and both are MASTER. */
export const fault: Fault = {
  facts: {
    name: 'change-password',
    summary: 'the backup is given another VRRP password and reloaded; it discards what the master says',
    colour: '#294056',
    aim: 'backup',
    hearing: 'strange-password',
    detection: 'silent',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  leadMs: 1500,
  holdMs: splitBrainMs,
  async inject({ cluster, target }, atMs) {
    const { topology } = cluster;
    if (topology.vrrp.version === 3) {
      throw new DrillError(`${topology.name} uses VRRP version 3, which has no passwords to change.`, {
        remedy: 'Choose a topology or a scenario with version 2.',
      });
    }
    return reloadWith(cluster, [target], withStrangePassword(topology, target), atMs);
  },
  async confirm(context) {
    const { cluster, target } = context;
    if ((await sightOf(context))?.alive !== true) return { confirmed: false, evidence: `${target} is dead` };
    const log = await followFreshLog(cluster, target);
    try {
      return await comesTrue(
        async () => {
          const refused = log.lines().filter((line) => refusedLine.test(line));
          return { holds: refused.length > 0, saw: refused[0] ?? `${target} refuses no advert for its password` };
        },
        2 * advertMs(context),
        20,
      );
    } finally {
      await log.stop();
    }
  },
  heal: (context) => healConfiguration(context, [context.target]),
};

function withStrangePassword(topology: Topology, director: string): Topology {
  const { password } = topology.vrrp;
  const strange = password === strangePasswords[0] ? strangePasswords[1] : strangePasswords[0];
  return {
    ...topology,
    directors: topology.directors.map((one) => (one.name === director ? { ...one, password: strange } : one)),
  };
}
