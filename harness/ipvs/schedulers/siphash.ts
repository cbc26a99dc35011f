const mask = 0xffff_ffff_ffff_ffffn;

/**
 * `hsiphash` of one 32-bit number with both halves of the key alike: SipHash-1-3, of which 64-bit kernels keep the lower
 * 32 bits (`hsiphash_1u32` in lib/siphash.c; 32-bit kernels use HalfSipHash instead, which is not this).
 */
export function hsiphash(value: number, key: bigint): number {
  let v0 = 0x736f_6d65_7073_6575n ^ key;
  let v1 = 0x646f_7261_6e64_6f6dn ^ key;
  let v2 = 0x6c79_6765_6e65_7261n ^ key;
  let v3 = 0x7465_6462_7974_6573n ^ key;
  const round = (): void => {
    v0 = (v0 + v1) & mask;
    v1 = rotate(v1, 13n) ^ v0;
    v0 = rotate(v0, 32n);
    v2 = (v2 + v3) & mask;
    v3 = rotate(v3, 16n) ^ v2;
    v0 = (v0 + v3) & mask;
    v3 = rotate(v3, 21n) ^ v0;
    v2 = (v2 + v1) & mask;
    v1 = rotate(v1, 17n) ^ v2;
    v2 = rotate(v2, 32n);
  };
  // The last block: what is left of the data, and its length (4 bytes) in the highest byte.
  const block = (4n << 56n) | BigInt(value >>> 0);
  v3 ^= block;
  round();
  v0 ^= block;
  v2 ^= 0xffn;
  round();
  round();
  round();
  return Number((v0 ^ v1 ^ v2 ^ v3) & 0xffff_ffffn);
}

function rotate(value: bigint, bits: bigint): bigint {
  return ((value << bits) | (value >> (64n - bits))) & mask;
}
