import { silentServers } from '../measure/silent-servers.ts';
import type { RealServer, Recording } from '../model.ts';
import { count } from './words.ts';

/** What became of requests to a cluster that never served as it should, and to which nothing was done. */
export interface NeverServed {
  lost: number;
  headline: string;
}

/** Null for a run that got as far as a trial, or to a cluster that served, and for one without requests. */
export function neverServed(recording: Recording): NeverServed | null {
  const { run } = recording;
  const requests = recording.series('request');
  if (run.readyAfterMs !== null || run.trials.length > 0 || requests.length === 0) return null;
  const lost = requests.filter(({ value }) => value.outcome !== 'ok');
  const outcomes = [...new Set(lost.map(({ value }) => value.outcome))].map(
    (outcome) => `${lost.filter(({ value }) => value.outcome === outcome).length} ${outcome}`,
  );
  const told = `Nothing was done to the cluster, and ${lost.length} of ${count(requests.length, 'request')} were lost`;
  const silent = silentServers(recording).map((server) => `${server.name} answered none${whyServerIsSilent(server)}`);
  const why = silent.length === 0 ? '' : `; ${silent.join('; ')}`;
  return { lost: lost.length, headline: `${told} (${outcomes.join(', ') || 'none'})${why}.` };
}

/** What is known of its host to be wrong; nothing where nothing is. */
function whyServerIsSilent({ lacksTunnel }: RealServer): string {
  return lacksTunnel === true
    ? ': it has no tunnel to receive by, which health checks do not notice, because they come by none'
    : '';
}
