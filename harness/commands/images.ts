import type { Engine, Log } from '../engine/engine.ts';
import { ensureImages, type Images } from '../engine/images.ts';

/** Sees to it that an engine has all images, and returns their names. Throws a `DrillError` when one cannot be built. */
export function imagesOn(engine: Engine, log: Log): Promise<Images> {
  return engine.withPackages((proxyUrl) =>
    ensureImages(engine.docker, { log, ...(proxyUrl === undefined ? {} : { buildProxy: proxyUrl }) }),
  );
}
