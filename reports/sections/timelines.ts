import type { Content, TrialView } from '../content.ts';
import { trialNumber } from '../format.ts';
import { type Html, html, type Section } from '../html.ts';
import { sceneOf } from '../timeline.ts';
import { sceneData, timelineFigure } from './timeline-figure.ts';

/** One timeline per trial, under its fault. */
export function timelinesSection({ trials, recording }: Pick<Content, 'trials' | 'recording'>): Section {
  const rest = [...new Set(trials.map((one) => one.measurement.fault))].map((fault) => {
    const facts = recording.run.faults.find((one) => one.name === fault);
    return html`<h3>${fault}</h3>
${facts !== undefined && html`<p>${facts.summary}</p>`}
${trials.filter((one) => one.measurement.fault === fault).map(trialFigure)}`;
  });
  return {
    id: 'timelines',
    title: 'Timelines',
    body:
      rest.length === 0
        ? html`<p>No trial was recorded.</p>`
        : html`<p>${howToRead}</p>
${trials.some(({ chart }) => chart?.json) && sceneData(sceneOf(recording.run))}${rest}`,
  };
}

const howToRead =
  'All lanes of a trial are on one time axis. A request’s colour tells what became of it, its shape which real server answered. Share: of the answers, the first real server at the bottom. Weight: in the IPVS table of each director, the first one’s bar on top; as thick as the weight, dashed for 0, none where the real server is not in the table; tables are read every 0.1 s.';

function trialFigure({ timeline, drawing, ...view }: TrialView): Html {
  const number = trialNumber(view.measurement);
  const error = timeline?.trial.error;
  return html`
${error !== undefined && html`<p>Trial ${number} could not be completed: ${error}</p>`}
${
  timeline === null || drawing === null
    ? html`<p>Trial ${number} did not get as far as its fault: there is nothing to draw.</p>`
    : timelineFigure({ ...view, timeline, drawing })
}`;
}
