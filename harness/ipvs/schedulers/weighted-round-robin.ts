import { commonDivisor, type Server } from './server.ts';

/**
 * `wrr`: passes over the list, each with a threshold, which all of at least that weight pass; the threshold goes down by
 * the weights' common divisor, from the largest weight to 1 (`ip_vs_wrr_schedule`). Of a service that has had no connection
 * it is 1, so that the first pass is one of everybody: whatever comes first into an empty service brings it to 1, and no
 * further adding, removing or weighing takes it away from there (`ip_vs_wrr_dest_changed`).
 */
export function weightedRoundRobin(servers: readonly Server[]): () => Server | null {
  const weights = servers.map(({ weight }) => weight);
  const step = commonDivisor(weights) || 1;
  const highest = Math.max(0, ...weights) - (step - 1);
  let threshold = 1;
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
