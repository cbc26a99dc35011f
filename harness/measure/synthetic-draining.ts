import type {
  CohortValue,
  ConnectionValue,
  FaultFacts,
  Observation,
  Recording,
  RequestOutcome,
  VirtualService,
} from '../model.ts';
import { blankRun, handMade, syntheticTopology } from './synthetic-run.ts';

/** The trial: steady at 0 s, the reload at 2 s, its effect on the table seen at 2.1 s, healing at 20 s. */
export const reloadMs = 2000;
/** When the reload was first seen in the table. */
export const shownMs = 2100;
const healMs = 20_000;
const target = 'real-server-2';

/** What was done, and what became of it. */
export interface DrainingSetting {
  fault?: 'drain-real-server' | 'remove-real-server';
  sysctls?: Record<string, string>;
  service?: Partial<VirtualService>;
  /** Real server that answers, from 0, and what a request meets. */
  server?: (request: number, at: number) => number;
  outcome?: (at: number) => RequestOutcome;
  /** How the long-lived connection to the target ends, and when. */
  ends?: { at: number; cause: NonNullable<ConnectionValue['cause']> };
  cohort?: CohortValue['outcome'];
  healMs?: number;
  tableChanges?: boolean;
}

const aroundTarget = (request: number, at: number) => (at > reloadMs + 50 ? [0, 2][request % 2] : request % 3) ?? 0;

/** Test support: a trial in which a real server is taken out of service by a reload, written by hand. */
export function drained(setting: DrainingSetting = {}): Recording {
  const { fault = 'drain-real-server', server = aroundTarget, outcome = () => 'ok', ends, cohort } = setting;
  const endMs = setting.healMs ?? healMs;
  const plain = syntheticTopology();
  const topology = syntheticTopology({
    virtualServices: plain.virtualServices.map((one) => ({ ...one, ...setting.service })),
  });
  const facts: FaultFacts = {
    name: fault,
    summary: 'a real server is taken out of service by a reload',
    colour: '#000000',
    aim: 'real-server',
    retirement: fault === 'drain-real-server' ? 'drain' : 'removal',
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  };
  const run = blankRun({
    topology,
    faults: [facts],
    sysctls: setting.sysctls ?? {},
    probe: { intervalMs: 50, deadlineMs: 1000, delayThresholdMs: 50, connections: 1 },
    trials: [
      {
        index: 1,
        fault,
        target,
        phase: 0,
        steadyAtMs: 0,
        injectDueMs: reloadMs,
        effective: { earliestMs: reloadMs, latestMs: reloadMs + 1 },
        confirmation: { confirmed: true, evidence: 'the table was seen to change' },
        healStartedAtMs: endMs,
        healedAtMs: endMs + 100,
        restored: { earliestMs: endMs + 50, latestMs: endMs + 60 },
        endedAtMs: endMs + 2000,
      },
    ],
  });
  const requests = Array.from({ length: endMs / 50 }, (_, request): Observation<'request'> => {
    const at = request * 50;
    const met = outcome(at);
    return {
      series: 'request',
      at,
      node: 'client-1',
      value: {
        outcome: met,
        service: '198.18.0.10:80',
        source: `198.18.0.${101 + (request % 16)}`,
        lateMs: 0,
        latencyMs: met === 'ok' ? 2 : 1000,
        realServer: met === 'ok' ? `real-server-${1 + server(request, at)}` : null,
      },
    };
  });
  const destination = (at: number, previousMs: number, weight: number | null): Observation => ({
    series: 'destination',
    at,
    node: 'director-1',
    value: {
      service: '198.18.0.10:80',
      realServer: target,
      weight,
      activeConnections: 1,
      inactiveConnections: 9,
      previousMs,
    },
  });
  const held = (at: number, event: ConnectionValue['event'], cause?: ConnectionValue['cause']): Observation => ({
    series: 'connection',
    at,
    node: 'client-1',
    value: {
      connection: 1,
      event,
      source: '198.18.0.101',
      realServer: target,
      ...(cause === undefined ? {} : { cause }),
    },
  });
  const aged = (at: number, stage: CohortValue['stage'], met: CohortValue['outcome']): Observation => ({
    series: 'cohort',
    at,
    node: 'client-1',
    value: { connection: 7, packets: 3, ageMs: 1000, source: '198.18.0.101', stage, outcome: met, realServer: target },
  });
  return handMade(run, [
    { series: 'vip-holder', at: -100, node: 'director-1', value: { address: '198.18.0.10', held: true } },
    destination(-90, -90, 1),
    ...(setting.tableChanges === false
      ? []
      : [destination(shownMs, shownMs - 50, fault === 'drain-real-server' ? 0 : null)]),
    ...requests,
    held(500, 'open'),
    ...(ends === undefined ? [] : [held(ends.at, 'lost', ends.cause)]),
    ...(cohort === undefined ? [] : [aged(1000, 'made', 'alive'), aged(5000, 'failover', cohort)]),
  ]);
}
