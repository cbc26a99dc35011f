import { serviceName } from '../measure/destinations.ts';
import { type Counts, contradictions, countsOf } from '../measure/reconcile.ts';
import type { Judgement, Run } from '../model.ts';
import type { Check } from './check.ts';
import { count } from './words.ts';

/**
 * Three witnesses that know nothing of each other count the same connections: the client by the name in the answer, IPVS
 * by its counters, httpd by its access log. As long as they differ, no share is to be believed.
 */
export const check: Check = {
  name: 'counts-reconcile',
  summary:
    "The client's connections, the counters of IPVS and the access logs of httpd agree exactly for each real server.",
  concerns: hasBalance,
  judge: ({ recording }) => countsOf(recording).map(judgementOf),
};

/** Whether the run is about how schedulers share traffic out. */
export function hasBalance({ balanceTrials }: Pick<Run, 'balanceTrials'>): boolean {
  return balanceTrials !== undefined;
}

function judgementOf(counts: Counts): Judgement {
  const differences = contradictions(counts);
  const unread = unreadIn(counts);
  const verdict =
    counts.doubt !== null ? 'unknown' : differences.length > 0 ? 'fail' : unread === null ? 'pass' : 'unknown';
  const headline =
    counts.doubt !== null
      ? `The counts cannot be compared: ${counts.doubt}.`
      : differences.length > 0
        ? `The counts contradict each other. ${differences.join('; ')}.`
        : unread === null
          ? agreement(counts)
          : `${unread}, so that nobody confirms what the client counted.`;
  const none = { low: 0, high: 0 };
  const value = differences.length;
  return {
    check: 'counts-reconcile',
    subject: serviceName(counts.service),
    verdict,
    headline,
    unit: 'differences',
    measured: counts.doubt === null ? { median: value, min: value, max: value, trials: 1 } : null,
    predicted: none,
    bound: 0,
    limit: none,
  };
}

function unreadIn({ servers }: Counts): string | null {
  if (servers.some(({ kernelConnections }) => kernelConnections === null)) return 'The counters of IPVS were not read';
  return servers.some(({ loggedRequests }) => loggedRequests === null) ? 'The access logs were not read' : null;
}

function agreement({ servers, begun, refused, unanswered }: Counts): string {
  const requests = servers.reduce((sum, { loggedRequests }) => sum + (loggedRequests ?? 0), 0);
  const each = servers.map(({ kernelConnections }) => kernelConnections).join(', ');
  const rest = [
    ...(refused === 0 ? [] : [`${refused} refused`]),
    ...(unanswered === 0 ? [] : [`${unanswered} without an answer`]),
  ].join(', ');
  return `Client, IPVS and httpd agree on ${count(begun, 'connection')} (${each}${rest === '' ? '' : `; ${rest}`}) and ${count(requests, 'request')}.`;
}
