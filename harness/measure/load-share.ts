import { inactiveTimeoutMs } from '../ipvs/schedulers/service.ts';
import { serversOf } from '../ipvs/services.ts';
import type { KernelMs, Recording, TrialRecord, VirtualService } from '../model.ts';
import { inOrder } from '../stats/in-order.ts';
import { serviceKey, tableChanges } from './destinations.ts';
import { nextFaultMs, struckAtMs } from './instants.ts';
import { returnOf, targetsOfTrial } from './removal.ts';
import {
  boundOf,
  byTurns,
  countsConnections,
  hashesClients,
  isHeldOpen,
  partOf,
  pinnedTo,
  pinsClients,
  type SharePrediction,
  shareOfPinned,
  sizeOf,
  takesTurns,
  turnsTakenByConnections,
} from './request-share.ts';
import { requestsSentIn } from './service-requests.ts';

/** How new requests were shared out just after a real server had come back into the table. */
export interface LoadShare {
  returned: string;
  /** Requests that were answered in the window. */
  requests: number;
  windowMs: number;
  /** Its share of them, 0..1. */
  share: number;
  /** The part that it is meant to have in the long run, 0..1. */
  part: number;
  /** Null: there is no telling with this scheduler. */
  predicted: SharePrediction | null;
  /** How far the measured share may be from it, plus or minus. */
  boundShare: number;
  /** Of the others, the one with most of what exceeds its part. */
  heaviest: { realServer: string; share: number; part: number; boundShare: number } | null;
}

/** So long after the return load is looked at, ms; less where the next fault comes sooner. */
const lookMs = 2000;
/** An open connection counts like so many closed ones (`ip_vs_dest_conn_overhead`). */
const activeWeight = 256;
/** What the counts of the others, told from answers, may be off: entries end in timer slots, and lookups come and go. */
const countError = 0.2;
/** What the kernel's own counts may be off by the time that the first request comes. */
const kernelCountError = 0.02;
/** In flight, a request counts as open: a server that lacks only so few is passed over now and then. */
const inFlightSlack = 0.05;

/** Null when nothing had come back, or not just the trial's target, or the master's table is not known. */
export function loadShareOf(recording: Recording, trial: TrialRecord, service: VirtualService): LoadShare | null {
  const back = returnOf(recording, trial, service);
  const [returned, ...further] = targetsOfTrial(trial);
  const move = back?.returned ?? null;
  if (back === null || move === null || returned === undefined || further.length > 0) return null;
  if (!back.missing.includes(returned)) return null;
  const fromMs = move.at.latestMs;
  const window = { fromMs, toMs: Math.min(fromMs + lookMs, nextFaultMs(recording, trial)) };
  const sent = requestsSentIn(recording, service, window);
  const answered = sent.filter(({ value }) => value.outcome === 'ok' && value.realServer !== null);
  const shareOf = (name: string) =>
    answered.length === 0 ? 0 : answered.filter(({ value }) => value.realServer === name).length / answered.length;
  const others = turnsTakenByConnections(recording, service, window);
  const realServers = serversOf(service, recording.run.topology);
  const part = partOf(service, realServers, [returned]) ?? 0;

  let predicted: SharePrediction | null = null;
  if (pinsClients(service)) {
    // Hashed addresses go where they went before; those held by persistence stay with their new server.
    const asOfMs = hashesClients(service) ? (struckAtMs(trial) ?? fromMs) : fromMs;
    predicted = shareOfPinned(answered, pinnedTo(recording, service, asOfMs), [returned]);
  } else if (takesTurns(service)) predicted = byTurns(part, service);
  else if (countsConnections(service)) {
    predicted = catchingUp(recording, service, returned, back.director, fromMs, answered.length, part);
  }
  const heaviest = realServers
    .filter(({ name }) => name !== returned)
    .map(({ name }) => {
      const own = partOf(service, realServers, [name]) ?? 0;
      const boundShare = boundOf(byTurns(own, service), answered.length, others);
      return { realServer: name, share: shareOf(name), part: own, boundShare };
    })
    .sort((a, b) => b.share - b.part - (a.share - a.part))[0];
  return {
    returned,
    requests: answered.length,
    windowMs: window.toMs - fromMs,
    share: shareOf(returned),
    part,
    predicted,
    boundShare: boundOf(predicted, answered.length, others),
    heaviest: heaviest ?? null,
  };
}

