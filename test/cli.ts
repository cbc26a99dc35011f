import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Run } from '../harness/model.ts';
import { waitUntil } from '../harness/wait-until.ts';

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** How a command of lvs-drill ended, and all it printed. */
export interface CliResult {
  exitCode: number | undefined;
  /** Standard output and standard error, as they came. */
  output: string;
}

/** A command of lvs-drill that is running. */
export interface RunningCli {
  kill(signal: 'SIGINT' | 'SIGKILL'): void;
  /** Resolves when it has printed the text; fails after three minutes, showing what it printed instead. */
  printed(text: string): Promise<void>;
  ended: Promise<CliResult>;
}

/** Starts `npx tsx harness/cli.ts ...` in a process of its own, as `npm run` does, without a terminal. */
export function startCli(argv: string[], env: Record<string, string> = {}): RunningCli {
  const child = execa(process.execPath, ['--import', 'tsx', 'harness/cli.ts', ...argv], {
    cwd: root,
    env: { ...env, FORCE_COLOR: '0' },
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  let output = '';
  child.all.on('data', (data: Buffer) => {
    output += data.toString();
  });
  return {
    kill: (signal) => child.kill(signal),
    printed: (text) =>
      waitUntil(`the command prints '${text}'`, async () => ({ holds: output.includes(text), saw: output }), 180_000),
    ended: child.then(({ exitCode }) => ({ exitCode, output })),
  };
}

/** The same, to its end. */
export async function runCli(argv: string[], env: Record<string, string> = {}): Promise<CliResult> {
  return startCli(argv, env).ended;
}

/** run.json of the newest run of a suite in an `--out` folder. */
export async function latestRun(out: string, suite = 'failover'): Promise<Run> {
  return JSON.parse(await readFile(join(out, suite, 'latest', 'run.json'), 'utf8')) as Run;
}
