import { freshConnectionCost } from '../measure/predictions.ts';
import type { ProbeSettings, Throughput } from '../model.ts';

/** Share of what the cluster can answer above which the prober is a load that it measures itself. */
const ownLoadLimit = 0.4;

/**
 * A warning when the prober asks for so much of what the undisturbed cluster can do that requests are late because of the
 * others; null when it does not, or when that was not measured.
 */
export function probeLoadWarning(probe: ProbeSettings, throughput: Throughput | null): string | null {
  if (throughput === null) return null;
  const asked = 1000 / probe.intervalMs;
  const possible = throughput.requestsPerSecond / freshConnectionCost;
  if (asked <= ownLoadLimit * possible) return null;
  return (
    `The prober asks ${Math.round(asked)} requests a second, each on a fresh connection; this engine manages about ` +
    `${Math.round(possible)}. Late answers may be the prober's own doing: choose a longer --probe-interval.`
  );
}
