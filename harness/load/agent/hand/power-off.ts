import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { monotonicMs, pollUntil } from '../clock.ts';
import { effectDeadlineMs, type PreparedAct } from './prepared-act.ts';
import { interfaceWithAddress, isGone } from './proc.ts';
import { namespaceOfNode, processesOf, readProcess } from './processes.ts';

/** `&&`: when the hand dies before it strikes, `read` meets the end of its input and the link must stay up. */
const waitThenTakeDown = 'echo ready; read _ && exec ip link set dev "$1" down';

/**
 * Power loss: SIGKILL for the node's first process, with which the kernel kills the whole process namespace
 * (pid_namespaces(7)), and its link down, because the kernel would go on forwarding with the VIP until the engine has
 * taken the network apart. A shell waits inside the network namespace, so that nothing needs to be started at the strike.
 */
export async function preparePowerOff(initPid: number, address: string): Promise<PreparedAct> {
  const namespace = namespaceOfNode(initPid);
  const enter = `--net=/proc/${initPid}/ns/net`;
  const { stdout } = await promisify(execFile)('nsenter', [enter, 'ip', '-j', '-4', 'addr']);
  const link = interfaceWithAddress(stdout, address);
  if (link === null) throw new Error(`no interface of process ${initPid} has the address ${address}`);
  const shell = spawn('nsenter', [enter, 'sh', '-c', waitThenTakeDown, 'sh', link]);
  const linkDown = watchShell(shell);
  const early = await Promise.race([once(shell.stdout, 'data'), linkDown]);
  if ('evidence' in early) throw new Error(`the link ${link} cannot be prepared: ${early.evidence}`);
  shell.stdout.resume();
  const victims = processesOf(namespace).map(({ pid }) => pid);

  return {
    abandon: () => shell.kill('SIGKILL'),
    async strike() {
      const earliestMs = monotonicMs();
      process.kill(initPid, 'SIGKILL');
      shell.stdin.write('\n');
      const deadlineMs = earliestMs + effectDeadlineMs;
      const known = () => victims.every((pid) => isGone(readProcess(pid)));
      // The known ones are watched, which is cheap; the namespace is searched once they are gone.
      const dead = await pollUntil(() => known() && processesOf(namespace).length === 0, deadlineMs);
      const deadMs = monotonicMs();
      const timeout = setTimeout(() => shell.kill('SIGKILL'), Math.max(0, deadlineMs - deadMs));
      const down = await linkDown;
      clearTimeout(timeout);
      const left = processesOf(namespace).map(({ comm }) => comm);
      return {
        earliestMs,
        latestMs: Math.max(deadMs, down.atMs),
        effective: dead && down.ok,
        evidence:
          `${dead ? 'no process is left' : `still running: ${left.join(', ')}`} after ${(deadMs - earliestMs).toFixed(1)} ms; ` +
          `link ${link} ${down.evidence} after ${(down.atMs - earliestMs).toFixed(1)} ms`,
      };
    },
  };
}

/** Resolves when the shell has taken the link down, or failed to. A link that is gone is as good as one that is down. */
function watchShell(shell: ChildProcess): Promise<{ ok: boolean; atMs: number; evidence: string }> {
  let stderr = '';
  shell.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  shell.stdin?.on('error', () => {});
  return new Promise((resolve) => {
    shell.on('error', (error) => resolve({ ok: false, atMs: monotonicMs(), evidence: error.message }));
    shell.on('close', (code) => {
      const gone = /Cannot find device/i.test(stderr);
      const evidence =
        code === 0 ? 'set down' : gone ? 'gone' : `not set down (${stderr.trim() || `exit code ${code}`})`;
      resolve({ ok: code === 0 || gone, atMs: monotonicMs(), evidence });
    });
  });
}
