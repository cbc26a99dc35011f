import type { Drawing } from './charts/render.ts';
import type { Content, LoadDrawings } from './content.ts';
import { trialsByWorth } from './trial-worth.ts';

/**
 * All pictures of a page together take no more of it than this, bytes: a page stays below 3 MB, of which the data and the
 * code of timelines and the text need the rest.
 */
export const pictureBudgetBytes = 1_200_000;

/**
 * The same content, with the pictures for which the page has no room marked as linked: the charts of the whole run come
 * first, then those of trials in which there is something to see. All of them are files in any case.
 */
export function withinBudget(content: Content, budgetBytes = pictureBudgetBytes): Content {
  const { recording, trials, judgements } = content;
  let leftBytes = budgetBytes;
  const fitted = (drawing: Drawing | null): Drawing | null => {
    if (drawing === null) return null;
    const bytes = inlineBytes(drawing);
    if (bytes > leftBytes) return { ...drawing, linked: true };
    leftBytes -= bytes;
    return drawing;
  };
  const ofRun = fittedRun(content, fitted);
  const measurements = trials.map((one) => one.measurement);
  const order = trialsByWorth({ run: recording.run, measurements, judgements });
  const ofTrials = new Map(
    order.map((index) => [index, fitted(trials.find((one) => one.measurement.index === index)?.drawing ?? null)]),
  );
  return {
    ...content,
    ...ofRun,
    trials: trials.map((one) => ({ ...one, drawing: ofTrials.get(one.measurement.index) ?? null })),
  };
}

/** In base64, with its alternative text. */
function inlineBytes({ png, alt }: Drawing): number {
  return Math.ceil(png.length / 3) * 4 + alt.length;
}

/** The charts of the whole run, in the order in which they are given room. */
function fittedRun(content: Content, fitted: (drawing: Drawing | null) => Drawing | null): Partial<Content> {
  const { loads } = content;
  const fittedLoads: LoadDrawings = {
    rate: fitted(loads.rate),
    latency: fitted(loads.latency),
    gain: fitted(loads.gain),
    capacity: fitted(loads.capacity),
  };
  return {
    failoverTime: fitted(content.failoverTime),
    failoverPhases: fitted(content.failoverPhases),
    distributions: fitted(content.distributions),
    removalTime: fitted(content.removalTime),
    silence: fitted(content.silence),
    outageError: fitted(content.outageError),
    loads: fittedLoads,
    disruption: fitted(content.disruption),
    balance: content.balance.flatMap((one) => fitted(one) ?? []),
    realServerShare: fitted(content.realServerShare),
  };
}
