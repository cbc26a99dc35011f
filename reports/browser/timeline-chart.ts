import {
  Chart,
  type ChartConfiguration,
  Filler,
  Legend,
  LinearScale,
  LineElement,
  LogarithmicScale,
  type Plugin,
  PointElement,
  ScatterController,
  SubTitle,
  Title,
} from 'chart.js';
import annotation from 'chartjs-plugin-annotation';
import zoom from 'chartjs-plugin-zoom';
import { dark, light } from '../charts/theme.ts';
import { timelineConfig } from '../charts/timeline-config.ts';
import type { Timeline, TimelineScene } from '../timeline-nouns.ts';
import { narrowestS, type Stretch } from './timeline-window.ts';

/** Narrower than this the letters are smaller, CSS pixels. */
const narrowPx = 560;

/** Makes known what timelines are drawn with; once in a page. */
export function registerCharts(): void {
  Chart.register(ScatterController, LinearScale, LogarithmicScale, PointElement, LineElement);
  // The types of both plugins do not resolve under NodeNext.
  const plugins = [annotation, zoom] as unknown as Plugin[];
  Chart.register(Filler, Legend, Title, SubTitle, ...plugins);
}

/** What a chart is made of. */
export interface ChartParts {
  timeline: Timeline;
  scene: TimelineScene;
  subtitle: string;
  /** What is in view at first. */
  view: Stretch;
  /** Told of what is in view now, at first too. */
  onView: (view: Stretch) => void;
}

/** Draws the configuration that the picture was drawn from too, in the colours of the page, and lets the time axis zoom. */
export function drawChart(canvas: HTMLCanvasElement, parts: ChartParts): Chart {
  const { timeline, scene, subtitle, view, onView } = parts;
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  const theme = isDark ? dark : light;
  const narrow = (canvas.parentElement?.clientWidth ?? narrowPx) < narrowPx;
  const { options, ...config } = timelineConfig(timeline, scene, { subtitle, theme, narrow });
  const zoomOptions = {
    limits: { x: { min: timeline.fromS, max: timeline.toS, minRange: narrowestS } },
    pan: { enabled: true, mode: 'x', modifierKey: 'shift', threshold: 5 },
    zoom: {
      mode: 'x',
      // Without a key the wheel scrolls the page, also over a chart.
      wheel: { enabled: true, modifierKey: 'ctrl' },
      pinch: { enabled: true },
      drag: { enabled: true, threshold: 6, backgroundColor: 'rgba(86, 180, 233, 0.25)' },
    },
  };
  const made: ChartConfiguration = {
    ...config,
    options: {
      ...options,
      responsive: true,
      maintainAspectRatio: false,
      // Nothing in the canvas reacts by itself: the cursor and the readout belong to the page.
      events: [],
      font: { family: 'system-ui, sans-serif', size: narrow ? 10 : 12 },
      plugins: { ...options?.plugins, zoom: zoomOptions },
      scales: { ...options?.scales, x: { ...options?.scales?.x, min: view.from, max: view.to } },
    },
    plugins: [
      {
        id: 'view',
        afterUpdate: ({ scales }: Chart) => onView({ from: scales.x?.min ?? view.from, to: scales.x?.max ?? view.to }),
      },
    ],
  } as ChartConfiguration;
  const chart = new Chart(canvas, made);
  // Fingers scroll the page up and down; pinching and swiping are the chart's.
  canvas.style.touchAction = 'pan-y';
  return chart;
}
