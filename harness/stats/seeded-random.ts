/**
 * A repeatable source of numbers in [0, 1): the same seed gives the same sequence on every machine.
 * xorshift32 (Marsaglia 2003); good enough to spread phases and jitter, not for anything secret.
 */
export function seededRandom(seed: number): () => number {
  // A state of 0 would stay 0 for ever; multiplying spreads neighbouring seeds apart.
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** The list in an order that `random` draws, by one number of it for each member. */
export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((one) => ({ one, draw: random() }))
    .sort((a, b) => a.draw - b.draw)
    .map(({ one }) => one);
}
