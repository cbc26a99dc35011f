import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ChartConfiguration, Chart as DrawnChart } from 'chart.js';
import { ChartJSNodeCanvas, type MimeType } from 'chartjs-node-canvas';
import { indexedPng } from './indexed-png.ts';

/** A chart that is ready to be drawn. */
export interface Chart {
  /** File name without `.png`; kebab-case and unique in a report. */
  name: string;
  /** What a reader who cannot see it should know: the alternative text. */
  alt: string;
  /** Size on the page, CSS pixels. */
  widthPx: number;
  heightPx: number;
  /** Builds the configuration anew on every call: drawing changes the object it is given. */
  config: () => ChartConfiguration;
}

/** A chart and its picture. */
export interface Drawing extends Omit<Chart, 'config'> {
  png: Buffer;
  /** The page has no room for it, and links to its file instead. */
  linked?: true;
}

/** Draws charts, one after the other. */
export type Renderer = (chart: Chart) => Promise<Drawing>;

/** Name under which the fonts are registered: unlike any system font, so that a picture is the same on every machine. */
const fontFamily = 'DrillSans';

/** Device pixels per CSS pixel: sharp on a high-resolution screen, and twenty timelines stay below 3 MB. */
const pixelRatio = 1.5;

/** The canvas knows this type too: the pixels as they are. chartjs-node-canvas passes it on, but does not list it. */
const raw = 'raw' as MimeType;

/**
 * Makes a renderer. Text needs a font that is registered here: without one it vanishes from the picture without
 * an error. Both weights are registered, else bold is drawn from the regular one.
 */
export function createRenderer(): Renderer {
  const canvases = new Map<string, ChartJSNodeCanvas>();
  return async (chart) => {
    const { config, ...facts } = chart;
    const size = `${chart.widthPx}x${chart.heightPx}`;
    const canvas = canvases.get(size) ?? canvasOf(chart.widthPx, chart.heightPx);
    canvases.set(size, canvas);
    const drawn: Drawn = {};
    const rgba = await canvas.renderToBuffer(onPaper(config(), drawn), raw);
    await letGo(drawn);
    const [width, height] = [chart.widthPx * pixelRatio, chart.heightPx * pixelRatio].map(Math.floor);
    return { ...facts, png: indexedPng({ width: width ?? 0, height: height ?? 0, rgba }) };
  };
}

function canvasOf(width: number, height: number): ChartJSNodeCanvas {
  const canvas = new ChartJSNodeCanvas({
    width,
    height,
    // By name: the renderer loads its own copy of chart.js, and a plugin imported here would belong to another.
    plugins: { modern: ['chartjs-plugin-annotation'] },
    chartCallback: (chartJs) => {
      chartJs.defaults.font.family = fontFamily;
      chartJs.defaults.font.size = 12;
      chartJs.defaults.color = '#333333';
      chartJs.defaults.borderColor = '#e4e4e4';
      chartJs.defaults.devicePixelRatio = pixelRatio;
    },
  });
  const fonts = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  canvas.registerFont(join(fonts, 'DejaVuSans.ttf'), { family: fontFamily });
  canvas.registerFont(join(fonts, 'DejaVuSans-Bold.ttf'), { family: fontFamily, weight: 'bold' });
  return canvas;
}

/** What a chart was drawn on. */
interface Drawn {
  canvas?: { width: number; height: number };
}

/**
 * Frees the pixels: 8 MB for a timeline, of which JavaScript's garbage collection knows nothing, so that 168 of them
 * were 2.8 GB. What it does let go is freed between two turns of the event loop.
 */
async function letGo({ canvas }: Drawn): Promise<void> {
  if (canvas !== undefined) {
    canvas.width = 1;
    canvas.height = 1;
  }
  await setImmediate();
}

/** Names in a chart come from outside, and the canvas throws at a NUL: it is given blanks for control characters. */
function takesAnyText(ctx: DrawnChart['ctx']): void {
  const { fillText, strokeText, measureText } = ctx;
  const plain = (text: string) => String(text).replace(/\p{Cc}/gu, ' ');
  ctx.fillText = (text: string, ...place: [number, number, number?]) => fillText.call(ctx, plain(text), ...place);
  ctx.strokeText = (text: string, ...place: [number, number, number?]) => strokeText.call(ctx, plain(text), ...place);
  ctx.measureText = (text: string) => measureText.call(ctx, plain(text));
}

/** White paper behind the chart, so that it reads the same on a light and on a dark page. Tells what it is drawn on. */
function onPaper(config: ChartConfiguration, drawn: Drawn): ChartConfiguration {
  const paper: NonNullable<ChartConfiguration['plugins']>[number] = {
    id: 'paper',
    beforeInit: ({ ctx }) => takesAnyText(ctx),
    beforeDraw: ({ ctx, canvas, width, height }) => {
      drawn.canvas = canvas;
      ctx.save();
      ctx.fillStyle = '#ffffff';
      ctx.fillRect(0, 0, width, height);
      ctx.restore();
    },
  };
  return { ...config, plugins: [paper, ...(config.plugins ?? [])] };
}
