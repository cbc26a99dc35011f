import { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { DrillError, messageOf } from '../errors.ts';
import { followProgress } from './progress.ts';
import { type TarFile, tarOf } from './tar.ts';

/** What one image is built from. */
export interface ImageBuild {
  /** Full name with tag. */
  tag: string;
  /** The build context; one of the files is `Dockerfile`. */
  files: TarFile[];
  labels: Record<string, string>;
  /** HTTP proxy that build containers reach through the engine's own network; absent: they need none. */
  buildProxy?: string;
}

/**
 * Builds an image with the engine's classic builder, the one that every engine has (Debian's has no other).
 * Not testcontainers' `build()`: that reports a failed `RUN` as success when an image of that name exists.
 * Throws a `DrillError` with the last lines of output when a step fails.
 */
export async function buildImage(docker: Dockerode, build: ImageBuild, onLine: (line: string) => void): Promise<void> {
  const what = `Building the image ${build.tag}`;
  const stream = await docker
    .buildImage(Readable.from([tarOf(build.files)]), {
      t: build.tag,
      version: '1',
      rm: true,
      forcerm: true,
      labels: build.labels,
      // The proxy listens where the engine itself can reach it: hence the engine's own network for the build.
      ...(build.buildProxy === undefined ? {} : { networkmode: 'host', buildargs: { http_proxy: build.buildProxy } }),
    })
    .catch((error: unknown) => {
      throw new DrillError(`${what} was refused by the engine: ${messageOf(error)}`, { cause: error });
    });
  await followProgress(stream, what, onLine).catch((error: unknown) => {
    throw new DrillError(messageOf(error), {
      remedy:
        "Images are built from Debian's packages, once per engine: check that what this engine builds reaches them, for example with `docker run --rm debian:trixie-slim apt-get update`.",
      cause: error,
    });
  });
}
