import { DrillError } from '../errors.ts';
import { endKeepalived } from './end-keepalived.ts';
import type { Fault, FaultContext } from './fault.ts';
import { healDirectors } from './heal-director.ts';
import { splitBrainMs } from './intervals.ts';
import { directorNames } from './reload.ts';
import { actOnTarget, countOf, sightOf, spanOf, waitForInstant } from './sight.ts';

/** Another team's cluster, on the same segment, that chose the same virtual router id. */
export const fault: Fault = {
  facts: {
    name: 'second-pair',
    summary: 'the directors of another cluster on the same segment are started',
    colour: '#2e95b8',
    aim: 'master',
    foreignCluster: true,
    detection: 'none',
    dataPath: 'outage',
    reversion: 'reassert',
  },
  leaves: 'running',
  holdMs: splitBrainMs,
  async inject(context, atMs) {
    const { cluster } = context;
    const names = strangersOf(context);
    if (names.length === 0) {
      throw new DrillError(`${cluster.topology.name} has no directors of another cluster to start.`, {
        remedy: 'Choose a topology or a scenario with `strangers`.',
      });
    }
    await waitForInstant(cluster, atMs);
    const { atMs: earliestMs } = await cluster.hand.now();
    await Promise.all(names.map((name) => cluster.startKeepalived(name)));
    const { atMs: latestMs } = await cluster.hand.now();
    return { earliestMs, latestMs, evidence: `keepalived runs on ${names.join(' and ')}` };
  },
  async confirm(context) {
    const running = await runningStrangers(context);
    const all = strangersOf(context);
    return {
      confirmed: all.length > 0 && running.length === all.length,
      evidence: `keepalived runs on ${running.join(' and ') || 'none'} of the ${all.length} other directors`,
    };
  },
  async heal(context) {
    const { cluster } = context;
    const running = await runningStrangers(context);
    for (const target of running) {
      if ((await sightOf({ cluster, target }))?.frozen) await actOnTarget({ cluster, target }, { do: 'thaw' }, 0);
    }
    const ended = await Promise.all(running.map((target) => endKeepalived({ cluster, target })));
    const whole = await healDirectors(context, directorNames(context));
    return ended.length > 0 ? spanOf(ended) : whole;
  },
};

function strangersOf({ cluster }: Pick<FaultContext, 'cluster'>): string[] {
  return cluster.strangers().map(({ stranger }) => stranger.name);
}

async function runningStrangers(context: FaultContext): Promise<string[]> {
  const { cluster } = context;
  const names = strangersOf(context);
  const sights = await Promise.all(names.map((target) => sightOf({ cluster, target })));
  return names.filter((_, index) => countOf('keepalived', sights[index] ?? null) > 0);
}
