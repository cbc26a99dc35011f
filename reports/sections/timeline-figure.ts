import type { TrialView } from '../content.ts';
import { formatNumber, trialNumber } from '../format.ts';
import { type Html, html, scriptJson } from '../html.ts';
import type { Timeline, TimelineScene } from '../timeline-nouns.ts';
import { figure, picture } from './figure.ts';

/** A trial with something to draw. */
export type DrawnTrial = TrialView & {
  timeline: NonNullable<TrialView['timeline']>;
  drawing: NonNullable<TrialView['drawing']>;
};

/** What all charts of a page have in common, for the browser. */
export function sceneData(scene: TimelineScene): Html {
  return data('timeline-scene', scriptJson(scene));
}

/**
 * The timeline of a trial: its picture, in a box in which a browser draws the chart with the data that stand beside it,
 * and room for the chart's buttons and what it reads out. Without data it is a figure like any other.
 */
export function timelineFigure({ measurement, timeline, drawing, chart }: DrawnTrial): Html {
  const caption = html`${marksOf(timeline)}${chart?.words ?? null}`;
  if (chart === null || chart.json === null) return figure(drawing, caption);
  const { name, heightPx } = drawing;
  const number = trialNumber(measurement);
  return html`<figure id="chart-${name}" class="timeline" data-timeline="${number}">
<div class="timeline-box" data-state="still" style="--height: ${heightPx}px">${picture(drawing)}</div>
<div class="timeline-panel"><div class="timeline-buttons" role="group" aria-label="Zoom of trial ${number}"></div>
<div class="readout" id="timeline-readout-${number}" role="status" aria-label="Trial ${number} at an instant" tabindex="0"></div></div>
${data(`timeline-data-${number}`, chart.json)}
<figcaption>${caption} <a href="charts/${name}.png">charts/${name}.png</a></figcaption>
</figure>`;
}

function data(id: string, json: string): Html {
  return html`<script type="application/json" id="${id}">${{ markup: json }}</script>`;
}

function marksOf({ marks, origin }: Pick<Timeline, 'marks' | 'origin'>): Html {
  const items = marks.map(
    ({ letter, atS, what }) => html`<li><b>${letter}</b> ${what}: ${atS > 0 && '+'}${formatNumber(atS, 3)} s</li>`,
  );
  return html`Seconds since ${origin}:<ol>${items}</ol>`;
}
