import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RunningCommand } from '../cluster/interface.ts';
import type { AgentCommands } from '../load/agent-argv.ts';
import { bundleAgent } from '../load/bundle-agent.ts';

/** The agent on this machine's own kernel, beside a server that answers at once. */
export interface Loopback extends AsyncDisposable {
  port: number;
  /** Runs a command of the agent and hands on each line that it prints. */
  run<C extends keyof AgentCommands>(
    command: C,
    options: AgentCommands[C],
    onLine: (line: string) => void,
  ): RunningCommand;
}

/** Answers each connection once, as a real server does, and closes it. A process of its own: it is not what is measured. */
const server = `
const answer = Buffer.from('HTTP/1.1 200 OK\\r\\nX-Real-Server: loopback\\r\\nContent-Length: 9\\r\\nConnection: close\\r\\n\\r\\nloopback\\n');
const server = require('node:net').createServer((socket) => {
  socket.once('data', () => socket.end(answer));
  socket.on('error', () => {});
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(server.address().port));
process.stdin.on('end', () => process.exit()).resume();`;

/** Starts the server and bundles the agent; disposing ends all that still runs. */
export async function openLoopback(): Promise<Loopback> {
  const folder = await mkdtemp(join(tmpdir(), 'lvs-drill-loopback-'));
  const agent = join(folder, 'agent.cjs');
  await writeFile(agent, (await bundleAgent()).code);
  const children = new Set<ChildProcess>();
  const start = (args: string[]) => {
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    children.add(child);
    // A process that ends while it is written to is told of by its end.
    child.stdin.on('error', () => {});
    return child;
  };
  const serving = start(['--eval', server]);
  const [said] = (await once(serving.stdout, 'data')) as [Buffer];
  return {
    port: Number(said.toString()),
    run(command, options, onLine) {
      const child = start([agent, command, JSON.stringify(options)]);
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      createInterface({ input: child.stdout }).on('line', onLine);
      return {
        writeLine: (line) => void child.stdin.write(`${line}\n`),
        end: () => void child.stdin.end(),
        ended: once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number | null, stderr })),
      };
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
