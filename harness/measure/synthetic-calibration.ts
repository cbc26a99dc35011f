import type { KernelMs, KnownOutage, Observation, Recording, TrialRecord } from '../model.ts';
import { quietFault, trialAt } from './scripted-run.ts';
import { blankRun, handMade, syntheticTopology } from './synthetic-run.ts';

/** A made-up trial of an outage of known length. */
export interface MadeUpTrial {
  /** That was asked for, ms. */
  levelMs: number;
  /** How much longer than it was the requests show it, ms. */
  errorMs?: number;
  /** How wide the bracket of each edge is, ms; null: the end was not seen. */
  edgeMs?: number | null;
  /** The prober's lateness about both edges, ms. */
  lateMs?: number;
  trial?: Partial<TrialRecord>;
}

/** Test support: a calibration whose prober is on time but where it says otherwise, and whose answers take a millisecond. */
export interface MadeUpCalibration {
  known?: KnownOutage;
  /** Of the prober, ms. */
  intervalMs?: number;
  trials: MadeUpTrial[];
  /** Changes a request of the recording, or leaves it out (null). */
  change?(request: Observation<'request'>): Observation<'request'> | null;
}

/** The name of the fault in `syntheticCalibration`. */
export const calibrationFault = 'known-outage';
const steadyMs = 1000;
const afterMs = 600;

/**
 * A run with one trial after the other. Each outage begins a quarter of an interval behind a due time; requests that are
 * due in it are lost, under `delay` they are answered 100 ms late, under `nothing` nothing happens to them.
 */
export function syntheticCalibration({
  known = 'path',
  intervalMs = 2,
  trials,
  change = (request) => request,
}: MadeUpCalibration): Recording {
  const requests: Observation<'request'>[] = [];
  const records: TrialRecord[] = [];
  const firstMs = 100_000;
  let nowMs = firstMs;
  for (const { levelMs, errorMs = 0, edgeMs = 0.5, lateMs = 0, trial = {} } of trials) {
    const startMs = nowMs + steadyMs + intervalMs / 4;
    const endMs = startMs + levelMs;
    const edge = (at: KernelMs, width: number) => ({ earliestMs: at - width / 2, latestMs: at + width / 2 });
    const healMs = endMs + afterMs;
    records.push(
      trialAt(calibrationFault, {
        index: records.length + 1,
        level: levelMs,
        steadyAtMs: nowMs,
        injectDueMs: startMs,
        effective: edge(startMs, edgeMs ?? 0),
        ...(edgeMs === null ? {} : { ended: edge(endMs, edgeMs) }),
        healStartedAtMs: healMs,
        healedAtMs: healMs + 10,
        restored: edge(healMs + 5, 1),
        endedAtMs: healMs + steadyMs,
        ...trial,
      }),
    );
    // The prober goes on between trials, at multiples of its interval.
    const nextMs = firstMs + Math.ceil((healMs + steadyMs + 50 - firstMs) / intervalMs) * intervalMs;
    for (let at = nowMs; at < nextMs; at += intervalMs) {
      const under = levelMs > 0 && at >= startMs && at < endMs + errorMs;
      const near = Math.min(Math.abs(at - startMs), Math.abs(at - endMs)) <= intervalMs;
      const lost = under && (known === 'path' || known === 'server');
      const late = near ? lateMs : 0;
      requests.push({
        series: 'request',
        at,
        node: 'client-1',
        value: {
          outcome: lost ? 'connect-timeout' : 'ok',
          service: '198.18.0.10:80',
          source: '198.18.0.101',
          lateMs: late,
          latencyMs: lost ? 900 : late + 1 + (under && known === 'delay' ? 100 : 0),
          realServer: lost ? null : 'real-server-1',
        },
      });
    }
    nowMs = nextMs;
  }
  const run = blankRun({
    suite: 'calibration',
    topology: syntheticTopology(),
    probe: { intervalMs, deadlineMs: 900, delayThresholdMs: 50, connections: 0 },
    faults: [quietFault(calibrationFault, { knownOutage: known, level: { unit: 'ms', default: 303 } })],
    trials: records,
    trialsPerFault: records.length,
    plannedTrials: records.length,
  });
  return handMade(
    run,
    requests.flatMap((one) => change(one) ?? []),
  );
}
