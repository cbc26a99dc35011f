import type { RealServer, Scheduler, ServerFailure, VirtualService } from '../model.ts';

/** What share of new requests goes to the failed servers while they are in the table, and how far off that may be. */
export interface SharePrediction {
  low: number;
  high: number;
  /** Requests by which a deterministic scheduler may miss the share; null: it has chance in it. */
  slack: number | null;
  why: string;
}

const byTurn: readonly Scheduler[] = ['rr', 'wrr'];
const byCount: readonly Scheduler[] = ['lc', 'wlc'];
const byHash: readonly Scheduler[] = ['sh', 'dh', 'mh'];

/** Turns that begin or end outside of what is counted: one at either edge, and wrr's place within its cycle (MEASURING 4). */
const turnSlack = 3;

/** Whether a client address keeps its real server: by persistence, or by a scheduler that hashes addresses. */
export function pinsClients({ scheduler, persistenceTimeoutMs }: VirtualService): boolean {
  return persistenceTimeoutMs !== undefined || byHash.includes(scheduler);
}

/**
 * Prediction for schedulers that look at the servers, not at the client; null: none is known. `servers` are those in the
 * table. wlc, wrr: by weight; rr, lc: equal parts of those that have one.
 *
 * lc and wlc count open connections 256 times. Director and client do not learn that a handshake failed (DR, TUN: SYN_RECV,
 * 60 s), or wait for an answer, so such a server soon looks busy: at most its part. Under NAT a refusal passes the
 * director, the entry is closed and gone after 10 s, and the failed server looks idle: at least its part, up to
 * everything. A server that answers, though wrongly, counts like any other, so that it gets what it lacks to as many as
 * the others: there is no telling (`ip_vs_dest_conn_overhead`, `tcp_state_active_table`; MEASURING 4).
 */
export function predictFailedShare(
  service: VirtualService,
  servers: readonly RealServer[],
  failed: readonly string[],
  failure: ServerFailure,
): SharePrediction | null {
  const { scheduler, forwardingMethod } = service;
  const part = failedPart(scheduler, servers, failed);
  if (part === null) return null;
  if (part === 1) return { low: 1, high: 1, slack: 0, why: 'no other server is left' };
  if (byTurn.includes(scheduler))
    return { low: part, high: part, slack: turnSlack, why: `its turn under ${scheduler}` };
  if (!byCount.includes(scheduler)) return null;
  if (failure === 'error-status' || failure === 'wrong-content') return null;
  if (failure === 'refused' && forwardingMethod === 'NAT')
    return { low: part, high: 1, slack: null, why: `${scheduler} takes a server that refuses for an idle one` };
  return { low: 0, high: part, slack: null, why: `${scheduler} takes a server that does not answer for a busy one` };
}

/** Their part of all weights, or of all servers where the scheduler looks at nothing else; null without any to choose. */
function failedPart(scheduler: Scheduler, servers: readonly RealServer[], failed: readonly string[]): number | null {
  const weighs = scheduler === 'wrr' || scheduler === 'wlc';
  const sizeOf = ({ weight }: RealServer) => (weighs ? weight : Math.min(weight, 1));
  const all = servers.reduce((sum, one) => sum + sizeOf(one), 0);
  const theirs = servers.filter(({ name }) => failed.includes(name)).reduce((sum, one) => sum + sizeOf(one), 0);
  return all === 0 ? null : theirs / all;
}
