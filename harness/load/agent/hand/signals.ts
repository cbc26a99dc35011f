import type { HandSignal } from '../../../cluster/interface.ts';
import { monotonicMs, pollUntil } from '../clock.ts';
import { effectDeadlineMs, type PreparedAct } from './prepared-act.ts';
import { hasComm, isGone, type ProcessStat } from './proc.ts';
import { namespaceOfNode, processesOf, readProcess } from './processes.ts';

/**
 * What a signal that no process can refuse does to it, and how that shows in its state (proc_pid_stat(5)). Of the others
 * no more can be seen than that they were delivered.
 */
const effects: Partial<Record<HandSignal, { name: string; shows(now: ProcessStat | null): boolean }>> = {
  SIGKILL: { name: 'gone', shows: isGone },
  SIGSTOP: { name: 'stopped', shows: (now) => now?.state === 'T' },
  SIGCONT: { name: 'not stopped', shows: (now) => now !== null && now.state !== 'T' },
};

/** Sends a signal to the node's processes of that name; `parent` is the one that started first. */
export function prepareSignal(initPid: number, comm: string, signal: HandSignal, which: 'parent' | 'all'): PreparedAct {
  const found = atLeastOne(matching(namespaceOfNode(initPid), comm), comm);
  const targets = which === 'parent' ? found.slice(0, 1) : found;
  const effect = effects[signal];
  return {
    abandon() {},
    async strike() {
      const earliestMs = monotonicMs();
      const reached = targets.filter(({ pid }) => send(pid, signal)).map(({ pid }) => pid);
      const affected = () => reached.filter((pid) => effect?.shows(readProcess(pid)) ?? true);
      const deadlineMs = earliestMs + effectDeadlineMs;
      const seen = await pollUntil(() => affected().length === reached.length, deadlineMs);
      return {
        earliestMs,
        latestMs: monotonicMs(),
        effective: seen && reached.length === targets.length,
        evidence:
          `${signal} delivered to ${reached.length} of ${targets.length} ${comm} (${reached.join(', ')})` +
          (effect === undefined ? '' : `, ${affected().length} ${effect.name}`),
      };
    },
  };
}

/**
 * Kills all the node's processes of that name, so that none lives to react. They are stopped before any is killed, and
 * the parent is killed last: keepalived's children ask for SIGTERM at their parent's death (PR_SET_PDEATHSIG), and would
 * send the advert of priority 0 that a crash never sends; its parent would start a lost child again.
 */
export function prepareAnnihilate(initPid: number, comm: string): PreparedAct {
  const namespace = namespaceOfNode(initPid);
  const known = atLeastOne(matching(namespace, comm), comm);
  return {
    abandon() {},
    async strike() {
      const earliestMs = monotonicMs();
      const victims = new Map<number, ProcessStat>();
      for (
        let fresh = known;
        fresh.length > 0;
        fresh = matching(namespace, comm).filter((one) => !victims.has(one.pid))
      ) {
        for (const victim of fresh) {
          send(victim.pid, 'SIGSTOP');
          victims.set(victim.pid, victim);
        }
      }
      const youngestFirst = [...victims.values()].sort(oldestFirst).reverse();
      const killed = youngestFirst.filter(({ pid }) => send(pid, 'SIGKILL')).map(({ pid }) => pid);
      const gone = await pollUntil(
        () => [...victims.keys()].every((pid) => isGone(readProcess(pid))),
        earliestMs + effectDeadlineMs,
      );
      const latestMs = monotonicMs();
      const left = isGone(readProcess(initPid)) ? [] : matching(namespace, comm);
      return {
        earliestMs,
        latestMs,
        effective: gone && killed.length > 0 && left.length === 0,
        evidence: `${killed.length} ${comm} killed (${killed.join(', ')}), ${left.length} left`,
      };
    },
  };
}

/** Throws when there is none: an act on nothing must not look effective. */
function atLeastOne(found: ProcessStat[], comm: string): ProcessStat[] {
  if (found.length === 0) throw new Error(`the node runs no ${comm}`);
  return found;
}

function matching(namespace: string, comm: string): ProcessStat[] {
  return processesOf(namespace)
    .filter((one) => hasComm(one, comm))
    .sort(oldestFirst);
}

function oldestFirst(a: ProcessStat, b: ProcessStat): number {
  return a.startTicks - b.startTicks || a.pid - b.pid;
}

/** False when there was no such process any more. */
function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
