import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { indexedPng } from '../../reports/charts/indexed-png.ts';
import { settled } from './browser.ts';

/** Set to `update`, a picture that differs becomes the reference. */
export const picturesVariable = 'LVS_DRILL_PICTURES';

/** Device pixels per CSS pixel of the pictures: half of what a reader sees is enough to see what has moved or changed. */
export const pictureScale = 0.5;

/** Of a page only so much is compared, CSS pixels from its top. */
const clipHeight = 1600;

/**
 * How much of a picture may differ: another version of Chromium draws rims of letters otherwise. In all, and in the worst
 * of its tiles, because a small mistake drowns in a large picture. Chromium 155 and 156 differ by less than 0.00004 in all,
 * and by 0.004 of a tile.
 */
export const tolerance = { all: 0.003, tile: 0.05 };

/** Edge of a tile, device pixels. */
const tileSize = 32;

/** Of 1; how different a colour must be (pixelmatch: distance in YIQ). Above what `coarse` takes from it. */
const colourThreshold = 0.1;

/** Shades of red, green and blue that a reference is stored with: with 256 it would be half as large again. */
const shades = 8;

/** What two pictures differ in: shares of pixels, and a picture that shows where. */
export interface Difference {
  all: number;
  tile: number;
  diff: PNG;
}

/** The top of a page, as a PNG; the window is made as high as the picture, because Chromium fails to draw much more at times. */
export async function pictureOf(page: Page): Promise<PNG> {
  const { width, height } = await page.evaluate(() => ({
    width: innerWidth,
    height: document.documentElement.scrollHeight,
  }));
  await page.setViewportSize({ width, height: Math.min(height, clipHeight) });
  await settled(page);
  return PNG.sync.read(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
}

/** Compares two pictures of one size. */
export function differenceOf(actual: PNG, expected: PNG): Difference {
  const { width, height } = actual;
  const diff = new PNG({ width, height });
  pixelmatch(actual.data, expected.data, diff.data, width, height, {
    threshold: colourThreshold,
    includeAA: true,
    diffMask: true,
  });
  const columns = Math.ceil(width / tileSize);
  const tiles = new Map<number, number>();
  let differing = 0;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    if (diff.data[4 * pixel + 3] === 0) continue;
    differing += 1;
    const tile = Math.floor(Math.floor(pixel / width) / tileSize) * columns + Math.floor((pixel % width) / tileSize);
    tiles.set(tile, (tiles.get(tile) ?? 0) + 1);
  }
  return { all: differing / (width * height), tile: Math.max(0, ...tiles.values()) / tileSize ** 2, diff };
}

/**
 * Compares a picture with its reference in `test/browser/pictures/`. Null when they agree; else a sentence that names the
 * files to look at and how to accept the picture. With `LVS_DRILL_PICTURES=update` it becomes the reference.
 */
export async function pictureMistake(name: string, actual: PNG, env = process.env): Promise<string | null> {
  const reference = fileURLToPath(new URL(`pictures/${name}.png`, import.meta.url));
  const expected = await readFile(reference).then(
    (bytes) => PNG.sync.read(bytes),
    () => null,
  );
  const found = judged(actual, expected);
  if (found === null) return null;
  if (env[picturesVariable] === 'update') {
    await writeFile(reference, encoded(actual));
    return null;
  }
  const folder = join(tmpdir(), 'lvs-drill-pictures');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await writeFile(path, encoded(actual));
  if (found.diff !== null) await writeFile(join(folder, `${name}-diff.png`), PNG.sync.write(found.diff));
  const beside = found.diff === null ? '' : `, ${name}-diff.png beside it shows where`;
  return `${name}: ${found.what}. Look at ${path}${beside}; ${picturesVariable}=update npm run test:browser accepts it.`;
}

/** What is wrong with a picture; null where nothing is. */
function judged(actual: PNG, expected: PNG | null): { what: string; diff: PNG | null } | null {
  if (expected === null) return { what: 'there is no reference yet', diff: null };
  const size = ({ width, height }: PNG) => `${width} x ${height}`;
  if (size(actual) !== size(expected))
    return { what: `it is ${size(actual)} pixels, the reference ${size(expected)}`, diff: null };
  const { all, tile, diff } = differenceOf(actual, expected);
  if (all <= tolerance.all && tile <= tolerance.tile) return null;
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  const limits = `${percent(tolerance.all)} and ${percent(tolerance.tile)} may`;
  return { what: `${percent(all)} of it differ, and ${percent(tile)} of one tile; ${limits}`, diff };
}

function encoded({ width, height, data }: PNG): Buffer {
  return indexedPng({ width, height, rgba: data.map(coarse) });
}

/** A byte, rounded to the nearest shade; black and white stay what they are. */
function coarse(byte: number): number {
  return Math.round((Math.round((byte / 255) * (shades - 1)) * 255) / (shades - 1));
}
