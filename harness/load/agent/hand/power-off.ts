import { monotonicMs, pollUntil } from '../clock.ts';
import { prepareBatch } from './batch.ts';
import { linkWithAddress } from './network-namespace.ts';
import { effectDeadlineMs, type PreparedAct } from './prepared-act.ts';
import { isGone } from './proc.ts';
import { namespaceOfNode, processesOf, readProcess } from './processes.ts';

/**
 * Power loss: SIGKILL for the node's first process, with which the kernel kills the whole process namespace
 * (pid_namespaces(7)), and its links down, because the kernel would go on forwarding with the VIP until the engine has
 * taken the network apart. An `ip` waits inside the network namespace, so that nothing needs to be started at the strike.
 */
export async function preparePowerOff(initPid: number, addresses: readonly string[]): Promise<PreparedAct> {
  const namespace = namespaceOfNode(initPid);
  const links = await Promise.all(addresses.map((address) => linkWithAddress(initPid, address)));
  const batch = await prepareBatch(initPid, 'ip', []);
  const victims = processesOf(namespace).map(({ pid }) => pid);

  return {
    abandon: batch.abandon,
    async strike() {
      const earliestMs = monotonicMs();
      process.kill(initPid, 'SIGKILL');
      const linksDown = batch.run(links.map((link) => `link set dev ${link} down`));
      const deadlineMs = earliestMs + effectDeadlineMs;
      const known = () => victims.every((pid) => isGone(readProcess(pid)));
      // The known ones are watched, which is cheap; the namespace is searched once they are gone.
      const dead = await pollUntil(() => known() && processesOf(namespace).length === 0, deadlineMs);
      const deadMs = monotonicMs();
      const end = await linksDown;
      // A link that is gone is as good as one that is down.
      const gone = /Cannot find device/i.test(end.complaint);
      const left = processesOf(namespace).map(({ comm }) => comm);
      return {
        earliestMs,
        latestMs: Math.max(deadMs, end.atMs),
        effective: dead && (end.ok || gone),
        evidence:
          `${dead ? 'no process is left' : `still running: ${left.join(', ')}`} after ${(deadMs - earliestMs).toFixed(1)} ms; ` +
          `${links.length === 1 ? 'link' : 'links'} ${links.join(' and ')} ${end.ok ? 'set down' : gone ? 'gone' : `not set down (${end.complaint})`} ` +
          `after ${(end.atMs - earliestMs).toFixed(1)} ms`,
      };
    },
  };
}