/**
 * lc and wlc give every new request to the returned server until it has as many connections for its weight as the others,
 * or none while it has more. Its own count is the kernel's, as the table showed it on its return (the kernel keeps the
 * counts of a removed server as long as connections remember it: MEASURING 0.4), and so is that of the others; one of
 * their open connections may be a request that was under way just then. In a recording without the kernel's counts of the
 * others they are told from what they answered, and from the long-lived connections open to them.
 */
function catchingUp(
  recording: Recording,
  service: VirtualService,
  returned: string,
  director: string,
  atMs: KernelMs,
  requests: number,
  part: number,
): SharePrediction | null {
  const realServers = serversOf(service, recording.run.topology);
  const own = realServers.find(({ name }) => name === returned);
  const line = tableChanges(recording, director, serviceKey(service)).findLast(
    (one) => one.realServer === returned && one.at <= atMs && one.weight === own?.weight,
  );
  if (own === undefined || line === undefined || requests === 0) return null;
  const has = activeWeight * line.activeConnections + line.inactiveConnections;
  const answeredLately = requestsSentIn(recording, service, { fromMs: atMs - inactiveTimeoutMs, toMs: atMs });
  const openTo = longLivedAt(recording, service, atMs);
  const counts = realServers
    .filter((one) => one.name !== returned && sizeOf(service, one) > 0)
    .map((one) => {
      const kernel = line.others?.find(({ realServer }) => realServer === one.name);
      const closed =
        kernel?.inactiveConnections ?? answeredLately.filter(({ value }) => value.realServer === one.name).length;
      const held = openTo.get(one.name) ?? 0;
      const active = kernel?.activeConnections ?? held;
      const perWeight = sizeOf(service, own) / sizeOf(service, one);
      const surely = Math.max(held, active - 1);
      return {
        least: (closed + activeWeight * Math.min(active, surely)) * perWeight,
        most: (closed + activeWeight * active) * perWeight,
      };
    });
  if (counts.length === 0) return null;
  const least = Math.min(...counts.map((one) => one.most));
  const surely = Math.min(...counts.map((one) => one.least));
  const [error, underWay] = line.others === undefined ? [countError, activeWeight] : [kernelCountError, 0];
  const low = shareWith(surely * (1 - error) - has - underWay, requests, part);
  const high = shareWith(least * (1 + error) - has, requests, part);
  return {
    low: Math.max(0, low - inFlightSlack),
    high: Math.min(1, high + inFlightSlack),
    slack: null,
    why: `${service.scheduler} evens out connections, of which it has ${has} and the others ${Math.round(least)}`,
  };
}

/** Its share of so many requests when it lacks so many connections, or, below 0, has so many too many. */
function shareWith(lacking: number, requests: number, part: number): number {
  if (lacking >= 0) {
    const first = Math.min(lacking, requests);
    return (first + (requests - first) * part) / requests;
  }
  if (part === 1) return 1;
  const othersFirst = Math.min(requests, (-lacking * (1 - part)) / part);
  return ((requests - othersFirst) * part) / requests;
}

/** Long-lived connections of the service that are open to each real server. */
function longLivedAt(recording: Recording, service: VirtualService, atMs: KernelMs): Map<string, number> {
  const counts = new Map<string, number>();
  if (!isHeldOpen(recording, service)) return counts;
  const open = new Map<number, string>();
  for (const { at, value } of inOrder(recording.series('connection'))) {
    if (at > atMs) break;
    if (value.event === 'open' && value.realServer !== null) open.set(value.connection, value.realServer);
    else open.delete(value.connection);
  }
  for (const name of open.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
