import { vipsOf } from '../keepalived/vips.ts';
import type { Fault, FaultContext } from './fault.ts';
import { actOnTarget, addressOf, initPidOf, inspectTarget, sightOf } from './sight.ts';

/** An entry of `ip -s -j neigh show`; `updated` is how long ago the kernel last changed it, whole seconds. */
interface Neighbour {
  dst: string;
  lladdr?: string;
  updated?: number;
}

/** What iproute2 rounds away of `updated`, ms. */
const roundedMs = 1000;

/**
 * The client's neighbour (ARP) entries of the VIPs are deleted, as they are when a client has been silent, or starts anew.
 * Its next request asks who has the VIP: a segment on which anybody but the holder answers shows it now.
 */
export const fault: Fault = {
  facts: {
    name: 'forget-neighbours',
    summary: 'the client forgets where the VIPs are (ip neigh del) and has to ask',
    colour: '#6b8fb5',
    aim: 'client',
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  // Long enough for the answer that came first, and for traffic that follows it.
  holdMs: () => 3000,
  async inject(context, atMs) {
    const address = addressOf(context);
    const strike = vipsOf(context.cluster.topology).map((vip) => `neigh del ${vip} dev @LINK@`);
    const injection = await actOnTarget(context, { do: 'network', address, tool: 'ip', prepare: [], strike }, atMs);
    return {
      ...injection,
      evidence: `the kernel of ${context.target} deleted ${vipsOf(context.cluster.topology).join(', ')}`,
    };
  },
  async confirm(context, { evidence, earliestMs }) {
    const sight = await sightOf(context);
    if (sight === null || !sight.alive) return { confirmed: false, evidence: `${context.target} is dead` };
    if (evidence === '') return { confirmed: false, evidence: `nobody deleted an entry of ${context.target}` };
    const vips = vipsOf(context.cluster.topology);
    const table = await inspectTarget<Neighbour>(context, 'ip', ['-s', '-j', 'neigh', 'show', 'dev', '@LINK@']);
    const sinceMs = sight.atMs - earliestMs + roundedMs;
    const old = table.filter(({ dst, updated = 0 }) => vips.includes(dst) && updated * 1000 > sinceMs);
    const now = table
      .filter(({ dst }) => vips.includes(dst))
      .map(({ dst, lladdr }) => `${dst} at ${lladdr ?? 'nobody'}`);
    return {
      confirmed: old.length === 0,
      evidence: `${evidence}; it has ${now.join(', ') || 'no entry of them'} now, ${old.length} older than that`,
    };
  },
  /** The next request does it; there is nothing else to undo. */
  async heal(context: FaultContext) {
    await initPidOf(context);
    const { atMs } = await context.cluster.hand.now();
    return { earliestMs: atMs, latestMs: atMs };
  },
};
