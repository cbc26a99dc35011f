import { askedServices } from '../ipvs/services.ts';
import type { KernelMs, Observation, RealServer, Recording, Scheduler, VirtualService } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import { serviceKey } from './destinations.ts';
import { requestsSentIn } from './service-requests.ts';

/** What share of new requests goes to some real servers, and how far off that may be. */
export interface SharePrediction {
  low: number;
  high: number;
  /** Requests by which a deterministic scheduler may miss the share; null: it has chance in it. */
  slack: number | null;
  why: string;
}

/**
 * An engine with one CPU has hiccups that are no fault of IPVS: so large a share of the requests may be late
 * (harness/checks/request-outcomes.ts grants the steady cluster the same).
 */
export const hiccupShare = 0.01;
/** Standard deviations within which a share that chance has a part in must lie: 1 in 370 does not. */
const deviations = 3;
/** Turns that begin or end outside of what is counted: one at either edge, and wrr's place within its cycle (MEASURING 4). */
const turnSlack = 3;
/** A lost connection is opened anew after 200 ms (harness/load/agent/connections.ts); so long before a window it may matter. */
const reopeningMs = 1000;

const byTurn: readonly Scheduler[] = ['rr', 'wrr'];
const byCount: readonly Scheduler[] = ['lc', 'wlc'];
const byHash: readonly Scheduler[] = ['sh', 'dh', 'mh'];
const withoutWeights: readonly Scheduler[] = ['rr', 'lc', 'dh'];

/** The real servers take turns, whatever becomes of requests. */
export function takesTurns({ scheduler }: VirtualService): boolean {
  return byTurn.includes(scheduler);
}

/** The real server with the fewest connections is next. */
export function countsConnections({ scheduler }: VirtualService): boolean {
  return byCount.includes(scheduler);
}

/** The real server follows from the client's address alone, on either director (MEASURING 4, 4.1). */
export function hashesClients({ scheduler }: VirtualService): boolean {
  return byHash.includes(scheduler);
}

/** Whether a client address keeps its real server: by persistence, or by a scheduler that hashes addresses. */
export function pinsClients(service: VirtualService): boolean {
  return service.persistenceTimeoutMs !== undefined || hashesClients(service);
}

/** Weight as the scheduler sees it: rr, lc and dh only tell 0 from the rest (`ip_vs_rr.c`, `ip_vs_lc.c`, `ip_vs_dh.c`). */
export function sizeOf(
  { scheduler }: Pick<VirtualService, 'scheduler'>,
  { weight }: Pick<RealServer, 'weight'>,
): number {
  return withoutWeights.includes(scheduler) ? Math.min(weight, 1) : weight;
}

/** The part of some servers in all of them, by the scheduler's weights; null where none has any. */
export function partOf(
  service: VirtualService,
  servers: readonly RealServer[],
  some: readonly string[],
): number | null {
  const all = servers.reduce((sum, one) => sum + sizeOf(service, one), 0);
  const theirs = servers.filter(({ name }) => some.includes(name)).reduce((sum, one) => sum + sizeOf(service, one), 0);
  return all === 0 ? null : theirs / all;
}

/** A share by turns. */
export function byTurns(part: number, { scheduler }: VirtualService): SharePrediction {
  return { low: part, high: part, slack: turnSlack, why: `its turn under ${scheduler}` };
}

/** Which real server last answered each client address before that instant. */
export function pinnedTo(recording: Recording, service: VirtualService, atMs: KernelMs): Map<string, string> {
  const pinned = new Map<string, string>();
  for (const { value } of requestsSentIn(recording, service, { fromMs: Number.NEGATIVE_INFINITY, toMs: atMs })) {
    if (value.outcome === 'ok' && value.realServer !== null) pinned.set(value.source, value.realServer);
  }
  return pinned;
}

/** A share by the clients that belong to some servers; null when it is not known of any to which it belongs. */
export function shareOfPinned(
  requests: readonly Observation<'request'>[],
  pinned: ReadonlyMap<string, string>,
  some: readonly string[],
): SharePrediction | null {
  const known = requests.flatMap(({ value }) => pinned.get(value.source) ?? []);
  if (known.length === 0) return null;
  const share = known.filter((server) => some.includes(server)).length / known.length;
  return { low: share, high: share, slack: 1, why: 'clients stay with their server' };
}

/** Long-lived connections that are opened anew take turns among the requests; all go to the first service (`isHeldOpen`). */
export function turnsTakenByConnections(
  recording: Recording,
  service: VirtualService,
  { fromMs, toMs }: Interval,
): number {
  if (!isHeldOpen(recording, service)) return 0;
  return recording
    .series('connection')
    .filter(({ at, value }) => at >= fromMs - reopeningMs && at < toMs && value.event !== 'open').length;
}

/** Whether the long-lived connections go to this service: the first that is asked (harness/probes/connections.ts). */
export function isHeldOpen({ run }: Recording, service: VirtualService): boolean {
  const [first] = askedServices(run.topology);
  return first !== undefined && serviceKey(first) === serviceKey(service);
}

/** How far from its prediction a share of so many requests may be, plus or minus. */
export function boundOf(predicted: SharePrediction | null, requests: number, othersTurns: number): number {
  if (predicted === null || requests === 0) return 0;
  const { low, high, slack } = predicted;
  if (low === high && (low === 0 || low === 1)) return hiccupShare;
  const nearest = Math.abs(high - 0.5) < Math.abs(low - 0.5) ? high : low;
  const chance = deviations * Math.sqrt((nearest * (1 - nearest)) / requests);
  return hiccupShare + (slack === null ? chance : (slack + othersTurns) / requests);
}
