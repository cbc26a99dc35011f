import { parseIpvsTable } from '../../ipvs/table.ts';
import type { DestinationValue, KernelMs } from '../../model.ts';
import { toMicrosecond } from './clock.ts';
import type { AgentObservation } from './protocol.ts';

/** One reading of `/proc/<pid>/net/ip_vs`. */
export interface TableReading {
  text: string;
  /** Just before it was read: it cannot show what happened later. */
  beganMs: KernelMs;
  /** When it had been read: what it shows had happened by then. */
  endedMs: KernelMs;
}

/** What is known of one director's table. */
export interface TableWatch {
  /** What a reading shows that the one before did not; everything, for the first. Throws when it is no such table. */
  take(reading: TableReading): AgentObservation<'destination'>[];
  /** The next reading is a first one again: the director was started anew, and nobody looked in between. */
  restart(): void;
}

/**
 * The kernel hands out such a file by pages, each found by counting entries from the top (`ip_vs_info_seq_start`): when
 * one is deleted meanwhile, another is left out.
 */
const pageBytes = 4096;

type Known = Pick<DestinationValue, 'service' | 'realServer' | 'weight'>;

/**
 * A director whose table was never read. Destinations go by address; a service by firewall mark is `mark <n>:0`. Of what
 * is `expected` in it the first reading tells also that it is not there.
 */
export function tableWatch(expected: readonly Pick<Known, 'service' | 'realServer'>[] = []): TableWatch {
  const known = new Map<string, Known>(expected.map((one) => [keyOf(one), { ...one, weight: 0 }]));
  let shape: string | null = null;
  /** A changed table of several pages, until a second reading shows the same: changing it while it is read garbles it. */
  let unproven: { shape: string; reading: TableReading } | null = null;
  let previousMs: KernelMs | null = null;

  const changes = (text: string, at: KernelMs, since: KernelMs): AgentObservation<'destination'>[] => {
    const first = previousMs === null;
    const now = destinationsOf(text);
    const gone = [...known.values()]
      .filter((one) => one.weight !== null && !now.has(keyOf(one)))
      .map((one) => ({ ...one, weight: null, activeConnections: 0, inactiveConnections: 0 }));
    const changed = [...now].filter(([key, { weight }]) => first || known.get(key)?.weight !== weight);
    const come = changed.map(([, one]) => (first ? one : { ...one, others: othersOf(one, now) }));
    return [...come, ...gone].map((one) => {
      known.set(keyOf(one), one);
      return { series: 'destination', at, value: { ...one, previousMs: since } };
    });
  };

  return {
    take(reading) {
      const newShape = withoutCounters(reading.text);
      const proven = unproven?.shape === newShape ? unproven.reading : null;
      unproven = null;
      let observations: AgentObservation<'destination'>[] = [];
      if (newShape !== shape) {
        if (proven === null && reading.text.length >= pageBytes) {
          unproven = { shape: newShape, reading };
          return [];
        }
        const { text, endedMs } = proven ?? reading;
        const at = toMicrosecond(endedMs);
        observations = changes(text, at, previousMs ?? at);
      }
      shape = newShape;
      previousMs = toMicrosecond(reading.beganMs);
      return observations;
    },
    restart() {
      shape = null;
      unproven = null;
      previousMs = null;
    },
  };
}

/** The connections change all the time, and parsing costs fifteen times as much as this: 1.8 ms for 200 services. */
function withoutCounters(text: string): string {
  // From the first of a row of blanks only: from each of them, a long row would be gone through again and again.
  return text.replace(/(?<! ) +\d+ +\d+ *$/gm, '');
}

function destinationsOf(text: string): Map<string, Omit<DestinationValue, 'previousMs'>> {
  const all = parseIpvsTable(text).flatMap(({ address, port, firewallMark, destinations }) =>
    destinations.map(({ address: realServer, weight, activeConnections, inactiveConnections }) => {
      const service = address === null ? `mark ${firewallMark}:0` : `${address}:${port}`;
      return { service, realServer, weight, activeConnections, inactiveConnections };
    }),
  );
  return new Map(all.map((one) => [keyOf(one), one]));
}

/** IPVS's own counts of a service's other destinations: whom a scheduler would rather send to. */
function othersOf(
  one: Known,
  now: ReadonlyMap<string, Omit<DestinationValue, 'previousMs'>>,
): NonNullable<DestinationValue['others']> {
  return [...now.values()]
    .filter(({ service, realServer }) => service === one.service && realServer !== one.realServer)
    .map(({ realServer, activeConnections, inactiveConnections }) => ({
      realServer,
      activeConnections,
      inactiveConnections,
    }));
}

function keyOf({ service, realServer }: Pick<Known, 'service' | 'realServer'>): string {
  return `${service} ${realServer}`;
}
