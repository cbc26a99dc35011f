import type { SeriesName } from './model.ts';

// A record, so that a series added to the model does not compile until it stands here.
const every: Record<SeriesName, true> = {
  request: true,
  connection: true,
  advert: true,
  'inside-advert': true,
  garp: true,
  'vip-holder': true,
  'node-state': true,
  'keepalived-log': true,
  destination: true,
  neighbour: true,
  cohort: true,
  assignment: true,
  'sized-request': true,
  'clock-offset': true,
  syn: true,
};

/** Every series there is. */
export const seriesNames = Object.keys(every) as SeriesName[];
