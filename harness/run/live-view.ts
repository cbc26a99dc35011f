import type { KernelMs, Observation, ProbeSettings } from '../model.ts';
import { isImpaired } from '../stats/outage-window.ts';

/** What the runner needs to know of the recording while it is being made: nothing here is a result. */
export interface LiveView {
  take(observation: Observation): void;
  /** The newest instant of the kernel clock that any observation carried; 0 before the first. */
  latestMs(): KernelMs;
  /** When this address last sent an advert of a priority other than 0; null when it never did. */
  lastAdvertMs(address: string): KernelMs | null;
  /** How long this address has been the only one to send adverts (priority other than 0), ms; 0 when it is not. */
  aloneForMs(address: string): number;
  /** The first advert (priority other than 0) of another address at or after an instant. */
  firstAdvertOfOther(address: string, sinceMs: KernelMs): { source: string; atMs: KernelMs } | null;
  /** Length of the unbroken run of unimpaired requests up to now, ms; 0 when the newest one was impaired. */
  cleanForMs(): number;
  openConnections(): number;
  /**
   * The weight that a real server has in a director's IPVS table, for the virtual service `vip:port`; null: it is not in
   * it any more; undefined: it never was seen there.
   */
  weightOf(director: string, service: string, realServer: string): number | null | undefined;
}

/** How much of the past is kept, ms: longer than anything the runner waits for looks back. */
const memoryMs = 120_000;

/** Makes an empty view. A request counts as unimpaired by the same settings by which the run is judged. */
export function liveView(probe: ProbeSettings): LiveView {
  let latest: KernelMs = 0;
  let newestImpairedMs: KernelMs | null = null;
  let firstRequestMs: KernelMs | null = null;
  let newestRequestMs: KernelMs | null = null;
  let adverts: { source: string; atMs: KernelMs }[] = [];
  const open = new Set<number>();
  const weights = new Map<string, number | null>();
  const placeOf = (director: string, service: string, realServer: string) => `${director} ${service} ${realServer}`;

  return {
    take(observation) {
      latest = Math.max(latest, observation.at);
      if (observation.series === 'request') {
        firstRequestMs ??= observation.at;
        newestRequestMs = Math.max(newestRequestMs ?? 0, observation.at);
        if (isImpaired(observation.value, probe)) {
          newestImpairedMs = Math.max(newestImpairedMs ?? 0, observation.at);
        }
      } else if (observation.series === 'advert' && observation.value.priority > 0) {
        adverts.push({ source: observation.value.source, atMs: observation.at });
        if ((adverts[0]?.atMs ?? 0) < latest - 2 * memoryMs) {
          adverts = adverts.filter((advert) => advert.atMs >= latest - memoryMs);
        }
      } else if (observation.series === 'connection') {
        if (observation.value.event === 'open') open.add(observation.value.connection);
        else open.delete(observation.value.connection);
      } else if (observation.series === 'destination') {
        const { service, realServer, weight } = observation.value;
        weights.set(placeOf(observation.node, service, realServer), weight);
      }
    },
    latestMs: () => latest,
    lastAdvertMs: (address) => adverts.findLast((advert) => advert.source === address)?.atMs ?? null,
    aloneForMs(address) {
      const others = adverts.findLastIndex((advert) => advert.source !== address);
      const first = adverts[others + 1];
      return first === undefined ? 0 : latest - first.atMs;
    },
    firstAdvertOfOther: (address, sinceMs) =>
      adverts.find((advert) => advert.source !== address && advert.atMs >= sinceMs) ?? null,
    cleanForMs() {
      if (newestRequestMs === null || firstRequestMs === null) return 0;
      return newestRequestMs - Math.max(newestImpairedMs ?? 0, firstRequestMs);
    },
    openConnections: () => open.size,
    weightOf: (director, service, realServer) => weights.get(placeOf(director, service, realServer)),
  };
}
