import { commonDivisor, type Server } from './server.ts';
import { hsiphash } from './siphash.ts';

/** Slots of the table of mh: the prime of `CONFIG_IP_VS_MH_TAB_INDEX` 12, the default (`primes` in ip_vs_mh.c). */
export const maglevSlots = 4093;
/** Highest bits of a weight that count (`IP_VS_MH_TAB_BITS`: half the index). */
const weightBits = 6;
/** `generate_hash_secret` in ip_vs_mh.c. */
const keys = [2_654_435_761n, 2_654_446_892n] as const;

/** A real server of `mh`: its place is a hash of address and port, its share goes by the last weight that was not 0. */
export interface MaglevServer {
  server: Server;
  address: number;
  port: number;
  lastWeight: number;
}

/**
 * Maglev: each real server has an order of all slots of its own; in turns, each takes the first ones of its order that
 * are still free, as many as its reduced weight (`ip_vs_mh_permutate`, `ip_vs_mh_populate`). All null: no weights at all.
 */
export function maglevTable(servers: readonly MaglevServer[]): (Server | null)[] {
  const table: (Server | null)[] = Array(maglevSlots).fill(null);
  const divisor = commonDivisor(servers.map(({ lastWeight }) => lastWeight));
  if (divisor === 0) return table;
  const heaviest = Math.max(...servers.map(({ lastWeight }) => lastWeight)) / divisor;
  const shift = Math.max(0, 32 - Math.clz32(heaviest) - weightBits);
  const takers = servers
    .filter(({ lastWeight }) => lastWeight > 0)
    .map(({ server, address, port, lastWeight }) => ({
      server,
      slot: maglevHash(address + port, 0) % maglevSlots,
      skip: (maglevHash(address + port, 1) % (maglevSlots - 1)) + 1,
      turns: Math.max(1, (lastWeight / divisor) >> shift),
    }));
  let free = maglevSlots;
  while (free > 0) {
    for (const taker of takers) {
      for (let turn = 0; turn < taker.turns && free > 0; turn += 1) {
        while (table[taker.slot] !== null) taker.slot = (taker.slot + taker.skip) % maglevSlots;
        table[taker.slot] = taker.server;
        free -= 1;
      }
    }
  }
  return table;
}

/**
 * `mh`: the slot of the client's address, with `mh-port` of address plus port (`ip_vs_mh_get`). If whoever owns it has
 * weight 0: null, or with `mh-fallback` the first available one among slots that further hashes give (`ip_vs_mh_get_fallback`).
 */
export function maglevHashed(table: readonly (Server | null)[], key: number, fallback: boolean): Server | null {
  const slot = maglevHash(key, 0) % maglevSlots;
  const own = table[slot] ?? null;
  if (own === null || own.weight > 0) return own;
  if (!fallback) return null;
  for (let offset = 0; offset < maglevSlots; offset += 1) {
    const other = table[maglevHash(((slot + offset) % maglevSlots) + key, 0) % maglevSlots] ?? null;
    if (other === null || other.weight > 0) return other;
  }
  return null;
}

/** `ip_vs_mh_hashkey`, before its modulus. */
function maglevHash(value: number, key: 0 | 1): number {
  return hsiphash(value, keys[key]);
}
