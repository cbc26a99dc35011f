import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { withDeadline } from '../deadline.ts';
import { waitUntil } from '../wait-until.ts';
import type { Ending } from './aftermath.ts';
import { delayMs, type LifePoint, lifeStages } from './life.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A suite takes half a minute; with a boot, on a busy machine, two. One that has not ended after this hangs, ms. */
export const hangsAfterMs = 240_000;

/** A command of lvs-drill in a process group of its own. */
export interface RunningSuite {
  /** Of its process and of its process group. */
  pid: number;
  /** What it printed until now, both streams. */
  output(): string;
  hasEnded(): boolean;
  /** Sends a signal to the process, or to the whole group; nothing where it has ended. */
  kill(signal: NodeJS.Signals, whom: 'process' | 'group'): void;
  ended: Promise<Ending>;
}

/** Starts `harness/cli.ts` with those arguments as `npm run` does, without a terminal. */
export function startCommand(argv: readonly string[], env: Record<string, string>): RunningSuite {
  const startedMs = performance.now();
  const child = execa(process.execPath, ['--import', 'tsx', 'harness/cli.ts', ...argv], {
    cwd: root,
    // Not FORCE_COLOR=0, which some libraries take for a wish.
    env: { ...env, NO_COLOR: '1' },
    stdin: 'ignore',
    detached: true,
    reject: false,
    buffer: false,
  });
  const said = { stdout: '', stderr: '', both: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
      said.both += text;
    });
  }
  let over = false;
  let hung = false;
  const kill: RunningSuite['kill'] = (signal, whom) => {
    if (over || child.pid === undefined) return;
    try {
      process.kill(whom === 'group' ? -child.pid : child.pid, signal);
    } catch {
      // It ended in this very moment.
    }
  };
  // Not the promise of execa, which waits for its output too: whoever inherited that may live on.
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  child.catch(() => {});
  const ended = (async (): Promise<Ending> => {
    if ((await withDeadline(exited, hangsAfterMs)) === 'late') {
      hung = true;
      kill('SIGKILL', 'group');
    }
    const [exitCode, signal] = await exited;
    over = true;
    await withDeadline(
      child.then(() => {}),
      1_000,
    );
    const { stdout, stderr } = said;
    return { exitCode, signal, stdout, stderr, durationMs: Math.round(performance.now() - startedMs), hung };
  })();
  return { pid: child.pid ?? 0, output: () => said.both, hasEnded: () => over, kill, ended };
}

/** Resolves at that point of its life, or when it has ended before. */
export async function reachPoint(suite: RunningSuite, point: LifePoint, ownLab: boolean): Promise<void> {
  const { marker } = lifeStages[point.stage];
  if (marker !== null) {
    await waitUntil(
      `the suite prints '${marker}'`,
      async () => suite.hasEnded() || suite.output().includes(marker),
      hangsAfterMs,
      10,
    );
  }
  await withDeadline(suite.ended, delayMs(point, ownLab));
  // From its last line on, so that what strikes behind its end does so.
  if (point.stage === 'end' && point.share > 0.5) await suite.ended;
}
