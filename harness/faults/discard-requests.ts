import { discardedFile, windowFile } from '../in-process-server.ts';
import type { Bracket } from '../model.ts';
import type { Fault, FaultContext, Injection } from './fault.ts';
import { decidedMs, lengthTold, preparedWithinMs } from './known-length.ts';
import { actOnTarget, comesTrue, initPidOf, type Target } from './sight.ts';

/** The server looks every 50 ms for a window that it was told, ms. */
const noticedWithinMs = 250;
/** When the window is over the server notices within 50 ms, and writes it down, ms. */
const writtenWithinMs = 1000;

/**
 * An outage that no network and no timer of another process blurs: the server is in the prober's own process, knows
 * beforehand from when to when it is to discard what it is asked, and does so to the microsecond.
 */
export const fault: Fault = {
  facts: {
    name: 'discard-requests',
    summary: "for a given time the server in the prober's own process discards what it is asked",
    colour: '#5d3fd3',
    aim: 'client',
    knownOutage: 'server',
    level: { unit: 'ms', default: 303 },
    detection: 'none',
    dataPath: 'impairment',
    reversion: 'reassert',
  },
  leaves: 'running',
  leadMs: preparedWithinMs,
  holdMs: (context) => context.level + decidedMs,
  async inject(context, atMs) {
    const { atMs: nowMs } = await context.cluster.hand.now();
    const fromMs = Math.max(atMs, nowMs + noticedWithinMs);
    const toMs = fromMs + context.level;
    const written = await actOnTarget(
      context,
      { do: 'write-file', path: windowFile, content: `${fromMs} ${toMs}\n` },
      0,
    );
    if (written.latestMs >= fromMs) return { ...written, evidence: 'the window was told too late' };
    return {
      earliestMs: fromMs,
      latestMs: fromMs,
      evidence: `the server was told ${(fromMs - written.latestMs).toFixed(0)} ms before`,
      ended: { earliestMs: toMs, latestMs: toMs },
    };
  },
  confirm: (context, injection) => comesTrue(() => look(context, injection), context.level + writtenWithinMs),
  heal,
};

async function look(context: FaultContext, injection: Injection): Promise<{ holds: boolean; saw: string }> {
  const { target, level } = context;
  const [, said] = await filesOf(context);
  if (said === null || said === undefined)
    return { holds: false, saw: `no server on ${target} says that it discarded anything` };
  const [fromMs, discarded] = said.trim().split(' ').map(Number);
  if (fromMs !== injection.earliestMs || discarded === undefined)
    return { holds: false, saw: `the server on ${target} tells of another window` };
  const length = level === 0 ? { holds: injection.evidence !== '', saw: 'in no time' } : lengthTold(injection, level);
  return {
    holds: length.holds && discarded > 0 === level > 0,
    saw: `the server on ${target} has discarded ${discarded} requests, ${length.saw}; ${injection.evidence}`,
  };
}

/** Takes the files away where there are any. */
async function heal(context: FaultContext): Promise<Bracket> {
  const { atMs } = await context.cluster.hand.now();
  let restored: Bracket = { earliestMs: atMs, latestMs: atMs };
  const found = await filesOf(context);
  for (const [place, path] of [windowFile, discardedFile].entries()) {
    if ((found[place] ?? null) === null) continue;
    const { earliestMs, latestMs } = await actOnTarget(context, { do: 'write-file', path, content: null }, 0);
    restored = { earliestMs, latestMs };
  }
  return restored;
}

async function filesOf(target: Target): Promise<(string | null)[]> {
  const root = `/proc/${await initPidOf(target)}/root`;
  return (await target.cluster.hand.read([`${root}${windowFile}`, `${root}${discardedFile}`])).contents;
}
