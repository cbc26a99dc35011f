import type { KernelMs, ListedServer } from '../../model.ts';
import type { Server } from './server.ts';
import type { ObservedConnection } from './service.ts';

/** What a scheduler can have seen of one real server: the counts that make it cheapest, and those that make it dearest. */
export interface SeenCounts {
  low: Server;
  high: Server;
}

export interface Uncertainty {
  /**
   * A SYN or FIN may have counted in the director's table this much later than its instant says, compared with others, ms.
   * What all of them take on their way does not matter, only by how much one can overtake another: for a client of one
   * thread whose packets go one way, that is how exactly it notes the instants of its system calls. On the lab's kernel
   * 52,000 decisions of three runs were all possible with 0.
   */
  uncertaintyMs: number;
  /** An entry of a closed connection stays this long (`ipvsadm --set`, tcpfin), ms. */
  inactiveMs: number;
}

interface Placed {
  /** Null: it may be any of the list. */
  server: string | null;
  opened: Bounds;
  closed: Bounds;
  gone: Bounds;
}

/** Not before, and not after. */
interface Bounds {
  fromMs: KernelMs;
  untilMs: KernelMs;
}

/**
 * The counts of every real server of a list at the instants that are asked for, which must not go back in time. Connections
 * that the list already has may be closed and forgotten at any time.
 */
export function seenCounts(
  list: readonly ListedServer[],
  connections: readonly ObservedConnection[],
  { uncertaintyMs, inactiveMs }: Uncertainty,
): (decision: ObservedConnection) => SeenCounts[] {
  const waiting = connections
    .filter(({ realServer }) => realServer !== null)
    .map((connection): Placed & { connection: ObservedConnection } => {
      const { beginMs, closing } = connection;
      const closed = {
        fromMs: closing?.earliestMs ?? Number.POSITIVE_INFINITY,
        untilMs: (closing?.latestMs ?? Number.POSITIVE_INFINITY) + uncertaintyMs,
      };
      return {
        connection,
        server: connection.realServer === 'unknown' ? null : connection.realServer,
        opened: { fromMs: beginMs, untilMs: beginMs + uncertaintyMs },
        closed,
        gone: { fromMs: closed.fromMs + inactiveMs, untilMs: closed.untilMs + inactiveMs + timerSlackMs },
      };
    })
    .sort((a, b) => a.opened.fromMs - b.opened.fromMs);
  let begun = 0;
  let present: typeof waiting = [];

  return (decision) => {
    const at = { fromMs: decision.beginMs, untilMs: decision.beginMs + uncertaintyMs };
    for (let next = waiting[begun]; next !== undefined && next.opened.fromMs <= at.untilMs; next = waiting[begun]) {
      present.push(next);
      begun += 1;
    }
    present = present.filter(({ gone }) => gone.untilMs > at.fromMs);
    const counts = list.map(({ realServer: name, weight, activeConnections, inactiveConnections }) => ({
      low: { name, weight, active: 0, inactive: 0 },
      high: { name, weight, active: activeConnections, inactive: inactiveConnections },
    }));
    for (const one of present) {
      if (one.connection === decision) continue;
      const seen = states(one, at);
      for (const { low, high } of counts) {
        if (one.server !== null && one.server !== low.name) continue;
        if (seen.includes('active')) high.active += 1;
        else if (seen.includes('inactive')) high.inactive += 1;
        if (one.server === null || seen.includes('absent')) continue;
        if (seen.includes('inactive')) low.inactive += 1;
        else low.active += 1;
      }
    }
    return counts;
  };
}

/** The kernel's timers run late rather than early, by a small part of their time (its timer wheel: an eighth), ms. */
const timerSlackMs = 16_000;

/** What the connection may have been in the table at some instant of these. */
function states({ opened, closed, gone }: Placed, at: Bounds): ('absent' | 'active' | 'inactive')[] {
  const possible: ('absent' | 'active' | 'inactive')[] = [];
  if (opened.untilMs >= at.fromMs || gone.fromMs <= at.untilMs) possible.push('absent');
  if (closed.untilMs >= at.fromMs) possible.push('active');
  if (closed.fromMs <= at.untilMs) possible.push('inactive');
  return possible;
}
