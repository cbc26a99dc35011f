import type Dockerode from 'dockerode';
import { withDeadline } from '../deadline.ts';
import { DrillError } from '../errors.ts';
import { waitUntil } from '../wait-until.ts';
import { followContainerLog } from './container-log.ts';
import { isRunning, startExec } from './exec.ts';
import { lineSplitter, textCollector } from './frames.ts';
import type { ExecResult, Node } from './interface.ts';

/** Longest run of a command that does not say otherwise, ms. */
const defaultTimeoutMs = 30_000;
/** The engine notices the death of a container at the latest after this, ms (seen: 0.4 s). */
const deathNoticedMs = 10_000;
/** Standard error of a command that goes on, characters kept. */
const keptStderrChars = 20_000;

/** What a node is made of. */
export interface NodeParts {
  docker: Dockerode;
  id: string;
  name: string;
  kind: Node['kind'];
  /** Called when the node has been started again. */
  onStarted(node: Node): Promise<void>;
}

/** One container as the rest of the harness sees it. */
export function createNode({ docker, id, name, kind, onStarted }: NodeParts): Node {
  const container = { id, node: name };
  const node: Node = {
    id,
    name,
    kind,

    async exec(argv, { timeoutMs = defaultTimeoutMs, allowFailure = false } = {}) {
      const startedAt = performance.now();
      const [stdout, stderr] = [textCollector(), textCollector()];
      const running = await startExec(docker, container, argv, { stdout, stderr });
      running.end();
      const exitCode = await withDeadline(running.ended, timeoutMs);
      const durationMs = performance.now() - startedAt;
      if (exitCode === 'late') running.abandon();
      const result: ExecResult = {
        argv,
        node: name,
        exitCode: typeof exitCode === 'number' ? exitCode : -1,
        durationMs,
        stdout: stdout.text(),
        stderr: stderr.text(),
      };
      if (exitCode === 'late') throw execError(result, `did not end within ${timeoutMs} ms`);
      if (exitCode === null) throw execError(result, 'was cut off by the death of the node');
      if (exitCode !== 0 && !allowFailure) throw execError(result, `ended with exit code ${exitCode}`);
      return result;
    },

    async stream(argv, onLine) {
      const stderr = textCollector(keptStderrChars);
      const running = await startExec(docker, container, argv, { stdout: lineSplitter(onLine), stderr });
      return {
        writeLine: (line) => running.write(`${line}\n`),
        end: running.end,
        ended: running.ended.then((exitCode) => ({ exitCode, stderr: stderr.text() })),
      };
    },

    followLog: (since, onLine) => followContainerLog(docker, container, since, onLine),

    async initPid() {
      const { State } = await docker.getContainer(id).inspect();
      return State.Running ? State.Pid : null;
    },

    async start() {
      await waitUntil(
        `the engine has noticed that ${name} is dead`,
        async () => !(await isRunning(docker, id)),
        deathNoticedMs,
      );
      await docker.getContainer(id).start();
      await onStarted(node);
    },
  };
  return node;
}

/** Of what a failed command printed before it failed, the end is told; standard error says why. */
const toldOutputChars = 250;

function execError(result: ExecResult, how: string): DrillError {
  const { node, argv, durationMs, stdout, stderr } = result;
  const output = [
    ...(stdout.trim() === '' ? [] : [`standard output: ${stdout.trim().slice(-toldOutputChars)}`]),
    ...(stderr.trim() === '' ? [] : [`standard error: ${stderr.trim().slice(-2000)}`]),
  ];
  const head = `The command ${JSON.stringify(argv)} in ${node} ${how} (after ${durationMs.toFixed(0)} ms).`;
  return new DrillError([head, ...output].join('\n'));
}
