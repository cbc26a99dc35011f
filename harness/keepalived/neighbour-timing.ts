import type { Range } from '../model.ts';

/**
 * What an address without a neighbour costs until the kernel reports EHOSTUNREACH, ms: three ARP requests, one second
 * apart (`mcast_solicit`, `retrans_time_ms`; MEASURING 3.2). A neighbour that is known is asked as often (`ucast_solicit`)
 * before its entry is given up.
 */
export const neighbourFailureMs = 3000;

/**
 * How long the kernel goes on sending to a neighbour that no longer answers, ms: as long as the entry is believed after
 * the last sign of life (15..45 s, `base_reachable_time_ms`), or not at all; then 5 s (`delay_first_probe_time`) and three
 * ARP requests to it alone (arp(7); `neigh_timer_handler` in net/core/neighbour.c).
 */
export const staleNeighbourMs: Range = { low: neighbourFailureMs, high: 45_000 + 5_000 + neighbourFailureMs };
