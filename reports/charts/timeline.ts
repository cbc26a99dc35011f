import { trialNumber } from '../format.ts';
import type { Timeline, TimelineScene } from '../timeline-nouns.ts';
import type { Chart } from './render.ts';
import { light } from './theme.ts';
import { altOf, timelineConfig, timelineHeightPx } from './timeline-config.ts';
import { distinctInPicture } from './timeline-requests.ts';

/** The picture of one trial, of all that was recorded of it. */
export function timelineChart(timeline: Timeline, scene: TimelineScene, subtitle: string): Chart {
  const { trial } = timeline;
  return {
    name: `timeline-${trialNumber(trial).padStart(2, '0')}-${trial.fault}`,
    alt: altOf(timeline),
    widthPx: 1100,
    heightPx: timelineHeightPx(timeline, scene),
    config: () => timelineConfig(distinctInPicture(timeline), scene, { subtitle, theme: light }),
  };
}
