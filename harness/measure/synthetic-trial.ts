import { masterDownIntervalMs, skewTimeMs } from '../keepalived/timing.ts';
import type {
  ConnectionValue,
  Director,
  FaultFacts,
  KernelMs,
  Observation,
  ProbeSettings,
  RequestOutcome,
  SeriesName,
  SeriesValues,
  Topology,
  TrialRecord,
} from '../model.ts';

/** What can go wrong in a made-up trial. */
export interface TrialBreaks {
  /** Added to the successor's takeover, ms; negative: too early. */
  detectionErrorMs?: number;
  /** Nothing is answered for so long after the takeover, ms. */
  extraOutageMs?: number;
  /** The fault happens and nobody takes over. */
  noTakeover?: boolean;
  /** The fault does nothing, and its confirmation says so. */
  doesNothing?: boolean;
  /** After healing both directors hold the VIP and send adverts; the trial never settles. */
  neverSettles?: boolean;
  /** The old master comes back so much later than predicted, ms. */
  reversionErrorMs?: number;
  /** Lateness of the prober during the fault, ms. */
  latenessMs?: number;
  /** Due requests that were never sent, one after the other, while the fault lasts. */
  droppedProbes?: number;
  /** Requests refused while the cluster was steady. */
  steadyLosses?: number;
}

/** What clients feel between two instants. The last disturbance that covers a request wins. */
export interface Disturbance {
  fromMs: KernelMs;
  toMs: KernelMs;
  effect: { outcome: RequestOutcome } | { delayedUntilMs: KernelMs } | { lateMs: number } | { dropped: true };
}

/** The state that goes from one made-up trial to the next. */
export interface Timeline {
  topology: Topology;
  probe: ProbeSettings;
  random: () => number;
  nowMs: KernelMs;
  /** The last advert that was sent. */
  gridMs: KernelMs;
  observations: Observation[];
  disturbances: Disturbance[];
}

