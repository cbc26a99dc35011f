import type { Observation, Recording, SeriesName } from '../../model.ts';
import { hasProber, isClosed, isServed } from '../run-stage.ts';

/** Probes that see something in every run whose cluster served, as soon as they begin to watch. */
const always: SeriesName[] = ['clock-offset', 'advert'];

/** A probe that saw nothing all along, or nothing of a director, did not watch. */
export function missingWitnesses({ run, series }: Recording): string[] {
  if (!isClosed(run) || !isServed(run)) return [];
  const silent = [...always, ...askedFor(run)].filter((name) => series(name).length === 0);
  const holders: readonly Observation[] = series('vip-holder');
  const watched = new Set(holders.map(({ node }) => node));
  const blind = run.topology.directors.filter(({ name }) => !watched.has(name));
  return [
    ...silent.map((name) => `nothing of the series ${name} was recorded`),
    ...blind.map(({ name }) => `nobody recorded whether ${name} held the VIP`),
  ];
}

/** What is there because the run asked for it. */
function askedFor(run: Recording['run']): SeriesName[] {
  if (run.balanceTrials !== undefined) return ['assignment'];
  if (!hasProber(run)) return [];
  const { connections, packets } = run.probe;
  return [
    'request',
    ...(connections > 0 ? (['connection'] as const) : []),
    ...(packets === true ? (['syn'] as const) : []),
  ];
}
