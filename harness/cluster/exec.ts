import type { Duplex } from 'node:stream';
import type Dockerode from 'dockerode';
import { DrillError, messageOf } from '../errors.ts';
import { waitUntil } from '../wait-until.ts';
import { type ChunkSink, demultiplexer } from './frames.ts';

/** A process that was started inside a container. */
export interface ExecProcess {
  write(text: string): void;
  /** Closes its standard input. */
  end(): void;
  /** Gives up reading; the process itself may go on. */
  abandon(): void;
  /** Its exit code, or null when the container died. Never rejects. */
  ended: Promise<number | null>;
}

/** A process killed by SIGKILL: 128 + 9. */
const killedExitCode = 137;

/** Throws a `DrillError` when the container does not run or has no such program. */
export async function startExec(
  docker: Dockerode,
  container: { id: string; node: string },
  argv: readonly string[],
  sinks: { stdout: ChunkSink; stderr: ChunkSink },
): Promise<ExecProcess> {
  let exec: Dockerode.Exec;
  let stream: Duplex;
  try {
    exec = await docker.getContainer(container.id).exec({
      Cmd: [...argv],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    });
    stream = await exec.start({ hijack: true, stdin: true });
  } catch (error) {
    throw notStarted(container.node, argv, error);
  }
  const output = demultiplexer(sinks.stdout, sinks.stderr);
  const closed = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Buffer) => output.push(chunk));
    // The engine's connection may break with the container, so an error only means that it has ended.
    for (const event of ['end', 'close', 'error']) stream.on(event, () => resolve());
  });
  return {
    write: (text) => void (stream.writable && stream.write(text)),
    end: () => void stream.end(),
    abandon: () => void stream.destroy(),
    ended: closed.then(() => {
      output.end();
      stream.destroy();
      return exitCodeOf(docker, container.id, exec);
    }),
  };
}

/** Runs argv without waiting for it and without its output. Throws a `DrillError` when it cannot be started. */
export async function startDetached(
  docker: Dockerode,
  container: { id: string; node: string },
  argv: readonly string[],
): Promise<void> {
  try {
    const exec = await docker.getContainer(container.id).exec({ Cmd: [...argv] });
    await exec.start({ Detach: true });
  } catch (error) {
    throw notStarted(container.node, argv, error);
  }
}

async function exitCodeOf(docker: Dockerode, id: string, exec: Dockerode.Exec): Promise<number | null> {
  try {
    let exitCode: number | null = null;
    await waitUntil(
      'the engine knows the exit code',
      async () => {
        exitCode = (await exec.inspect()).ExitCode;
        return exitCode !== null;
      },
      2000,
      20,
    );
    if (exitCode !== killedExitCode) return exitCode;
    // Killed alone, or together with its container? The engine notices the container's death a little later.
    await waitUntil('the engine has noticed', async () => !(await isRunning(docker, id)), 1000).catch(() => {});
    return (await isRunning(docker, id)) ? exitCode : null;
  } catch {
    return null;
  }
}

/** Whether the engine believes that the container runs; it learns of a death up to half a second late. */
export async function isRunning(docker: Dockerode, id: string): Promise<boolean> {
  return (await docker.getContainer(id).inspect()).State.Running;
}

function notStarted(node: string, argv: readonly string[], error: unknown): DrillError {
  const killed =
    (error as { statusCode?: number }).statusCode === 409 || (error as { statusCode?: number }).statusCode === 404;
  const why = killed ? 'its container does not run, so something else ended it' : messageOf(error).trim();
  return new DrillError(`Could not run ${JSON.stringify(argv)} on ${node}: ${why}.`, { cause: error });
}
