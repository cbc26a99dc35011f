import { linkPlaceholder } from '../../../routes.ts';
import { monotonicMs, waitUntilMs } from '../clock.ts';
import { type BatchEnd, harmless, prepareBatch } from './batch.ts';
import { linkWithAddress, type NetworkTool } from './network-namespace.ts';
import type { PreparedAct } from './prepared-act.ts';
import { linkFlags } from './proc.ts';
import { namespaceOfNode } from './processes.ts';

/** Takes the node's link down, or up, and sees by the kernel's flags that it is. The link keeps its IPv4 addresses. */
export async function prepareLink(initPid: number, address: string, up: boolean): Promise<PreparedAct> {
  namespaceOfNode(initPid);
  const link = await linkWithAddress(initPid, address);
  const batch = await prepareBatch(initPid, 'ip', []);
  return {
    abandon: batch.abandon,
    async strike() {
      const earliestMs = monotonicMs();
      const end = await batch.run([`link set dev ${link} ${up ? 'up' : 'down'}`, `link show dev ${link}`]);
      const flags = end.ok ? linkFlags(end.stdout) : [];
      return {
        earliestMs,
        latestMs: doneMs(end),
        effective: end.ok && flags.includes('UP') === up,
        evidence: end.ok ? `link ${link} has the flags ${flags.join(',')}` : end.complaint,
      };
    },
  };
}

/**
 * A process that has slept takes longer to its first answer: 4 ms in a busy lab after 0.3 s, 16 ms after 3 s. It is asked
 * something harmless this long before it has to act, ms.
 */
const warmUpMs = 20;

/**
 * Lines for `ip` or `tc`: some beforehand, which must succeed, some at the instant. Effective when the kernel took all of
 * them; it had when the question behind them was answered, which is milliseconds before the program has ended. What is to
 * be undone is undone at once when the hand is told to stop. What the first ones made remains when the others are never run: healing undoes both.
 */
export async function prepareNetwork(
  act: {
    initPid: number;
    address: string;
    tool: NetworkTool;
    prepare: string[];
    strike: string[];
    undo?: { afterMs: number; lines: string[] };
  },
  stop: AbortSignal,
): Promise<PreparedAct> {
  namespaceOfNode(act.initPid);
  const link = await linkWithAddress(act.initPid, act.address);
  const named = (lines: string[]) => lines.map((line) => line.replaceAll(linkPlaceholder, link));
  const strike = named(act.strike);
  const batch = await prepareBatch(act.initPid, act.tool, named(act.prepare));
  return {
    abandon: batch.abandon,
    async strike() {
      const earliestMs = monotonicMs();
      const last = (lines: string[]) => batch.run([...lines, harmless[act.tool]]);
      const begun = act.undo === undefined ? await last(strike) : await batch.step(strike);
      const report = {
        earliestMs,
        latestMs: doneMs(begun),
        effective: begun.ok,
        evidence: begun.ok ? `${act.tool} did: ${strike.join('; ')}` : begun.complaint,
      };
      if (!begun.ok || act.undo === undefined) return report;
      const lines = named(act.undo.lines);
      const dueMs = earliestMs + act.undo.afterMs;
      await waitUntilMs(dueMs - warmUpMs, stop);
      if (act.undo.afterMs > 2 * warmUpMs && !stop.aborted) await batch.step([]);
      await waitUntilMs(dueMs, stop);
      const undoneFromMs = monotonicMs();
      const undone = await last(lines);
      if (!undone.ok) return { ...report, effective: false, evidence: undone.complaint };
      return {
        ...report,
        evidence: `${report.evidence}; and then: ${lines.join('; ')}`,
        ended: { earliestMs: undoneFromMs, latestMs: doneMs(undone) },
      };
    },
  };
}

function doneMs({ answeredMs, atMs }: BatchEnd): number {
  return answeredMs ?? atMs;
}
