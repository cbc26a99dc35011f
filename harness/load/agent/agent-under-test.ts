import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleAgent } from '../bundle-agent.ts';
import type { AgentLine, AgentObservation } from './protocol.ts';

/** The bundled agent in a folder of its own, without node_modules: as it lies in a container. For tests. */
export interface InstalledAgent extends AsyncDisposable {
  folder: string;
  start(command: string, options: object, extra?: { env?: NodeJS.ProcessEnv }): AgentUnderTest;
}

/** An agent that runs as a process of its own. */
export interface AgentUnderTest {
  pid: number;
  /** Everything it has printed so far. */
  lines: AgentLine[];
  send(request: object): void;
  /** The first line, printed already or yet to come, that satisfies `wanted`. Rejects when the agent ends without it. */
  line<T extends AgentLine>(wanted: (line: AgentLine) => line is T): Promise<T>;
  /** Closes its standard input and waits for its end. */
  end(): Promise<AgentEnd>;
  ended: Promise<AgentEnd>;
}

/** How an agent ended. */
export interface AgentEnd {
  exitCode: number | null;
  stderr: string;
}

/** Narrows a line to an observation of one series. */
export function isSeries<S extends AgentObservation['series']>(series: S) {
  return (line: AgentLine): line is AgentObservation<S> & AgentLine => 'series' in line && line.series === series;
}

/** Narrows a line to one that has the property: `ready`, `trouble`, `throughput`, ... */
export function has<K extends string>(key: K) {
  return (line: AgentLine): line is Extract<AgentLine, Record<K, unknown>> => key in line;
}

/** Bundles the agent and installs it; disposing kills what still runs. */
export async function installAgent(): Promise<InstalledAgent> {
  const folder = mkdtempSync(join(tmpdir(), 'lvs-drill-agent-'));
  const file = join(folder, 'agent.cjs');
  writeFileSync(file, (await bundleAgent()).code);
  const children = new Set<ChildProcess>();
  return {
    folder,
    start(command, options, { env = {} } = {}) {
      const child = spawn(process.execPath, [file, command, JSON.stringify(options)], {
        cwd: folder,
        env: { ...process.env, NODE_PATH: '', ...env },
      });
      children.add(child);
      return watch(child);
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function watch(child: ReturnType<typeof spawn>): AgentUnderTest {
  const lines: AgentLine[] = [];
  const listeners = new Set<() => void>();
  let stderr = '';
  let rest = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) lines.push(JSON.parse(part) as AgentLine);
    for (const listener of listeners) listener();
  });
  child.stdin?.on('error', () => {});
  const ended = new Promise<AgentEnd>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, stderr }));
  });
  return {
    pid: child.pid ?? 0,
    lines,
    ended,
    send: (request) => void child.stdin?.write(`${JSON.stringify(request)}\n`),
    line: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find(wanted);
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then((end) => reject(new Error(`the agent ended (${end.exitCode}): ${end.stderr}`)));
      }),
    end() {
      child.stdin?.end();
      return ended;
    },
  };
}
