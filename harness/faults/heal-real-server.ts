import type { NodeSight } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import { healthPage } from '../keepalived/health-page.ts';
import type { Bracket } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import { answer500File, askHttpd, type HttpdAnswer, healthPageFile, httpdComm } from './httpd.ts';
import { linkTroubles, repairLink, troubleWords } from './link-repair.ts';
import { actOnTarget, countOf, describeSight, sightOf, spanOf, startTickMs, type Target } from './sight.ts';

/** A node that was started again has its httpd within this, ms. */
const nodeStartMs = 5000;
/** httpd that has told its children to end is gone within this, ms: one that gives no answer for longer is a wreck. */
const wreckMs = 3000;
/** After an answer that does not do it is asked again this much later, ms: each time costs it processes, and 0.15 s of the lab. */
const askAgainMs = 500;
/** Time for everything, ms. */
const deadlineMs = 30_000;

export type ServerRemedy = 'start-node' | 'thaw' | 'start-httpd' | 'ask' | 'wait';

/** What a real server in that state needs before it can be asked anything. `sight` is null when the engine knows it dead. */
export function nextServerRemedy(sight: NodeSight | null, sinceNodeStartMs: number): ServerRemedy {
  if (sight === null || !sight.alive) return sinceNodeStartMs < nodeStartMs ? 'wait' : 'start-node';
  if (sight.frozen) return 'thaw';
  if (countOf(httpdComm, sight) > 0) return 'ask';
  return sinceNodeStartMs < nodeStartMs ? 'wait' : 'start-httpd';
}

export type AnswerRemedy = 'none' | 'unspoil-answer' | 'unspoil-page' | 'end-wreck' | 'wait';

/** What an httpd that answers so needs. `silentForMs`: for how long it has not answered at all. */
export function nextAnswerRemedy({ status, body }: HttpdAnswer, silentForMs: number): AnswerRemedy {
  if (status === null) return silentForMs >= wreckMs ? 'end-wreck' : 'wait';
  if (status >= 500) return 'unspoil-answer';
  return status === 200 && body === healthPage.body ? 'none' : 'unspoil-page';
}

/**
 * Brings a real server back from whatever state it is in: dead, frozen, without httpd, with one that answers wrongly, with
 * its link down or filters on it. Does nothing to a healthy one. Ends when it has given the health checkers' page, and
 * returns when the last of these was put right, or else when httpd was started. Throws a `DrillError` with the last state.
 */
export async function healRealServer({ cluster, target }: Target): Promise<Bracket> {
  const node = cluster.node(target);
  let nodeStartedAt = Number.NEGATIVE_INFINITY;
  let silentSince: number | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  let said = 'not asked yet';
  let restored: Bracket | null = null;
  const act = (what: Parameters<typeof actOnTarget>[1]) => actOnTarget({ cluster, target }, what, 0);
  const write = (path: string, content: string | null) => act({ do: 'write-file', path, content });
  const remedies: Record<ServerRemedy | AnswerRemedy, () => Promise<Bracket | null>> = {
    'start-node': async () => {
      await node.start();
      nodeStartedAt = performance.now();
      return null;
    },
    'start-httpd': async () => {
      await cluster.startHttpd(target);
      return null;
    },
    'end-wreck': async () => {
      await act({ do: 'annihilate', comm: httpdComm });
      silentSince = null;
      return null;
    },
    thaw: () => act({ do: 'thaw' }),
    'unspoil-answer': () => write(answer500File, null),
    'unspoil-page': () => write(healthPageFile, healthPage.body),
    ask: async () => restored,
    wait: async () => restored,
    none: async () => restored,
  };
  await waitUntil(
    `${target} is healed`,
    async () => {
      const sight = await sightOf({ cluster, target });
      const remedy = nextServerRemedy(sight, performance.now() - nodeStartedAt);
      restored = await remedies[remedy]();
      if (remedy !== 'ask' || sight === null) return { holds: false, saw: describeSight(sight) };
      if (performance.now() - askedAt < askAgainMs) return { holds: false, saw: `${describeSight(sight)}; ${said}` };
      const troubles = await linkTroubles({ cluster, target });
      for (const trouble of troubles) restored = await repairLink({ cluster, target }, trouble);
      if (troubles.length > 0) return { holds: false, saw: `${describeSight(sight)}; link: ${troubleWords(troubles)}` };
      askedAt = performance.now();
      const answer = await askHttpd({ cluster, target });
      silentSince = answer.status === null ? (silentSince ?? performance.now()) : null;
      const next = nextAnswerRemedy(answer, silentSince === null ? 0 : performance.now() - silentSince);
      restored = await remedies[next]();
      if (next === 'none') restored ??= httpdStart(sight);
      said = answer.status === null ? 'no answer' : `answer ${answer.status}`;
      return { holds: next === 'none', saw: `${describeSight(sight)}; ${said}` };
    },
    deadlineMs,
    50,
  );
  if (restored === null) throw new DrillError(`${target} is healed, but when its httpd was started is not known.`);
  const { earliestMs, latestMs } = restored as Bracket;
  return { earliestMs, latestMs };
}

/** Heals several real servers at once. Returns from when to when they were put right. */
export async function healRealServers(
  { cluster }: Pick<Target, 'cluster'>,
  names: readonly string[],
): Promise<Bracket> {
  return spanOf(await Promise.all(names.map((target) => healRealServer({ cluster, target }))));
}

/** From the start of httpd's parent to that of its first child, which answers. */
function httpdStart(sight: NodeSight): Bracket | null {
  const starts = sight.startedAtMs.filter((_, index) => sight.processes[index] === httpdComm).sort((a, b) => a - b);
  const [parentMs, childMs = parentMs] = starts;
  return parentMs === undefined || childMs === undefined
    ? null
    : { earliestMs: parentMs, latestMs: childMs + startTickMs };
}
