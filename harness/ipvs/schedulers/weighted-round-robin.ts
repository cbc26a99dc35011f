import { commonDivisor, type Server } from './server.ts';

/**
 * `wrr`: passes over the list, each with a threshold, which all of at least that weight pass; the threshold goes down by
 * the weights' common divisor, from the largest weight to 1 (`ip_vs_wrr_schedule`). Where it starts depends on how the
 * service was built: every adding brings it into range (`ip_vs_wrr_dest_changed`), so that it is usually 1 after the first.
 */
export function weightedRoundRobin(
  servers: readonly Server[],
  additions: readonly { weight: number }[],
): () => Server | null {
  let threshold = 0;
  for (let count = 1; count <= additions.length; count += 1) {
    const { step, highest } = passes(additions.slice(0, count).map(({ weight }) => weight));
    if (threshold > highest || threshold === 0) threshold = highest;
    else if (step > 1) threshold = Math.floor(threshold / step) * step + 1;
  }
  const { step, highest } = passes(servers.map(({ weight }) => weight));
  // -1 is the head of the list, before its first real server.
  let place = -1;

  return () => {
    if (highest === 0) return null;
    const from = place;
    let stop: number | null = null;
    let lastPass = false;
    let restarted = false;
    for (;;) {
      for (place += 1; place < servers.length; place += 1) {
        const server = servers[place];
        if (server !== undefined && server.weight >= threshold) return server;
        if (place === stop) return null;
      }
      place = -1;
      threshold -= step;
      if (threshold <= 0) {
        threshold = highest;
        if (lastPass || from === -1) return null;
        restarted = true;
      }
      lastPass = threshold <= step;
      if (lastPass && restarted && from !== -1) stop = from;
    }
  };
}

/** The first pass's threshold, and by how much it goes down from one to the next (`mw`, `di` of `ip_vs_wrr_mark`). */
function passes(weights: readonly number[]): { highest: number; step: number } {
  const step = commonDivisor(weights) || 1;
  return { highest: Math.max(0, ...weights) - (step - 1), step };
}
