import { askedServices, serversOf } from '../ipvs/services.ts';
import { removalMs } from '../keepalived/checker-timing.ts';
import { localServerOf } from '../local-node.ts';
import type { Range, Run } from '../model.ts';
import { hull } from '../stats/hull.ts';
import { takesTurns } from './request-share.ts';

/** How such a host looks to the health checkers of others. */
export const deadHostFailure = 'unreachable';

/**
 * From the death of a director's host until the last request is lost that goes to the real server on it, ms: until the
 * other directors' health checks have taken that out of every service. Null where it is none. The last such request may be
 * a turn of all real servers earlier; where they do not take turns, any time.
 */
export function hostRemovalMs({ topology, probe }: Pick<Run, 'topology' | 'probe'>, director: string): Range | null {
  const server = localServerOf(topology, director);
  if (server === undefined) return null;
  const services = askedServices(topology);
  const ranges = services.flatMap((service) => {
    const servers = serversOf(service, topology);
    const removal = removalMs(service.healthCheck, deadHostFailure);
    const weight = servers.find(({ name }) => name === server.name)?.weight ?? 0;
    if (removal === null || weight === 0) return [];
    const totalWeight = servers.reduce((sum, one) => sum + one.weight, 0);
    const turnMs = totalWeight * services.length * probe.intervalMs;
    return [{ low: takesTurns(service) ? removal.low - turnMs : 0, high: removal.high }];
  });
  const all = hull(ranges);
  // The last of the services decides.
  return all === null ? null : { low: Math.max(0, ...ranges.map(({ low }) => low)), high: all.high };
}
