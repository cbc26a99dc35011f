import type { TrialView } from '../content.ts';
import { formatNumber, trialNumber } from '../format.ts';
import { type Html, html, scriptJson } from '../html.ts';
import type { Timeline, TimelineScene } from '../timeline-nouns.ts';
import { figure } from './figure.ts';

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
 * The timeline of a trial: its picture, in a box in which a browser draws the chart with the data that stand beside it.
 * Without data it is a figure like any other.
 */
export function timelineFigure({ measurement, timeline, drawing, chart }: DrawnTrial): Html {
  const { name, alt, widthPx, heightPx, png } = drawing;
  const words = chart === null ? '' : chart.words;
  const caption = html`${marksOf(timeline)}${words} ${howToRead}`;
  if (chart === null || chart.json === null) return figure(drawing, caption);
  const number = trialNumber(measurement);
  return html`<figure id="chart-${name}" class="timeline" data-timeline="${number}">
<div class="timeline-box" data-state="still" style="--height: ${heightPx}px"><div class="scroll" role="region" aria-label="${name}" tabindex="0"><img src="data:image/png;base64,${png.toString('base64')}" width="${widthPx}" height="${heightPx}" alt="${alt}"></div></div>
<div class="timeline-panel">
<div class="timeline-buttons" role="group" aria-label="Zoom of trial ${number}">${buttons.map(
    ({ action, text }) => html`<button type="button" data-action="${action}">${text}</button>`,
  )}</div>
<div class="readout" id="timeline-readout-${number}" role="status" aria-live="polite" tabindex="0">${hint}</div>
</div>
${data(`timeline-data-${number}`, chart.json)}
<figcaption>${caption} <a href="charts/${name}.png">charts/${name}.png</a></figcaption>
</figure>`;
}

const buttons = [
  { action: 'zoom-in', text: 'Zoom in' },
  { action: 'zoom-out', text: 'Zoom out' },
  { action: 'pan-left', text: '← Earlier' },
  { action: 'pan-right', text: 'Later →' },
  { action: 'reset', text: 'Reset' },
];

const hint = html`<p>Point at an instant: every lane is read out here.</p>
<p>Zoom: drag over a stretch, Ctrl + wheel, or pinch. Move: Shift + drag, or swipe.</p>
<p>Keys, when the chart has the focus: + and - zoom, arrows move, Shift + arrows move the cursor, 0 or Escape shows all.</p>`;

const howToRead =
  'Share: of the answers, the first real server at the bottom. Weight: in the IPVS table of each director, the first one’s bar on top; as thick as the weight, dashed for 0, none where it is not in the table; tables are read every 0.1 s.';

function data(id: string, json: string): Html {
  return html`<script type="application/json" id="${id}">${{ markup: json }}</script>`;
}

function marksOf({ marks, origin }: Pick<Timeline, 'marks' | 'origin'>): Html {
  const items = marks.map(
    ({ letter, atS, what }) => html`<li><b>${letter}</b> ${what}: ${atS > 0 && '+'}${formatNumber(atS, 3)} s</li>`,
  );
  return html`Seconds since ${origin}:<ol>${items}</ol>`;
}
