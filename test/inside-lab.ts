import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type Dockerode from 'dockerode';
import { execa } from 'execa';
import { type CliResult, root } from './cli.ts';

/** Where the harness lies in its container; its results are below. */
const home = '/drill';

/** What of the checkout a command of lvs-drill needs: all but tests, documents and what tests alone are made with. */
const sources = ['harness', 'reports', 'suites', 'topologies', 'shims', 'package.json', 'tsconfig.json'];

/**
 * Runs `harness/cli.ts ...` in the lab's guest, as on a plain Debian machine with Docker: in a container with the
 * machine's own process and network namespaces, and the engine's socket where it lies by default. `image` has to bring
 * Node and nothing else. The run folders are unpacked to `<to>/results`, also those of a run that did not pass.
 */
export async function runInLab(docker: Dockerode, image: string, argv: string[], to: string): Promise<CliResult> {
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: ['node', '--import', 'tsx', 'harness/cli.ts'],
    Cmd: argv,
    WorkingDir: home,
    HostConfig: { NetworkMode: 'host', PidMode: 'host', Binds: ['/run/docker.sock:/var/run/docker.sock'] },
  });
  try {
    const pack = execa('tar', ['--create', '--file=-', ...(await filesOfHarness())], {
      cwd: root,
      buffer: false,
      stdin: 'ignore',
    });
    await Promise.all([container.putArchive(pack.stdout, { path: home }), pack]);
    const stream = await container.attach({ stream: true, stdout: true, stderr: true });
    const printed = new PassThrough();
    docker.modem.demuxStream(stream, printed, printed);
    stream.on('end', () => printed.end());
    await container.start();
    let output = '';
    for await (const chunk of printed) output += chunk;
    const { StatusCode: exitCode } = (await container.wait()) as { StatusCode: number };
    const results = await container.getArchive({ path: `${home}/results` }).catch(noneThere);
    if (results === null) return { exitCode, output };
    const unpack = execa('tar', ['--extract', '--file=-', '--no-same-owner'], { cwd: to });
    await Promise.all([pipeline(results, unpack.stdin), unpack]);
    return { exitCode, output };
  } finally {
    await container.remove({ force: true, v: true });
  }
}

/** A command that ended before it had any. */
function noneThere(error: { statusCode?: number }): null {
  if (error.statusCode === 404) return null;
  throw error;
}

/** Its sources, and the packages that package-lock.json does not name as needed for development alone. */
async function filesOfHarness(): Promise<string[]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: { [path: string]: { dev?: true } };
  };
  const packages = Object.entries(lock.packages)
    .filter(([path, { dev }]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && dev !== true)
    .map(([path]) => path)
    .filter((path) => existsSync(join(root, path)));
  const images = ['director', 'realserver', 'client'].map((name) => `Dockerfile.${name}`);
  return [...sources, ...images, ...packages];
}
