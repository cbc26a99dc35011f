import type { Recording, Topology } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import { advertsOfRouters } from './routers.ts';

/** Why a director does not follow another one's adverts. */
interface Reason {
  /** What keepalived 2.3.3 logs of it, once until its master changes (`vrrp_check_packet`, `log_rate_limited_error`). */
  pattern: RegExp;
  /** Where in the pattern the sender's address stands; 0: nowhere. */
  sender: number;
  words(match: RegExpExecArray, topology: Topology): string;
}

const reasons: Reason[] = [
  {
    pattern: /received an invalid passwd from (\d[\d.]*\d)/,
    sender: 1,
    words: () => 'their VRRP passwords differ',
  },
  {
    pattern: /received a (\d+) auth from (\d[\d.]*\d), expecting (\d+)/,
    sender: 2,
    words: () => 'one of them authenticates its adverts and the other does not',
  },
  {
    pattern: /wrong VRRP version from (\d[\d.]*\d)\. Received (\d+) and expect (\d+)/,
    sender: 1,
    words: ([, , received, expected]) => `they are of VRRP version ${received}, ${expected} is configured`,
  },
  {
    pattern: /advertisement interval mismatch with (\d[\d.]*\d) mine=(\d+) sec rcv'd=(\d+) sec/,
    sender: 1,
    words: ([, , own, received]) => `their advertisement intervals differ, ${own} s and ${received} s`,
  },
  {
    pattern: /ip address associated with VRID (\d+) not present in advert from (\d[\d.]*\d): (\S+)/,
    sender: 2,
    words: ([, id, , vip], { vrrp }) =>
      `it advertises virtual router id ${id ?? vrrp.virtualRouterId} without the VIP ${vip}`,
  },
];

/**
 * Why the directors do not agree on one MASTER, each as a sentence without its full stop: virtual router ids that differ,
 * as the wire shows, and what keepalived logs in the windows of adverts it discards. Empty when nothing speaks of it.
 */
export function refusals(recording: Recording, windows: readonly Interval[]): string[] {
  const { topology } = recording.run;
  const found = new Set<string>(differingIds(recording));
  for (const { at, node, value } of recording.series('keepalived-log')) {
    if (!windows.some(({ fromMs, toMs }) => at >= fromMs && at < toMs)) continue;
    for (const { pattern, sender, words } of reasons) {
      const match = pattern.exec(value.line);
      if (match === null) continue;
      const from = match[sender] ?? '';
      const name = topology.directors.find(({ address }) => address === from)?.name ?? from;
      found.add(`${node} does not follow the adverts of ${name}: ${words(match, topology)}`);
    }
  }
  return [...found];
}

function differingIds(recording: Recording): string[] {
  const { directors, vrrp } = recording.run.topology;
  const sending = advertsOfRouters(recording);
  const ids = directors.flatMap(({ name, address }) => {
    const id = sending.find(({ value }) => value.source === address)?.value.virtualRouterId;
    return id === undefined ? [] : [{ name, id }];
  });
  const other = ids.find(({ id }) => id !== vrrp.virtualRouterId);
  const usual = ids.find(({ id }) => id === vrrp.virtualRouterId);
  if (other === undefined) return [];
  const beside = usual === undefined ? `${vrrp.virtualRouterId} is configured` : `${usual.name} ${usual.id}`;
  return [`${other.name} advertises virtual router id ${other.id}, ${beside}`];
}
