import { backupOnly, sendsInCircles } from '../local-node.ts';
import { silentServers } from '../measure/silent-servers.ts';
import type { RealServer, Recording, Topology } from '../model.ts';
import { count } from './words.ts';

/** What became of requests to a cluster that never served as it should, or never was steady, and to which nothing was done. */
export interface NeverServed {
  lost: number;
  headline: string;
}

/** Null for a run that got as far as a fault, or could have, and for one without requests. */
export function neverServed(recording: Recording): NeverServed | null {
  const { run } = recording;
  const requests = recording.series('request');
  const neverSteady = run.trials.length > 0 && run.trials.every(({ steadyAtMs }) => steadyAtMs === null);
  const neverReady = run.readyAfterMs === null && run.trials.length === 0;
  if (requests.length === 0 || !(neverReady || neverSteady)) return null;
  const lost = requests.filter(({ value }) => value.outcome !== 'ok');
  const outcomes = [...new Set(lost.map(({ value }) => value.outcome))].map(
    (outcome) => `${lost.filter(({ value }) => value.outcome === outcome).length} ${outcome}`,
  );
  const told = `Nothing was done to the cluster, and ${lost.length} of ${count(requests.length, 'request')} were lost`;
  const silent = silentServers(recording).map(
    (server) => `${server.name} answered none${whyServerIsSilent(server, run.topology)}`,
  );
  const circles = sendsInCircles(run.topology) ? [circleWords] : [];
  const why = [...silent, ...circles].map((text) => `; ${text}`).join('');
  return { lost: lost.length, headline: `${told} (${outcomes.join(', ') || 'none'})${why}.` };
}

const circleWords =
  'directors that are real servers schedule what they get for their own httpd again, and it goes in a circle: ' +
  `${backupOnly} 1, with the sync daemon, keeps a BACKUP from it`;

/** What is known of its host to be wrong; nothing where nothing is. */
function whyServerIsSilent({ lacksTunnel, gateway }: RealServer, { inside }: Topology): string {
  if (lacksTunnel === true)
    return ': it has no tunnel to receive by, which health checks do not notice, because they come by none';
  return gateway === undefined || inside === undefined || gateway === inside.vip
    ? ''
    : `: its default route leads to ${gateway} and not to the directors' ${inside.vip}, which health checks do not notice, because they come from its own link`;
}
