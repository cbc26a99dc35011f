import { parseIpv4 } from '../ipv4.ts';
import type { Director, Topology } from '../model.ts';

/** The director that VRRP elects among these: the highest priority (RFC 3768 6.4.3); undefined of none. */
export function elected(directors: readonly Director[]): Director | undefined {
  return directors.toSorted((a, b) => b.priority - a.priority)[0];
}

/**
 * The director that must be MASTER whenever nothing is wrong; null where that is a matter of history: without
 * preemption, or when the highest priority is shared (MEASURING 2.3f).
 */
export function expectedMaster({ vrrp, directors }: Pick<Topology, 'vrrp' | 'directors'>): Director | null {
  const first = elected(directors);
  const shared = directors.filter((one) => one.priority === first?.priority).length > 1;
  return first === undefined || !vrrp.preempt || shared ? null : first;
}

/** Whether an IPv4 address is the higher number: it decides between two MASTERs of equal priority (`vrrp_saddr_cmp`). */
export function isHigherAddress(address: string, than: string): boolean {
  return (parseIpv4(address) ?? 0) > (parseIpv4(than) ?? 0);
}
