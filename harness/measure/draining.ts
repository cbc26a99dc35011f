import { askedServices, serversOf } from '../ipvs/services.ts';
import type { KernelMs, Observation, Recording, Retirement, Run, TrialRecord, VirtualService } from '../model.ts';
import { largest } from '../stats/extremes.ts';
import { inOrder } from '../stats/in-order.ts';
import type { Interval } from '../stats/intervals.ts';
import { requestsDecidedIn } from '../stats/outage-window.ts';
import { serviceKey, tableChanges } from './destinations.ts';
import { expiresQuiescentTemplate, expiresWithoutDestination } from './ipvs-sysctls.ts';
import { netOf } from './persistence.ts';
import { holderAt } from './removal.ts';
import { faultWindow } from './trial.ts';

/** The table of a virtual service shows the change. */
export interface Shown {
  service: string;
  /** The last reading that did not show it, and the first that did. */
  previousMs: KernelMs;
  atMs: KernelMs;
}

/** What became of connections that were established to the real server. */
export interface Established {
  /** Answered after the change. */
  alive: number;
  /** Nothing is known to have ended them; one whose packets are dropped looks like that for a while. */
  open: number;
  reset: number;
  timeout: number;
  /** The real server, or this machine, ended them: that says nothing of the director. */
  other: number;
}

/** One trial of taking a real server out of service, as the recording shows it. */
export interface Draining {
  director: string;
  shown: Shown[];
  /** Services whose table did not show it before healing began. */
  unchanged: string[];
  /** Requests that the real server answered before the fault: without any, its silence proves nothing. */
  answeredBefore: number;
  /** Requests that were sent after the table had changed, and answered by whomever. */
  askedAfter: number;
  /** Those of them that the real server answered although it ought to get none. */
  strays: Observation<'request'>[];
  /** Persistent clients that have to keep to a drained real server: how many came, and how many went elsewhere. */
  bound: { clients: number; gone: number };
  /** Lost requests that were under way when the table changed: removal drops their packets. */
  caught: number;
  /** All other lost requests. */
  lost: Observation<'request'>[];
  established: Established;
  /** Connections that were dropped in silence would have shown it by the end of the window. */
  silenceWouldShow: boolean;
}

/**
 * The probe of long-lived connections gives one up after the longest takeover and 5 s without an answer, and asks every
 * 0.3 s (harness/probes/connections.ts): at most four advertisement intervals and this, ms.
 */
const silenceBeyondAdvertsMs = 6500;

/**
 * What IPVS does to established connections of a real server that is taken out of service. Weight 0 leaves them alone
 * (MEASURING 4.3). Removal drops their packets in silence, and they go on if it comes back in time; with
 * `expire_nodest_conn` it deletes them, so that the director's own stack answers with a reset (ipvs-sysctl.rst;
 * MEASURING 4.3: 10 of 10 time out, or are reset).
 */
export function predictedEnd(retirement: Retirement, run: Pick<Run, 'sysctls'>): 'alive' | 'timeout' | 'reset' {
  if (retirement === 'drain') return 'alive';
  return expiresWithoutDestination(run) ? 'reset' : 'timeout';
}

/**
 * Whether persistence goes on sending its clients to the real server. A template is void when its real server has left
 * the table, and, with `expire_quiescent_template`, when its weight is 0 (`ip_vs_check_template`).
 */
function bindsClients(retirement: Retirement, service: VirtualService, run: Pick<Run, 'sysctls'>): boolean {
  return retirement === 'drain' && service.persistenceTimeoutMs !== undefined && !expiresQuiescentTemplate(run);
}

/** Null when the trial has no window, or nobody read the table of the director that held the VIP. */
export function drainingOf(recording: Recording, trial: TrialRecord, retirement: Retirement): Draining | null {
  const { run } = recording;
  const { target, steadyAtMs } = trial;
  const window = faultWindow(trial);
  const [first] = askedServices(run.topology);
  if (window === null || first === undefined) return null;
  const director = holderAt(recording, first, window.fromMs);
  if (director === null || !recording.series('destination').some(({ node }) => node === director)) return null;

  const services = run.topology.virtualServices.filter((service) =>
    serversOf(service, run.topology).some(({ name }) => name === target),
  );
  const shown = services.flatMap((service) => shownIn(recording, director, service, target, retirement, window) ?? []);
  const all = inOrder(recording.series('request'));
  const inWindow = requestsDecidedIn(all, window, run.probe);
  const after = inWindow.filter(({ at, value }) => {
    const change = shown.find((one) => one.service === value.service);
    return value.outcome === 'ok' && change !== undefined && at + value.lateMs > change.atMs;
  });
  const bound = boundClients(recording, trial, retirement, shown);
  const ofBound = after.filter((one) => bound.has(clientKey(run, one)));
  const lost = inWindow.filter(({ value }) => value.outcome !== 'ok');
  const caught = retirement === 'removal' ? lost.filter((one) => wasUnderWay(one, shown, run)) : [];
  return {
    director,
    shown,
    unchanged: services.map(serviceKey).filter((service) => shown.every((one) => one.service !== service)),
    answeredBefore: all.filter(
      ({ at, value }) => at >= (steadyAtMs ?? window.fromMs) && at < window.fromMs && value.realServer === target,
    ).length,
    askedAfter: after.length,
    strays: after.filter((one) => one.value.realServer === target && !bound.has(clientKey(run, one))),
    bound: {
      clients: new Set(ofBound.map((one) => clientKey(run, one))).size,
      gone: new Set(ofBound.filter(({ value }) => value.realServer !== target).map((one) => clientKey(run, one))).size,
    },
    caught: caught.length,
    lost: lost.filter((one) => !caught.includes(one)),
    established: establishedTo(recording, target, window),
    silenceWouldShow: silenceEndsMs(run, shown) < window.toMs,
  };
}

