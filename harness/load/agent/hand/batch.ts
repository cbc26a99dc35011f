import { spawn } from 'node:child_process';
import { monotonicMs } from '../clock.ts';
import { type NetworkTool, networkArgv } from './network-namespace.ts';
import { effectDeadlineMs } from './prepared-act.ts';

/** An `ip` or `tc` that has started in the network namespace of a node and waits for its lines. */
export interface WaitingBatch {
  /** Hands over lines and resolves when they have been done: it waits for more then. Where one fails, when it has ended. */
  step(lines: string[]): Promise<BatchEnd>;
  /** Hands over the lines, closes its input and resolves when it has ended: the first line that fails ends it. */
  run(lines: string[]): Promise<BatchEnd>;
  /** Ends it without a line. */
  abandon(): void;
}

/** How a batch ended. */
export interface BatchEnd {
  /** Every line succeeded: the kernel has acknowledged each. */
  ok: boolean;
  atMs: number;
  /** When the first answer of the lines came, before the program ended; null: none of them asked for anything. */
  answeredMs: number | null;
  /** JSON, one line for each line that asked for something. */
  stdout: string;
  /** What went wrong, with the line that failed; empty when nothing did. */
  complaint: string;
}

/** Changes nothing, and is answered at once when the answer is JSON: all lines before it are done then. */
export const harmless: Record<NetworkTool, string> = { ip: 'link show dev lo', tc: 'qdisc show dev lo' };

/**
 * Starts `ip -batch -` or `tc -batch -`, has it run the `first` lines and resolves when it waits for more: a strike then
 * costs no start of a process. When the hand dies, its input ends, and it does nothing more. Throws when one of the
 * lines fails; never with `-force`, which would go on after a failure.
 */
export async function prepareBatch(initPid: number, tool: NetworkTool, first: string[]): Promise<WaitingBatch> {
  const [file, ...args] = networkArgv(initPid, tool, ['-json', '-batch', '-']);
  const child = spawn(file, args);
  const lines = [...first, harmless[tool]];
  let stdout = '';
  let stderr = '';
  let overdue = false;
  let answeredMs: number | null = null;
  let onAnswer = () => {};
  child.stdin.on('error', () => {});
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (!/\]\s*$/.test(stdout)) return;
    answeredMs ??= monotonicMs();
    onAnswer();
  });
  const ended = new Promise<BatchEnd>((resolve) => {
    const end = (ok: boolean, why: string) => {
      const complaint = ok ? '' : overdue ? `no end within ${effectDeadlineMs} ms` : complaintOf(stderr, lines) || why;
      resolve({ ok, atMs: monotonicMs(), answeredMs, stdout, complaint });
    };
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code, signal) => end(code === 0, `${tool} ended with ${signal ?? `exit code ${code}`}`));
  });
  const within = async <T>(promise: Promise<T>): Promise<T> => {
    const timeout = setTimeout(() => {
      overdue = true;
      child.kill('SIGKILL');
    }, effectDeadlineMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timeout);
    }
  };

  /** Hands over lines and waits for the first answer; where there is none, for the end. */
  const answered = async (given: string[]): Promise<BatchEnd> => {
    stdout = '';
    answeredMs = null;
    const answer = new Promise<null>((resolve) => {
      onAnswer = () => resolve(null);
    });
    child.stdin.write(`${given.join('\n')}\n`);
    const end = await within(Promise.race([answer, ended]));
    return end ?? { ok: true, atMs: monotonicMs(), answeredMs, stdout, complaint: '' };
  };

  const early = await answered(lines);
  if (!early.ok) throw new Error(`${tool} cannot be prepared: ${early.complaint}`);
  return {
    async step(strike) {
      const given = [...strike, harmless[tool]];
      lines.push(...given);
      return answered(given);
    },
    async run(strike) {
      lines.push(...strike);
      stdout = '';
      answeredMs = null;
      const earliestMs = monotonicMs();
      child.stdin.end(`${strike.join('\n')}\n`);
      const end = await within(ended);
      // It may have ended before it was given anything.
      return { ...end, atMs: Math.max(earliestMs, end.atMs) };
    },
    abandon: () => void child.kill('SIGKILL'),
  };
}

/** iproute2 names the number of the line that failed (`Command failed -:3`): here its text stands instead. */
function complaintOf(stderr: string, lines: string[]): string {
  return stderr
    .trim()
    .replaceAll(/Command failed -:(\d+)/g, (whole, number: string) => {
      const line = lines[Number(number) - 1];
      return line === undefined ? whole : `(line: ${line})`;
    })
    .replaceAll(/\s*\n\s*/g, ' ');
}
