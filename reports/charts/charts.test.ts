import { inflateSync } from 'node:zlib';
import type { ChartConfiguration } from 'chart.js';
import { beforeAll, expect, test } from 'vitest';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import { measureRun } from '../../harness/measure/trial.ts';
import { sharesOf } from '../shares.ts';
import { sceneOf, timelineOf } from '../timeline.ts';
import { failoverTimeChart } from './failover-time.ts';
import { indexedPng } from './indexed-png.ts';
import { seeThrough } from './palette.ts';
import { realServerShareChart } from './real-server-share.ts';
import { type Chart, createRenderer, type Drawing } from './render.ts';
import { timelineChart } from './timeline.ts';

const recording = syntheticRecording({ trialsPerFault: 1 });
const measurements = measureRun(recording);

function charts(): Chart[] {
  const timelines = measurements.flatMap((one) => timelineOf(recording, one) ?? []);
  return [
    failoverTimeChart(recording.run, measurements),
    realServerShareChart(recording.run, sharesOf(recording)),
    ...timelines.map((timeline) => timelineChart(timeline, sceneOf(recording.run), 'subtitle')),
  ];
}

/** Width, height and the palette index of every pixel. */
function decoded(png: Buffer) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const start = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)));
  const at = (x: number, y: number) => rows[y * (width + 1) + 1 + x];
  return { width, height, at };
}

/** Pixels that differ between two drawings in their uppermost tenth, where the title is. */
function differencesInTitle(a: Drawing, b: Drawing): number {
  const [one, other] = [decoded(a.png), decoded(b.png)];
  let count = 0;
  for (let y = 0; y < one.height / 10; y += 1)
    for (let x = 0; x < one.width; x += 1) if (one.at(x, y) !== other.at(x, y)) count += 1;
  return count;
}

const drawings: Drawing[] = [];

beforeAll(async () => {
  const render = createRenderer();
  for (const chart of charts()) drawings.push(await render(chart));
});

test('every chart is a PNG of the stated shape, with a name of its own and a text for those who do not see it', () => {
  expect(new Set(drawings.map((one) => one.name)).size).toBe(6);
  for (const { name, alt, png, widthPx, heightPx } of drawings) {
    expect(png.subarray(0, 8).toString('latin1'), name).toBe('\x89PNG\r\n\x1a\n');
    const { width, height } = decoded(png);
    expect(width / height, name).toBeCloseTo(widthPx / heightPx, 2);
    expect(width, name).toBeGreaterThan(widthPx);
    expect(alt.length, name).toBeGreaterThan(40);
    expect(png.length, name).toBeLessThan(100_000);
  }
});

test('drawing again gives the same bytes', async () => {
  const render = createRenderer();
  const again: Drawing[] = [];
  for (const chart of charts()) again.push(await render(chart));
  const bytes = (all: Drawing[]) => all.map(({ name, png }) => [name, png.toString('base64')]);
  expect(bytes(again)).toEqual(bytes(drawings));
});

test('text is drawn: another title gives other pixels, the same title the same', async () => {
  const render = createRenderer();
  const titled = (text: string) =>
    render({
      name: 'title',
      alt: 'A chart with a title.',
      widthPx: 400,
      heightPx: 300,
      config: (): ChartConfiguration => ({
        type: 'bar',
        data: { labels: [], datasets: [] },
        options: { plugins: { title: { display: true, text, font: { size: 20 } }, legend: { display: false } } },
      }),
    });
  const [one, same, other] = [await titled('WWWW µ≥'), await titled('WWWW µ≥'), await titled('iiii µ≥')];
  expect(differencesInTitle(one, same)).toBe(0);
  expect(differencesInTitle(one, other)).toBeGreaterThan(100);
});

test('the alternative text of a timeline tells the numbers', () => {
  const killed = drawings.find((one) => one.name.includes('kill-director'));
  expect(killed?.alt).toMatch(/first advert of director-2 at 3\.\d{3} s/);
  expect(killed?.alt).toMatch(/\d+ lost/);
});

test('up to 256 colours are kept exactly, more are rounded to a neighbour', () => {
  const few = Uint8Array.from([10, 20, 30, 255, 40, 50, 60, 255]);
  const small = indexedPng({ width: 2, height: 1, rgba: few });
  const palette = small.subarray(small.indexOf('PLTE') + 4);
  expect([...palette.subarray(0, 6)]).toEqual([10, 20, 30, 40, 50, 60]);
  expect(decoded(small).at(1, 0)).toBe(1);

  const many = Uint8Array.from(
    { length: 4 * 4096 },
    (_, index) => [index >> 6, index >> 3, index, 255][index % 4] ?? 0,
  );
  const large = indexedPng({ width: 64, height: 64, rgba: many });
  expect(large.readUInt32BE(large.indexOf('PLTE') - 4)).toBeLessThanOrEqual(256 * 3);
});

test('any CSS colour can be made see-through', () => {
  expect(seeThrough('#d62728', 0.5)).toBe('rgba(214, 39, 40, 0.5)');
  expect(seeThrough('rgb(1, 2, 3)', 0.25)).toBe('rgba(1, 2, 3, 0.25)');
  expect(seeThrough('no colour', 0.5)).toBe('rgba(138, 138, 138, 0.5)');
});

test('a name with control characters is drawn all the same', async () => {
  const named = structuredClone(recording.run);
  for (const fault of named.faults) fault.name += '\u0000\u001b';
  const spoilt = measurements.map((one) => ({ ...one, fault: `${one.fault}\u0000\u001b` }));
  const { png } = await createRenderer()(failoverTimeChart(named, spoilt));
  expect(decoded(png).width).toBeGreaterThan(100);
});