function shownIn(
  recording: Recording,
  director: string,
  service: VirtualService,
  target: string,
  retirement: Retirement,
  window: Interval,
): Shown | null {
  const key = serviceKey(service);
  const weight = retirement === 'drain' ? 0 : null;
  const change = tableChanges(recording, director, key).find(
    (one) => one.realServer === target && one.weight === weight && one.at >= window.fromMs && one.at < window.toMs,
  );
  return change === undefined ? null : { service: key, previousMs: change.previousMs, atMs: change.at };
}

/** Clients whose last answer before the change came from the real server, where persistence keeps them there. */
function boundClients(recording: Recording, trial: TrialRecord, retirement: Retirement, shown: Shown[]): Set<string> {
  const { run } = recording;
  const bound = new Set<string>();
  for (const one of inOrder(recording.series('request'))) {
    const { at, value } = one;
    const service = run.topology.virtualServices.find((each) => serviceKey(each) === value.service);
    const change = shown.find((each) => each.service === value.service);
    if (service === undefined || change === undefined || value.outcome !== 'ok' || at > change.previousMs) continue;
    if (change.atMs - at > (service.persistenceTimeoutMs ?? 0) || !bindsClients(retirement, service, run)) continue;
    if (value.realServer === trial.target) bound.add(clientKey(run, one));
    else bound.delete(clientKey(run, one));
  }
  return bound;
}

/** What persistence takes for one client of one service. */
function clientKey({ topology }: Run, { value }: Observation<'request'>): string {
  const service = topology.virtualServices.find((one) => serviceKey(one) === value.service);
  return `${value.service} ${netOf(value.source, service?.persistencePrefixLength ?? 32)}`;
}

/** Due before the table was seen to have changed, and no longer before it than an answer takes. */
function wasUnderWay({ at, value }: Observation<'request'>, shown: readonly Shown[], { probe }: Run): boolean {
  const change = shown.find((one) => one.service === value.service);
  return change !== undefined && at <= change.atMs && at >= change.previousMs - probe.delayThresholdMs;
}

/** Long-lived connections and those of known ages that were established to the real server when the window opened. */
function establishedTo(recording: Recording, target: string, window: Interval): Established {
  const ends = new Map<string, keyof Established>();
  for (const { at, value } of inOrder(recording.series('connection'))) {
    const key = `held ${value.connection}`;
    if (at >= window.toMs) break;
    if (at < window.fromMs && value.event === 'open' && value.realServer === target) ends.set(key, 'open');
    if (value.event !== 'lost' || !ends.has(key)) continue;
    if (at < window.fromMs) ends.delete(key);
    else ends.set(key, value.cause === 'reset' || value.cause === 'timeout' ? value.cause : 'other');
  }
  const cohorts = recording.series('cohort');
  // One that had sent no request was not told its real server before the fault.
  const servers = new Map(
    cohorts.flatMap(({ value }) => (value.realServer === null ? [] : [[value.connection, value.realServer]])),
  );
  for (const { at, value } of cohorts) {
    if (value.stage !== 'failover' || at < window.fromMs || at >= window.toMs) continue;
    const { outcome } = value;
    if (servers.get(value.connection) !== target) continue;
    ends.set(`aged ${value.connection}`, outcome === 'closed' || outcome === 'failed' ? 'other' : outcome);
  }
  const count = (end: keyof Established) => [...ends.values()].filter((one) => one === end).length;
  return {
    alive: count('alive'),
    open: count('open'),
    reset: count('reset'),
    timeout: count('timeout'),
    other: count('other'),
  };
}

function silenceEndsMs({ topology }: Run, shown: readonly Shown[]): KernelMs {
  const lastMs = largest(shown.map(({ atMs }) => atMs));
  return lastMs + 4 * topology.vrrp.advertIntervalMs + silenceBeyondAdvertsMs;
}
