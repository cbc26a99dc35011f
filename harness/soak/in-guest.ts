import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Dockerode from 'dockerode';
import { withDeadline } from '../deadline.ts';
import { baseImageName } from '../engine/base-image.ts';
import { DrillError } from '../errors.ts';

/** What the containers in which a soak acts carry: not the harness's own label, which its sweeps look for. */
export const soakLabel = 'lvs-drill.soak';

/** A script that has not ended after this never will: the engine that ran it is gone, and its connection was left open. */
const deadlineMs = 20_000;

/**
 * Runs a shell script on the engine's machine, in all the namespaces of its first process, and returns what it printed.
 * `$1` and so on are `args`. Throws a `DrillError` when it fails or does not end.
 */
export async function inGuest(docker: Dockerode, script: string, args: readonly string[] = []): Promise<string> {
  const output = new PassThrough();
  const collected = text(output);
  const enter = ['nsenter', '--target', '1', '--mount', '--uts', '--ipc', '--net', '--'];
  const running: Promise<[{ StatusCode: number }, Dockerode.Container]> = docker.run(
    baseImageName,
    [...enter, 'sh', '-c', script, 'sh', ...args],
    output,
    {
      Labels: { [soakLabel]: '1' },
      Tty: true,
      HostConfig: { Privileged: true, PidMode: 'host', NetworkMode: 'none' },
    },
  );
  const ended = await withDeadline(running, deadlineMs);
  if (ended === 'late') throw new DrillError('A script of the soak in the guest did not end.');
  const [result, container] = ended;
  await container.remove({ force: true });
  output.end();
  if (result.StatusCode !== 0) {
    throw new DrillError(`A script of the soak in the guest ended with ${result.StatusCode}: ${await collected}`);
  }
  return collected;
}
