import { monotonicMs, pollUntil } from '../clock.ts';
import { effectDeadlineMs, type PreparedAct } from './prepared-act.ts';
import { hasComm, isGone, type ProcessStat } from './proc.ts';
import { namespaceOfNode, processesOf, readProcess } from './processes.ts';

/** Sends a signal to the node's processes of that name; `parent` is the one that started first. */
export function prepareSignal(
  initPid: number,
  comm: string,
  signal: 'SIGTERM' | 'SIGHUP',
  which: 'parent' | 'all',
): PreparedAct {
  const found = atLeastOne(matching(namespaceOfNode(initPid), comm), comm);
  const targets = which === 'parent' ? found.slice(0, 1) : found;
  return {
    abandon() {},
    async strike() {
      const earliestMs = monotonicMs();
      const reached = targets.filter(({ pid }) => send(pid, signal)).map(({ pid }) => pid);
      return {
        earliestMs,
        latestMs: monotonicMs(),
        effective: reached.length === targets.length,
        evidence: `${signal} delivered to ${reached.length} of ${targets.length} ${comm} (${reached.join(', ')})`,
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
