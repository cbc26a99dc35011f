import type { TimelineScene } from '../timeline-nouns.ts';
import { registerCharts } from './timeline-chart.ts';
import { showTimeline, type TimelineView } from './timeline-view.ts';

/** So many charts are kept at a time: one is some megabytes of pixels. */
const keptAtMost = 8;

/** Drawn this long before it is scrolled into view, CSS pixels. */
const aheadPx = 300;

/**
 * Has every timeline of the page drawn in the place of its picture when it comes into view. Those that were out of view for
 * longest become pictures again when there are too many.
 */
export function startTimelines(): void {
  const figures = [...document.querySelectorAll<HTMLElement>('figure[data-timeline]')];
  const scene = JSON.parse(textOf('timeline-scene') ?? 'null') as TimelineScene | null;
  if (scene === null || figures.length === 0) return;
  registerCharts();
  const views = new Map<HTMLElement, TimelineView>();
  const inView = new Set<HTMLElement>();

  const show = (figure: HTMLElement) => {
    const part = (name: string) => figure.querySelector<HTMLElement>(`.${name}`);
    const [box, readout, buttons] = [part('timeline-box'), part('readout'), part('timeline-buttons')];
    const json = textOf(`timeline-data-${figure.dataset.timeline}`);
    if (box === null || readout === null || buttons === null || json === null) return;
    const known = views.get(figure) ?? showTimeline({ box, readout, buttons }, json, scene);
    // The last one shown stands last.
    views.delete(figure);
    views.set(figure, known);
    for (const [other, view] of views) {
      if (views.size <= keptAtMost) break;
      if (inView.has(other) || view.isFocused()) continue;
      view.remove();
      views.delete(other);
    }
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const figure = target as HTMLElement;
        if (!isIntersecting) {
          inView.delete(figure);
          continue;
        }
        inView.add(figure);
        show(figure);
      }
    },
    { rootMargin: `${aheadPx}px 0px` },
  );
  for (const figure of figures) watcher.observe(figure);
  const redrawAll = () => {
    for (const view of views.values()) view.redraw();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawAll);
  matchMedia('(max-width: 640px)').addEventListener('change', redrawAll);
}

function textOf(id: string): string | null {
  return document.getElementById(id)?.textContent ?? null;
}
