import type { Server } from './server.ts';

/** Slots of the tables of sh and dh (`IP_VS_SH_TAB_BITS`, `IP_VS_DH_TAB_BITS`: 8 bits, in no distribution's kernel otherwise). */
export const slots = 256;

/** `hash_32(value, 8)` of include/linux/hash.h: the upper 8 bits of the product with 2^32 / phi. */
export function hash32(value: number): number {
  return Math.imul(value, 0x61c8_8647) >>> 24;
}

/** `dh`: the slots go round the list, whatever the weights (`ip_vs_dh_reassign`). */
export function destinationTable(servers: readonly Server[]): (Server | null)[] {
  return Array.from({ length: slots }, (_, slot) => servers[slot % servers.length] ?? null);
}

/**
 * `sh`: round the list, to each as many slots in a row as its weight, until all are given away (`ip_vs_sh_reassign`). The
 * weights are not reduced: with 1000 and 1000 the second gets none. Weight 0 gets one slot in each round all the same.
 */
export function sourceTable(servers: readonly Server[]): (Server | null)[] {
  const round = servers.flatMap((server) => Array<Server>(Math.min(slots, Math.max(1, server.weight))).fill(server));
  return Array.from({ length: slots }, (_, slot) => round[slot % round.length] ?? null);
}

/** `dh`: the slot of the VIP (`ip_vs_dh_schedule`). Null: whoever owns it has weight 0. */
export function destinationHashed(table: readonly (Server | null)[], destination: number): Server | null {
  return available(table[hash32(destination)]);
}

/**
 * `sh`: the slot of the client's address, with `sh-port` of address plus port (`ip_vs_sh_get`). If whoever owns it has
 * weight 0: null, or with `sh-fallback` the next available one from a slot that the same hash gives (`ip_vs_sh_get_fallback`).
 */
export function sourceHashed(table: readonly (Server | null)[], key: number, fallback: boolean): Server | null {
  const slot = hash32(key);
  const own = available(table[slot]);
  if (own !== null || !fallback) return own;
  for (let offset = 0; offset < slots; offset += 1) {
    const other = available(table[(slot + ((slot + offset) % slots)) % slots]);
    if (other !== null) return other;
  }
  return null;
}

function available(server: Server | null | undefined): Server | null {
  return server !== undefined && server !== null && server.weight > 0 ? server : null;
}
