import type { Content, TrialView } from '../content.ts';
import { formatNumber, trialNumber } from '../format.ts';
import { type Html, html, type Section } from '../html.ts';
import type { Timeline } from '../timeline.ts';
import { figure } from './figure.ts';

/** One timeline per trial, under its fault. */
export function timelinesSection({ trials, recording }: Content): Section {
  const rest = [...new Set(trials.map((one) => one.measurement.fault))].map((fault) => {
    const facts = recording.run.faults.find((one) => one.name === fault);
    return html`<h3>${fault}</h3>
${facts !== undefined && html`<p>${facts.summary}</p>`}
${trials.filter((one) => one.measurement.fault === fault).map(trialFigure)}`;
  });
  return {
    id: 'timelines',
    title: 'Timelines',
    body: rest.length === 0 ? html`<p>No trial was recorded.</p>` : html`${rest}`,
  };
}

function trialFigure({ measurement, timeline, drawing }: TrialView): Html {
  const number = trialNumber(measurement);
  const error = timeline?.trial.error;
  return html`
${error !== undefined && html`<p>Trial ${number} could not be completed: ${error}</p>`}
${
  timeline === null || drawing === null
    ? html`<p>Trial ${number} did not get as far as its fault: there is nothing to draw.</p>`
    : figure(drawing, marksOf(timeline))
}`;
}

function marksOf({ marks, origin }: Pick<Timeline, 'marks' | 'origin'>): Html {
  const items = marks.map(
    ({ letter, atS, what }) => html`<li><b>${letter}</b> ${what}: ${atS > 0 && '+'}${formatNumber(atS, 3)} s</li>`,
  );
  return html`Seconds since ${origin}:<ol>${items}</ol>`;
}
