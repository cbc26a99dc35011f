import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Dockerode from 'dockerode';
import { DrillError } from '../errors.ts';

/**
 * Runs argv in a privileged container of `image` without a network, the engine machine's root at /engine, and returns
 * what it printed. Throws a `DrillError` when it fails. The container carries our label, for the sweep, should it stay.
 */
export async function runOnce(docker: Dockerode, image: string, argv: string[]): Promise<string> {
  const output = new PassThrough();
  const collected = text(output);
  const [result, container] = await docker.run(image, argv, output, {
    Labels: { 'lvs-drill': '1' },
    Tty: true,
    HostConfig: { Privileged: true, NetworkMode: 'none', Binds: ['/:/engine'] },
  });
  await container.remove({ force: true });
  output.end();
  if (result.StatusCode !== 0) {
    throw new DrillError(`${argv[0]} in ${image} ended with exit code ${result.StatusCode}: ${await collected}`);
  }
  return collected;
}
