/** A real server under a steady stream of connections. */
export interface LoadedServer {
  /** With `lc`: 1, whatever it is. */
  weight: number;
  /** How long each of its connections is open, ms. */
  openMs: number;
}

/**
 * The shares to which `wlc` tends, 0..1. A real server that gets n connections per ms has n x openMs active ones and n x
 * rememberedMs closed ones that still count (Little's law), and wlc keeps 256 x active + inactive by weight alike: the share
 * goes by weight / (256 x openMs + rememberedMs). Closed ones are remembered for two minutes (FIN_WAIT, TIME_WAIT); of a run
 * that is younger, for as long as it has lasted. So a server that answers in 10 ms gets little more than one that takes
 * 100 ms: the many closed ones outweigh the few that are open.
 */
export function leastConnectionShares(servers: readonly LoadedServer[], rememberedMs: number): number[] {
  const parts = servers.map(({ weight, openMs }) => weight / (256 * openMs + rememberedMs));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => (sum === 0 ? 0 : part / sum));
}
