import { crc32, deflateSync } from 'node:zlib';

/** Opaque pixels, four bytes each: red, green, blue, and one that is not looked at. */
export interface Pixels {
  width: number;
  height: number;
  rgba: Uint8Array;
}

/**
 * Encodes a drawing as a PNG with a palette of at most 256 colours: a third of the size of a true-colour one, so that
 * a page can carry twenty timelines. Flat areas and lines keep their exact colour; only the blended rims of dots and
 * letters are rounded to a neighbour.
 */
export function indexedPng({ width, height, rgba }: Pixels): Buffer {
  const words = wordsOf(rgba);
  const colours = coloursOf(rgba, words);
  const palette = paletteOf(timesOf(colours));
  const indices = new Map<number, number>();
  const indexOf = new Map<number, number>();
  for (const [word, { colour }] of colours) {
    const index = indices.get(colour) ?? nearest(palette, colour);
    indices.set(colour, index);
    indexOf.set(word, index);
  }
  const rows = Buffer.alloc((width + 1) * height);
  let last = ~(words[0] ?? 0);
  let index = 0;
  for (let y = 0, pixel = 0; y < height; y += 1) {
    // The first byte of a row is its filter, 0: none. Differences between palette indices mean nothing.
    const row = y * (width + 1) + 1;
    for (let x = 0; x < width; x += 1, pixel += 1) {
      const word = words[pixel] ?? 0;
      if (word !== last) {
        last = word;
        index = indexOf.get(word) ?? 0;
      }
      rows[row + x] = index;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Bit depth 8, colour type 3: palette (PNG specification, 11.2.1).
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk('IDAT', deflateSync(rows, { level: compressionLevel })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Of 9: a timeline takes 5 ms and 54 kB; with 9 it takes 62 ms, which is a third of all that drawing does, and 50 kB. */
const compressionLevel = 6;

/** The pixels as one number each, in whichever order the machine reads bytes: signed ones, which V8 keeps unboxed. */
function wordsOf(rgba: Uint8Array): Int32Array {
  const aligned = rgba.byteOffset % 4 === 0 ? rgba : rgba.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
}

/** What each number is as 24 bits of red, green and blue, and how often it occurs. */
function coloursOf(rgba: Uint8Array, words: Int32Array): Map<number, { colour: number; times: number }> {
  const colours = new Map<number, { colour: number; times: number }>();
  let last = ~(words[0] ?? 0);
  let current = { colour: 0, times: 0 };
  for (let pixel = 0; pixel < words.length; pixel += 1) {
    const word = words[pixel] ?? 0;
    if (word !== last) {
      last = word;
      current = colours.get(word) ?? { colour: colourAt(rgba, 4 * pixel), times: 0 };
      colours.set(word, current);
    }
    current.times += 1;
  }
  return colours;
}

function colourAt(rgba: Uint8Array, offset: number): number {
  return ((rgba[offset] ?? 0) << 16) | ((rgba[offset + 1] ?? 0) << 8) | (rgba[offset + 2] ?? 0);
}

/** Numbers that differ only in the byte that is not looked at are one colour. */
function timesOf(colours: ReadonlyMap<number, { colour: number; times: number }>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { colour, times } of colours.values()) counts.set(colour, (counts.get(colour) ?? 0) + times);
  return counts;
}

/** The most frequent colour of each of the 256 most frequent neighbourhoods; all colours when they are few. */
function paletteOf(counts: Map<number, number>): number[] {
  const byFrequency = [...counts].sort(([a, timesA], [b, timesB]) => timesB - timesA || a - b);
  if (byFrequency.length <= 256) return byFrequency.map(([colour]) => colour);
  const neighbourhoods = new Map<number, { colour: number; times: number }>();
  for (const [colour, times] of byFrequency) {
    // The five upper bits of each of red, green and blue.
    const key = colour & 0xf8f8f8;
    const known = neighbourhoods.get(key);
    if (known === undefined) neighbourhoods.set(key, { colour, times });
    else known.times += times;
  }
  return [...neighbourhoods.values()]
    .sort((a, b) => b.times - a.times || a.colour - b.colour)
    .slice(0, 256)
    .map(({ colour }) => colour);
}

function nearest(palette: number[], colour: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  // Without an iterator: this is asked five thousand times a picture.
  for (let index = 0; index < palette.length; index += 1) {
    const candidate = palette[index] ?? 0;
    const red = (candidate >> 16) - (colour >> 16);
    const green = ((candidate >> 8) & 255) - ((colour >> 8) & 255);
    const blue = (candidate & 255) - (colour & 255);
    const distance = red * red + green * green + blue * blue;
    if (distance >= least) continue;
    least = distance;
    best = index;
  }
  return best;
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(data.length, 0);
  typed.copy(framed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}
