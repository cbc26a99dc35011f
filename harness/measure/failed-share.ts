import type { RealServer, ServerFailure, VirtualService } from '../model.ts';
import { byTurns, countsConnections, partOf, type SharePrediction, takesTurns } from './request-share.ts';

/** What is known of the connections that the director counts for each server. */
export interface Counts {
  /** No server has lacked requests, or left some hanging, for as long as that is remembered. */
  even: boolean;
  /** Long-lived connections are open to the service. */
  longLived: boolean;
}

/**
 * What share of new requests schedulers that look at the servers, not at the client, send to failed servers while they
 * are in the table; null: there is no telling. wlc, wrr: by weight; rr, lc: equal parts of those that have one.
 *
 * lc and wlc count open connections 256 times. Director and client do not learn that a handshake failed (DR, TUN: SYN_RECV,
 * 60 s), or wait for an answer, so such a server soon looks busy: at most its part. Under NAT a refusal passes the
 * director, the entry is closed and gone after 10 s, and the failed server looks idle: at least its part, up to
 * everything. A server that answers, though wrongly, counts like any other (`ip_vs_dest_conn_overhead`,
 * `tcp_state_active_table`; MEASURING 4): it gets its part where the counts were even; where httpd closes its long-lived
 * connections after a 500, it lacks them and gets at least that; and where they were uneven there is no telling.
 */
export function predictFailedShare(
  service: VirtualService,
  servers: readonly RealServer[],
  failed: readonly string[],
  failure: ServerFailure,
  counts: Counts,
): SharePrediction | null {
  const { scheduler, forwardingMethod } = service;
  const part = partOf(service, servers, failed);
  if (part === null) return null;
  if (part === 1) return { low: 1, high: 1, slack: 0, why: 'no other server is left' };
  if (takesTurns(service)) return byTurns(part, service);
  if (!countsConnections(service)) return null;
  if (failure === 'error-status' || failure === 'wrong-content') {
    if (!counts.even) return null;
    const idle = failure === 'error-status' && counts.longLived;
    return idle
      ? { low: part, high: 1, slack: null, why: `${scheduler} evens out the long-lived connections that it closed` }
      : { low: part, high: part, slack: null, why: `${scheduler} counts it like any other server` };
  }
  if (failure === 'refused' && forwardingMethod === 'NAT')
    return { low: part, high: 1, slack: null, why: `${scheduler} takes a server that refuses for an idle one` };
  return { low: 0, high: part, slack: null, why: `${scheduler} takes a server that does not answer for a busy one` };
}
