import type { NodeSight } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import { endKeepalived } from './end-keepalived.ts';
import type { Fault, FaultContext } from './fault.ts';
import { healDirectors } from './heal-director.ts';
import { splitBrainMs } from './intervals.ts';
import { keepalivedStart } from './keepalived-processes.ts';
import { directorNames } from './reload.ts';
import { actOnTarget, comesTrue, countOf, sightOf, spanOf, waitForInstant } from './sight.ts';

/** keepalived's parent and its VRRP child: strangers have no virtual services, so that no checkers are started. */
const strangersProcesses = 2;
/** A keepalived that dislikes its configuration, or that of an address, is gone within this, ms. */
const wholeForMs = 1000;
/** Starting takes 0.2 s, and more on a busy lab, ms. */
const settlesMs = 5000;

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
    let confirmed = false;
    const { evidence } = await comesTrue(
      async () => {
        const { all, gone, settled } = await look(context);
        confirmed = all.length > 0 && settled.length === all.length;
        const where = `${settled.join(' and ') || 'none'} of the ${all.length} other directors`;
        // Nobody will start again one that is gone.
        return { holds: confirmed || gone, saw: `keepalived has run whole for ${wholeForMs} ms on ${where}` };
      },
      settlesMs,
      100,
    );
    return { confirmed, evidence };
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

/** On which of the strangers keepalived is whole and has been for a while, and whether one of them runs none at all. */
async function look(context: FaultContext): Promise<{ all: string[]; settled: string[]; gone: boolean }> {
  const { cluster } = context;
  const all = strangersOf(context);
  const sights = await Promise.all(all.map((target) => sightOf({ cluster, target })));
  return {
    all,
    settled: all.filter((_, index) => isSettled(sights[index] ?? null)),
    gone: all.length === 0 || sights.some((sight) => countOf('keepalived', sight) === 0),
  };
}

function isSettled(sight: NodeSight | null): boolean {
  if (sight === null || sight.frozen || countOf('keepalived', sight) < strangersProcesses) return false;
  const start = keepalivedStart(sight);
  return start !== null && sight.atMs - start.latestMs >= wholeForMs;
}

function strangersOf({ cluster }: Pick<FaultContext, 'cluster'>): string[] {
  return cluster.strangers().map(({ stranger }) => stranger.name);
}

async function runningStrangers(context: FaultContext): Promise<string[]> {
  const { cluster } = context;
  const names = strangersOf(context);
  const sights = await Promise.all(names.map((target) => sightOf({ cluster, target })));
  return names.filter((_, index) => countOf('keepalived', sights[index] ?? null) > 0);
}
