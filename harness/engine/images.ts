import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import type Dockerode from 'dockerode';
import { bundleAgent } from '../load/bundle-agent.ts';
import { type BaseImageOptions, baseImageName, ensureBaseImage, hasImage } from './base-image.ts';
import { buildImage } from './build-image.ts';
import { type TarFile, tarOf } from './tar.ts';

/** Full names, with tag, of the images that a cluster is made of. */
export interface Images {
  director: string;
  realServer: string;
  client: string;
}

/** The base image's name, and each image's content key (16 hexadecimal digits). */
export interface ImageKeys extends Images {
  base: string;
}

/**
 * `buildProxy` is the URL of an HTTP proxy that the engine can reach, and through which build containers get their
 * packages; absent: they have a network of their own.
 */
export type ImageOptions = BaseImageOptions;

type ImageName = keyof Images;

const root = new URL('../../', import.meta.url);
/** `context`: folders below harness/cluster/images, whose files all lie side by side in the build. */
const recipes: Record<ImageName, { dockerfile: string; context: string[]; repository: string }> = {
  director: { dockerfile: 'Dockerfile.director', context: ['director', 'httpd'], repository: 'lvs-drill/director' },
  realServer: {
    dockerfile: 'Dockerfile.realserver',
    context: ['realserver', 'httpd'],
    repository: 'lvs-drill/realserver',
  },
  client: { dockerfile: 'Dockerfile.client', context: ['client'], repository: 'lvs-drill/client' },
};
const imageNames: readonly ImageName[] = ['director', 'realServer', 'client'];

/**
 * What each image is made from, as one key each: its Dockerfile, its build context and the base's name. Needs no
 * engine, so that a disk with the images on it can be kept under these keys. A newer base of the same name does not
 * change them.
 */
export async function imageKeys(): Promise<ImageKeys> {
  const [director, realServer, client] = await Promise.all(
    imageNames.map(async (name) => keyOf(await contextOf(name))),
  );
  return { base: baseImageName, director: director ?? '', realServer: realServer ?? '', client: client ?? '' };
}

/**
 * Sees to it that the engine has all images, building those whose inputs it has not seen yet, and returns their
 * names. Throws a `DrillError` when a build fails or no base image can be had.
 */
export async function ensureImages(docker: Dockerode, options: ImageOptions): Promise<Images> {
  const images: Images = { director: '', realServer: '', client: '' };
  const missing: { name: ImageName; tag: string; files: TarFile[] }[] = [];
  await Promise.all(
    imageNames.map(async (name) => {
      const files = await contextOf(name);
      const tag = `${recipes[name].repository}:${keyOf(files)}`;
      images[name] = tag;
      if (!(await hasImage(docker, tag))) missing.push({ name, tag, files });
    }),
  );
  if (missing.length === 0) return images;
  await ensureBaseImage(docker, options);
  await Promise.all(
    missing.map(async ({ tag, files }) => {
      options.log(`building ${tag}`);
      await buildImage(
        docker,
        {
          tag,
          files,
          labels: { 'lvs-drill.image': '1' },
          ...(options.buildProxy === undefined ? {} : { buildProxy: options.buildProxy }),
        },
        // apt alone would print a thousand lines; when a step fails, its output comes with the error.
        (line) => {
          if (line.startsWith('Step ')) options.log(`${tag.split(':')[0]}: ${line.slice(0, 60)}`);
        },
      );
      options.log(`built ${tag}`);
    }),
  );
  return images;
}

function keyOf(files: readonly TarFile[]): string {
  return createHash('sha256').update(`${baseImageName}\n`).update(tarOf(files)).digest('hex').slice(0, 16);
}

async function contextOf(name: ImageName): Promise<TarFile[]> {
  const { dockerfile, context } = recipes[name];
  const files = (await Promise.all(context.map(filesOf))).flat();
  files.push(await tarFile(new URL(dockerfile, root), 'Dockerfile'));
  if (name === 'client') {
    files.push({ path: 'agent.cjs', content: (await bundleAgent()).code, executable: false });
  }
  return files;
}

async function filesOf(context: string): Promise<TarFile[]> {
  const folder = new URL(`harness/cluster/images/${context}/`, root);
  return Promise.all((await readdir(folder)).map((file) => tarFile(new URL(file, folder), file)));
}

async function tarFile(url: URL, path: string): Promise<TarFile> {
  const [content, { mode }] = await Promise.all([readFile(url), stat(url)]);
  return { path, content, executable: (mode & 0o100) !== 0 };
}