/** Appends one trial's observations to the timeline and returns its record. */
export function syntheticTrial(
  timeline: Timeline,
  index: number,
  fault: FaultFacts,
  phase: number,
  breaks: TrialBreaks,
): TrialRecord {
  const { topology, random, disturbances } = timeline;
  const [master, backup] = topology.directors;
  if (master === undefined || backup === undefined) throw new Error('a synthetic run needs two directors');
  const advertMs = topology.vrrp.advertIntervalMs;
  const vip = topology.virtualServices[0]?.vip ?? '';
  const observer = topology.clients[0]?.name ?? '';
  const emit = <S extends SeriesName>(series: S, at: KernelMs, node: string, value: SeriesValues[S]) =>
    timeline.observations.push({ series, at, node, value } as Observation);
  const advert = (director: Director, at: KernelMs, priority = director.priority) =>
    emit('advert', at, observer, {
      source: director.address,
      version: topology.vrrp.version,
      virtualRouterId: topology.vrrp.virtualRouterId,
      priority,
      sourceMac: macOf(director),
    });
  const advertsUntil = (director: Director, endMs: KernelMs) => {
    for (; timeline.gridMs + advertMs < endMs; timeline.gridMs += advertMs)
      advert(director, timeline.gridMs + advertMs);
  };
  const becomeMaster = (director: Director, at: KernelMs, alreadyHeld: boolean) => {
    advert(director, at);
    timeline.gridMs = at;
    if (!alreadyHeld) emit('vip-holder', at + 0.8, director.name, { address: vip, held: true });
    for (let n = 0; n < 5; n += 1) emit('garp', at + 1.2 + n * 0.1, observer, { address: vip, mac: macOf(director) });
    emit('keepalived-log', at, director.name, { line: '(VI_1) Entering MASTER STATE' });
  };

  const steadyAtMs = timeline.nowMs;
  advertsUntil(master, steadyAtMs + 2 * advertMs);
  const lastAdvertMs = timeline.gridMs;
  const injectDueMs = lastAdvertMs + phase * advertMs;
  const effective = { earliestMs: injectDueMs + 0.2, latestMs: injectDueMs + 1 + random() };
  if (breaks.steadyLosses !== undefined)
    disturbances.push(during(steadyAtMs + 100, breaks.steadyLosses * timeline.probe.intervalMs, 'refused'));

  const graceful = fault.detection === 'graceful';
  const downMs = masterDownIntervalMs(topology.vrrp, backup.priority);
  const timerStartMs = graceful ? effective.earliestMs + 1 : lastAdvertMs;
  const expectedMs = timerStartMs + (graceful ? skewTimeMs(topology.vrrp, backup.priority) : downMs);
  const takeoverMs = expectedMs + 0.2 + random() + (breaks.detectionErrorMs ?? 0);
  const healStartedAtMs = takeoverMs + 2000 + (breaks.extraOutageMs ?? 0);
  const healedAtMs = healStartedAtMs + (fault.reversion === 'reassert' ? 1.5 : 400);
  const record: TrialRecord = {
    index,
    fault: fault.name,
    target: master.name,
    phase,
    steadyAtMs,
    injectDueMs,
    effective,
    confirmation: { confirmed: true, evidence: `${fault.name} seen on ${master.name}` },
    healStartedAtMs,
    healedAtMs,
    // keepalived was started 30 ms before the harness knew; a thaw is seen at once.
    restored:
      fault.reversion === 'reassert'
        ? { earliestMs: healStartedAtMs + 0.5, latestMs: healStartedAtMs + 1 }
        : { earliestMs: healedAtMs - 30, latestMs: healedAtMs - 20 },
    endedAtMs: null,
  };
  if (breaks.latenessMs !== undefined)
    disturbances.push({
      fromMs: effective.earliestMs,
      toMs: effective.earliestMs + 30,
      effect: { lateMs: breaks.latenessMs },
    });
  if (breaks.droppedProbes !== undefined) {
    const toMs = takeoverMs + 500 + breaks.droppedProbes * timeline.probe.intervalMs;
    disturbances.push({ fromMs: takeoverMs + 500, toMs, effect: { dropped: true } });
  }
  if (breaks.doesNothing) {
    timeline.nowMs = healedAtMs + 2500;
    advertsUntil(master, timeline.nowMs);
    const confirmation = { confirmed: false, evidence: `keepalived still runs on ${master.name}` };
    return { ...record, confirmation, endedAtMs: healedAtMs + 2000 };
  }

  if (graceful) {
    advert(master, timerStartMs, 0);
    emit('vip-holder', timerStartMs + 0.5, master.name, { address: vip, held: false });
    emit('keepalived-log', timerStartMs, master.name, { line: '(VI_1) sent 0 priority' });
  }
  const dies = fault.dataPath === 'outage';
  const freezes = fault.reversion === 'reassert';
  if (dies || freezes) emit('node-state', effective.latestMs, master.name, { state: dies ? 'dead' : 'frozen' });
  const recoveredMs = breaks.noTakeover ? healStartedAtMs : takeoverMs + 3 + (breaks.extraOutageMs ?? 0);
  if (dies || breaks.noTakeover) disturbances.push(between(effective.earliestMs - 1, recoveredMs, 'connect-timeout'));
  else if (graceful) {
    const effect = { delayedUntilMs: takeoverMs + 3 };
    disturbances.push({ fromMs: effective.earliestMs - 1, toMs: takeoverMs + 3, effect });
  }
  if (breaks.extraOutageMs !== undefined) disturbances.push(between(takeoverMs, recoveredMs, 'connect-timeout'));
  if (!breaks.noTakeover) becomeMaster(backup, takeoverMs, false);
  if (!breaks.noTakeover) advertsUntil(backup, healStartedAtMs);

  if (dies || freezes) emit('node-state', healedAtMs - 1, master.name, { state: 'running' });
  if (fault.reversion === 'restart') emit('vip-holder', healedAtMs - 20, master.name, { address: vip, held: false });
  const returnMs = freezes ? healedAtMs + 0.5 : healedAtMs + masterDownIntervalMs(topology.vrrp, master.priority);
  const revertMs = returnMs + (breaks.reversionErrorMs ?? 0);
  if (!breaks.noTakeover) advertsUntil(backup, revertMs);
  becomeMaster(master, revertMs, freezes);
  if (breaks.neverSettles) {
    timeline.nowMs = revertMs + 10_000;
    for (let at = revertMs + 300; at < timeline.nowMs; at += advertMs) advert(backup, at);
    advertsUntil(master, timeline.nowMs);
    return { ...record, error: 'not steady 10 s after healing: VIP on director-1, director-2' };
  }
  if (!breaks.noTakeover) emit('vip-holder', revertMs + 1.5, backup.name, { address: vip, held: false });
  const endedAtMs = revertMs + 2000;
  timeline.nowMs = endedAtMs + 500;
  advertsUntil(master, timeline.nowMs);
  return { ...record, endedAtMs };
}

/** Long-lived connections: without a sync daemon each change of the master resets them, then they are opened again. */
export function syntheticConnections(timeline: Timeline, startMs: KernelMs): Observation[] {
  const source = timeline.topology.clients[0]?.sourceAddresses[0] ?? '';
  const node = timeline.topology.clients[0]?.name ?? '';
  const realServer = timeline.topology.realServers[0]?.name ?? null;
  const made: Observation[] = [];
  let first = 0;
  const forEach = (at: KernelMs, change: Pick<ConnectionValue, 'event' | 'cause'>) => {
    for (let n = 0; n < timeline.probe.connections; n += 1)
      made.push({
        series: 'connection',
        at: at + n,
        node,
        value: { connection: first + n, source, realServer, ...change },
      });
  };
  forEach(startMs, { event: 'open' });
  for (const changed of timeline.observations) {
    if (changed.series !== 'vip-holder' || !changed.value.held) continue;
    forEach(changed.at + 20, { event: 'lost', cause: 'reset' });
    first += timeline.probe.connections;
    forEach(changed.at + 60, { event: 'open' });
  }
  return made;
}

function macOf(director: Director): string {
  const last = Number(director.address.split('.')[3] ?? 0);
  return `02:42:c6:12:00:${last.toString(16).padStart(2, '0')}`;
}

function between(fromMs: KernelMs, toMs: KernelMs, outcome: RequestOutcome): Disturbance {
  return { fromMs, toMs, effect: { outcome } };
}

function during(fromMs: KernelMs, lengthMs: number, outcome: RequestOutcome): Disturbance {
  return between(fromMs, fromMs + lengthMs, outcome);
}
