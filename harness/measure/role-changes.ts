import type { KernelMs, Recording } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import { tableChanges } from './destinations.ts';
import { holdings } from './holders.ts';
import { advertsOfRouters, masterBefore } from './routers.ts';

/** Something that changed who balances, in words: "director-2 sent adverts as MASTER". */
export interface Change {
  at: KernelMs;
  text: string;
}

/**
 * What shows that roles changed in a time, in order: the first advert of each director but the master, adverts of priority
 * 0, and VIPs that moved.
 */
export function roleChanges(recording: Recording, window: Interval, masterAddress: string): Change[] {
  return [...advertChanges(recording, window, masterAddress), ...moves(recording, window)].sort((a, b) => a.at - b.at);
}

/**
 * Why it is not certain that one director with one table balanced a service all through a time; null when it is. The
 * schedulers' predictions hold for nothing else.
 */
export function balancerDoubt(recording: Recording, service: string, window: Interval): string | null {
  const master = masterBefore(recording, window.fromMs);
  if (master === null) return 'no advert of a master was recorded just before';
  if (recording.series('vip-holder').length === 0) return 'nobody watched who holds the VIP';
  const [change] = roleChanges(recording, window, master.address);
  if (change !== undefined) return `${change.text} meanwhile`;
  return tableDoubt(recording, master.name, service, window);
}

function tableDoubt(recording: Recording, director: string, service: string, window: Interval): string | null {
  if (recording.series('destination').length === 0) return logDoubt(recording, director, service, window);
  const changed = tableChanges(recording, director, service).find(
    ({ at, previousMs }) => at > window.fromMs && previousMs < window.toMs,
  );
  if (changed === undefined) return null;
  const what = changed.weight === null ? 'left the table' : `had weight ${changed.weight} in it all at once`;
  return `the table of ${director} changed meanwhile: ${changed.realServer} ${what}`;
}

/** What keepalived says when it changes a table (`perform_svr_state`, `update_svr_wgt`, `update_quorum_state` in ipwrapper.c), or reads it anew. */
const tableWords =
  /(?:Add|Remov|Enabl|Disabl)ing (?:service|sorry server) |Changing weight from |no longer exist|reload/i;

/** A line may come a little later than what it tells, ms. */
const logLagMs = 200;

/** Where nobody read the tables again and again: keepalived, who alone changes them, told of no change. */
function logDoubt(recording: Recording, director: string, service: string, window: Interval): string | null {
  const lines = recording.series('keepalived-log').filter(({ node }) => node === director);
  if (lines.length === 0) return 'nobody watched the IPVS tables';
  // keepalived writes `[vip]:tcp:port`.
  const [vip, port] = service.split(':');
  const told = lines.find(
    ({ at, value: { line } }) =>
      at >= window.fromMs &&
      at < window.toMs + logLagMs &&
      tableWords.test(line) &&
      (line.includes(`VS [${vip}]:tcp:${port}`) || !line.includes('VS [')),
  );
  return told === undefined ? null : `${director} changed its table meanwhile: "${told.value.line}"`;
}

/** The first advert of each other director, and every advert of priority 0. */
function advertChanges(recording: Recording, window: Interval, masterAddress: string): Change[] {
  const adverts = advertsOfRouters(recording).filter(({ at }) => isInside(at, window));
  return recording.run.topology.directors.flatMap(({ name, address }) => {
    const own = adverts.filter(({ value }) => value.source === address);
    const left = own.filter(({ value }) => value.priority === 0);
    const first = address === masterAddress ? undefined : own.find(({ value }) => value.priority > 0);
    return [
      ...left.map(({ at }) => ({ at, text: `${name} said that it leaves (advert of priority 0)` })),
      ...(first === undefined ? [] : [{ at: first.at, text: `${name} sent adverts as MASTER` }]),
    ];
  });
}

function moves(recording: Recording, window: Interval): Change[] {
  return holdings(recording).flatMap(({ director, address, fromMs, toMs }) => [
    ...(isInside(fromMs, window) ? [{ at: fromMs, text: `${director} got the VIP ${address}` }] : []),
    ...(isInside(toMs, window) ? [{ at: toMs, text: `${director} lost the VIP ${address}` }] : []),
  ]);
}

function isInside(at: KernelMs, window: Interval): boolean {
  return at >= window.fromMs && at < window.toMs;
}
