import { text } from 'node:stream/consumers';
import type Dockerode from 'dockerode';
import { DrillError } from '../errors.ts';

/**
 * Runs argv in a privileged container of `image` without a network, the engine machine's root at /engine, and returns
 * what it printed. Throws a `DrillError` when it fails, and whatever the engine refuses it with. The container is removed
 * in any case, and carries our label, for the sweep, should it stay.
 */
export async function runOnce(docker: Dockerode, image: string, argv: string[]): Promise<string> {
  const container = await docker.createContainer({
    Image: image,
    Cmd: argv,
    Labels: { 'lvs-drill': '1' },
    Tty: true,
    HostConfig: { Privileged: true, NetworkMode: 'none', Binds: ['/:/engine'] },
  });
  try {
    const printed = text(await container.attach({ stream: true, stdout: true, stderr: true }));
    // Where the engine refuses to start it, that is what is told.
    printed.catch(() => {});
    await container.start();
    const { StatusCode: exitCode } = (await container.wait()) as { StatusCode: number };
    if (exitCode === 0) return await printed;
    throw new DrillError(`${argv[0]} in ${image} ended with exit code ${exitCode}: ${await printed}`);
  } finally {
    await container.remove({ force: true });
  }
}
