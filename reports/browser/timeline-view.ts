import type { Chart } from 'chart.js';
import { altOf } from '../charts/timeline-config.ts';
import { type PackedTimeline, unpackTimeline } from '../pack-timeline.ts';
import type { TimelineScene } from '../timeline-nouns.ts';
import { type LaneReadout, readoutAt } from '../timeline-readout.ts';
import { drawChart } from './timeline-chart.ts';
import { actionOf, type TimelineAction } from './timeline-keys.ts';
import { panned, type Stretch, zoomed } from './timeline-window.ts';

/** A timeline that is drawn in the place of its picture. */
export interface TimelineView {
  /** Draws again, in the colours and for the width of now. */
  redraw(): void;
  isFocused(): boolean;
  /** Gives the place back to the picture. */
  remove(): void;
}

/** Where a timeline is drawn. */
export interface TimelinePlace {
  /** With the picture in it. */
  box: HTMLElement;
  /** What is at the cursor in words; a live region. */
  readout: HTMLElement;
  buttons: HTMLElement;
}

/** How much one key zooms, pans (part of the view), and moves the cursor (part of the view). */
const [zoomFactor, panPart, cursorPart] = [1.5, 0.2, 0.01];

/**
 * Draws a timeline into its box, over the picture. What is in view, and where the cursor is, can be read from the element
 * `.timeline-chart`: `data-from-s`, `data-to-s`, `data-cursor-s`.
 */
export function showTimeline(
  { box, readout, buttons }: TimelinePlace,
  json: string,
  scene: TimelineScene,
): TimelineView {
  const packed = JSON.parse(json) as PackedTimeline;
  const timeline = unpackTimeline(packed);
  const limits: Stretch = { from: timeline.fromS, to: timeline.toS };
  let view: Stretch = { ...limits };
  let chart: Chart | null = null;
  let cursorS: number | null = null;

  const element = document.createElement('div');
  element.className = 'timeline-chart';
  element.tabIndex = 0;
  element.setAttribute('role', 'application');
  element.setAttribute('aria-roledescription', 'zoomable timeline');
  element.setAttribute('aria-label', altOf(timeline));
  element.setAttribute('aria-describedby', readout.id);
  const canvas = document.createElement('canvas');
  const cursor = document.createElement('div');
  cursor.className = 'timeline-cursor';
  cursor.hidden = true;
  element.append(canvas, cursor);

  const onView = (now: Stretch) => {
    view = now;
    element.dataset.fromS = now.from.toFixed(4);
    element.dataset.toS = now.to.toFixed(4);
  };
  const placeCursor = () => {
    const axis = chart?.scales.x;
    const inView = axis !== undefined && cursorS !== null && cursorS >= view.from && cursorS <= view.to;
    cursor.hidden = !inView;
    if (!inView || chart === null || cursorS === null) return;
    cursor.style.transform = `translate(${axis.getPixelForValue(cursorS)}px, ${chart.chartArea.top}px)`;
    cursor.style.height = `${chart.chartArea.height}px`;
  };
  const moveCursor = (atS: number | null) => {
    cursorS = atS;
    if (atS === null) {
      delete element.dataset.cursorS;
      readout.replaceChildren(...hints.map(lineOf));
    } else {
      element.dataset.cursorS = atS.toFixed(4);
      readout.replaceChildren(...readoutAt(timeline, scene, atS).map(lineOf));
    }
    placeCursor();
  };
  const show = ({ from, to }: Stretch) => {
    chart?.zoomScale('x', { min: from, max: to }, 'none');
    placeCursor();
  };
  const redraw = () => {
    chart?.destroy();
    chart = drawChart(canvas, {
      ...{ timeline, scene, subtitle: packed.subtitle, view },
      onView: (now) => {
        onView(now);
        placeCursor();
      },
    });
    placeCursor();
  };
  const act = (action: TimelineAction) => {
    const middle = (view.from + view.to) / 2;
    const about = cursorS !== null && cursorS >= view.from && cursorS <= view.to ? cursorS : middle;
    switch (action) {
      case 'zoom-in':
        return show(zoomed(view, limits, zoomFactor, about));
      case 'zoom-out':
        return show(zoomed(view, limits, 1 / zoomFactor, about));
      case 'pan-left':
        return show(panned(view, limits, -panPart));
      case 'pan-right':
        return show(panned(view, limits, panPart));
      case 'reset':
        return show(limits);
      default: {
        const step = (view.to - view.from) * (action === 'cursor-left' ? -cursorPart : cursorPart);
        const atS = Math.min(limits.to, Math.max(limits.from, (cursorS ?? middle) + step));
        if (atS < view.from) show(panned(view, limits, -panPart));
        if (atS > view.to) show(panned(view, limits, panPart));
        return moveCursor(atS);
      }
    }
  };
  const follow = (event: PointerEvent) => {
    const axis = chart?.scales.x;
    const px = event.clientX - canvas.getBoundingClientRect().left;
    if (axis !== undefined && px >= axis.left && px <= axis.right) moveCursor(axis.getValueForPixel(px) ?? null);
  };
  element.addEventListener('pointermove', follow);
  element.addEventListener('pointerdown', follow);
  element.addEventListener('pointerleave', ({ pointerType }) => {
    // A finger that is lifted has left too: what it pointed at stays.
    if (pointerType === 'mouse') moveCursor(null);
  });
  element.addEventListener('keydown', (event) => {
    const action = actionOf(event);
    if (action === null) return;
    event.preventDefault();
    act(action);
  });

  box.append(element);
  redraw();
  moveCursor(null);
  buttons.replaceChildren(...buttonsFor(act));
  box.dataset.state = 'drawn';
  return {
    redraw,
    isFocused: () => element.contains(document.activeElement),
    remove: () => {
      chart?.destroy();
      element.remove();
      buttons.replaceChildren();
      readout.replaceChildren();
      box.dataset.state = 'still';
    },
  };
}

const hints = [
  { lane: 'Read', text: 'point at an instant: every lane is read out here.' },
  { lane: 'Zoom', text: 'drag over a stretch, Ctrl + wheel, or pinch.' },
  { lane: 'Move', text: 'Shift + drag, or swipe.' },
  {
    lane: 'Keys',
    text: 'on the focused chart: + and − zoom, arrows move, Shift + arrows move the cursor, 0 or Escape shows all.',
  },
];

function lineOf({ lane, text }: LaneReadout): HTMLElement {
  const line = document.createElement('p');
  const name = document.createElement('b');
  name.textContent = lane;
  line.dataset.lane = lane.toLowerCase();
  line.append(name, ` ${text}`);
  return line;
}

const buttonTexts: { action: TimelineAction; text: string; label: string }[] = [
  { action: 'zoom-in', text: '+', label: 'Zoom in' },
  { action: 'zoom-out', text: '−', label: 'Zoom out' },
  { action: 'pan-left', text: '←', label: 'Earlier' },
  { action: 'pan-right', text: '→', label: 'Later' },
  { action: 'reset', text: 'Reset', label: 'Reset zoom' },
];

function buttonsFor(act: (action: TimelineAction) => void): HTMLElement[] {
  return buttonTexts.map(({ action, text, label }) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.action = action;
    button.textContent = text;
    button.title = label;
    button.setAttribute('aria-label', label);
    button.addEventListener('click', () => act(action));
    return button;
  });
}
