import type { NodeSight } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import type { Bracket, KernelMs } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import { feed, hogComm } from './cpu-hog.ts';
import { isWhole, keepalivedStart } from './keepalived-processes.ts';
import { linkTroubles, repairLink, troubleWords } from './link-repair.ts';
import { actOnTarget, countOf, describeSight, sightOf, spanOf, type Target } from './sight.ts';

/** A keepalived that is whole for this long is not one that has only just been told to stop, ms (its first child ends within 20 ms). */
const settledMs = 200;
/** Starting takes 0.2 s and stopping 1 s (`vrrp_shutdown_timer_thread`): only part of it for this long is a wreck, ms. */
const wreckMs = 5000;
/** A node that was started again has its keepalived within this, ms. */
const nodeStartMs = 5000;
/** Time for everything, ms. */
const deadlineMs = 30_000;

/** What healing has seen and done so far, ms before now; Infinity: never. */
export interface HealingPast {
  wholeForMs: number;
  partialForMs: number;
  sinceNodeStartMs: number;
  keepalivedStarted: boolean;
}

export type HealingAct = 'start-node' | 'thaw' | 'feed' | 'start-keepalived' | 'end-wreck' | 'wait' | 'done';

/** What a director in that state needs next. `sight` is null when the engine knows of no process of it. */
export function nextHealingAct(sight: NodeSight | null, past: HealingPast): HealingAct {
  if (sight === null || !sight.alive) return past.sinceNodeStartMs < nodeStartMs ? 'wait' : 'start-node';
  if (sight.frozen) return 'thaw';
  if (countOf(hogComm, sight) > 0) return 'feed';
  const running = countOf('keepalived', sight);
  const startedByUs = past.keepalivedStarted || past.sinceNodeStartMs !== Number.POSITIVE_INFINITY;
  if (isWhole(sight)) return startedByUs || past.wholeForMs >= settledMs ? 'done' : 'wait';
  if (running > 0) return past.partialForMs >= wreckMs ? 'end-wreck' : 'wait';
  return past.sinceNodeStartMs < nodeStartMs ? 'wait' : 'start-keepalived';
}

/**
 * Brings a director back from whatever state it is in: dead, frozen, starved, without keepalived, with one that is just
 * stopping, or with a part of one; with its link down, or filters or queues of faults on it. Does nothing to a healthy
 * one. Returns when the last of these was put right; where that was to start keepalived, or somebody else did meanwhile,
 * when it was started; and where nothing was to be done, now. Throws a `DrillError` with the last state seen.
 */
export async function healDirector({ cluster, target }: Target): Promise<Bracket> {
  const node = cluster.node(target);
  let wholeSince: number | null = null;
  let partialSince: number | null = null;
  let nodeStartedAt = Number.NEGATIVE_INFINITY;
  let keepalivedStarted = false;
  let linkWell = false;
  let beganMs: KernelMs | null = null;
  let restored: Bracket | null = null;
  const remedies: Record<HealingAct, () => Promise<Bracket | null>> = {
    'start-node': async () => {
      await node.start();
      nodeStartedAt = performance.now();
      linkWell = false;
      return null;
    },
    'start-keepalived': async () => {
      await cluster.startKeepalived(target);
      keepalivedStarted = true;
      return null;
    },
    'end-wreck': async () => {
      await actOnTarget({ cluster, target }, { do: 'annihilate', comm: 'keepalived' }, 0);
      partialSince = null;
      return null;
    },
    thaw: () => actOnTarget({ cluster, target }, { do: 'thaw' }, 0),
    feed: () => feed({ cluster, target }),
    wait: async () => restored,
    done: async () => restored,
  };
  await waitUntil(
    `${target} is healed`,
    async () => {
      const sight = await sightOf({ cluster, target });
      const now = performance.now();
      beganMs ??= sight?.atMs ?? Number.NEGATIVE_INFINITY;
      const thawed = sight?.frozen === false;
      wholeSince = thawed && isWhole(sight) ? (wholeSince ?? now) : null;
      partialSince = thawed && !isWhole(sight) && countOf('keepalived', sight) > 0 ? (partialSince ?? now) : null;
      const act = nextHealingAct(sight, {
        wholeForMs: wholeSince === null ? 0 : now - wholeSince,
        partialForMs: partialSince === null ? 0 : now - partialSince,
        sinceNodeStartMs: now - nodeStartedAt,
        keepalivedStarted,
      });
      restored = await remedies[act]();
      if (sight === null || !sight.alive || sight.frozen || act === 'start-node') {
        return { holds: false, saw: describeSight(sight) };
      }
      if (!linkWell) {
        // Whatever keepalived still needs: it may only be settling, and a link that is well now stays so.
        const troubles = await linkTroubles({ cluster, target });
        for (const trouble of troubles) restored = await repairLink({ cluster, target }, trouble);
        linkWell = troubles.length === 0;
        if (!linkWell) return { holds: false, saw: `${describeSight(sight)}; link: ${troubleWords(troubles)}` };
      }
      if (act === 'done') restored ??= startSince(beganMs, sight);
      return { holds: act === 'done', saw: describeSight(sight) };
    },
    deadlineMs,
    20,
  );
  if (restored === null) throw new DrillError(`${target} is healed, but since when is not known.`);
  const { earliestMs, latestMs } = restored as Bracket;
  return { earliestMs, latestMs };
}

/** Heals several directors at once. Returns from when to when they were put right. */
export async function healDirectors({ cluster }: Pick<Target, 'cluster'>, names: readonly string[]): Promise<Bracket> {
  return spanOf(await Promise.all(names.map((target) => healDirector({ cluster, target }))));
}

/** When keepalived was started, if that was after an instant; otherwise when it was seen to run. */
function startSince(beganMs: KernelMs, sight: NodeSight): Bracket {
  const start = keepalivedStart(sight);
  return start !== null && start.latestMs >= beganMs ? start : { earliestMs: sight.atMs, latestMs: sight.atMs };
}
