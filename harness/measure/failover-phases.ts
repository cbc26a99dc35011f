import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import { vipsOf } from '../keepalived/vips.ts';
import type { KernelMs, Recording, TrialMeasurement, TrialRecord } from '../model.ts';
import { inOrder } from '../stats/in-order.ts';
import { struckAtMs } from './instants.ts';
import { macOwner } from './neighbour-entry.ts';
import { factsOf } from './vrrp-faults.ts';

/**
 * What a failover is made of, in the order in which it happens. The protocol's share: `running`, the successor's timer ran
 * already when the fault struck; `farewell`, until the old master said that it leaves; `advert`, until the first advert that
 * failed to come was due; `timer`, the rest of what the protocol waits. The excess: `late`, beyond that until the successor's
 * first advert; `vip`, until it had the VIP; `garp`, until it announced that; `arp`, until the client's ARP entry pointed to
 * it; `answer`, until the first request that was answered in time was due.
 */
export const phaseNames = ['running', 'farewell', 'advert', 'timer', 'late', 'vip', 'garp', 'arp', 'answer'] as const;
export type PhaseName = (typeof phaseNames)[number];

/** A phase of one failover, ms after the fault struck; `toMs` equals `fromMs` where its end had come already. */
export interface Phase {
  name: PhaseName;
  fromMs: number;
  toMs: number;
  /** Phases before it whose end was not seen: it holds them too. */
  holds: PhaseName[];
}

/** The phases of one trial's failover; what was not seen is missing, not made up. */
export interface FailoverPhases {
  index: number;
  fault: string;
  phases: Phase[];
  /** Phases whose end was not seen. */
  missing: PhaseName[];
  /** No request was impaired: there is no first answer after a gap. */
  unfelt: boolean;
}

/** The phases of every trial that got as far as its fault and was to have a takeover, in the order of the measurements. */
export function failoverPhases(recording: Recording, measurements: readonly TrialMeasurement[]): FailoverPhases[] {
  return measurements.flatMap((measurement) => {
    const trial = recording.run.trials.find((one) => one.index === measurement.index);
    const struckMs = trial === undefined ? null : struckAtMs(trial);
    const facts = trial === undefined ? undefined : factsOf(recording.run, trial);
    if (trial === undefined || struckMs === null || facts === undefined || facts.detection === 'none') return [];
    const unfelt = measurement.requests > 0 && measurement.impairedRequests === 0;
    const ends: [PhaseName, KernelMs | null][] = [
      ...protocolEnds(recording, measurement, facts.detection === 'graceful'),
      ['vip', measurement.vipAddedMs],
      ['garp', measurement.firstGarpMs],
      ['arp', clientTurnedMs(recording, trial, measurement)],
      ...(unfelt ? [] : [['answer', measurement.firstGoodMs] satisfies [PhaseName, KernelMs | null]]),
    ];
    return [{ index: measurement.index, fault: measurement.fault, ...inTurn(ends, measurement, struckMs), unfelt }];
  });
}

/** Until the successor's first advert; without a prediction nothing of it can be told apart from the timer. */
function protocolEnds(
  { run }: Recording,
  { lastAdvertOldMs: last, predictedDetectionMs, firstAdvertNewMs: first }: TrialMeasurement,
  graceful: boolean,
): [PhaseName, KernelMs | null][] {
  const dueMs = last === null ? null : last + usedAdvertIntervalMs(run.topology.vrrp);
  const waitedMs = last === null || predictedDetectionMs === null ? null : last + predictedDetectionMs;
  const seen = (at: KernelMs | null) => (at === null || first === null ? null : Math.min(at, first));
  return [
    graceful ? ['farewell', last] : ['advert', seen(dueMs)],
    ...(waitedMs === null
      ? [['timer', first] satisfies [PhaseName, KernelMs | null]]
      : ([
          ['timer', seen(waitedMs)],
          ['late', first],
        ] satisfies [PhaseName, KernelMs | null][])),
  ];
}

function inTurn(
  ends: readonly [PhaseName, KernelMs | null][],
  { lastAdvertOldMs: last }: TrialMeasurement,
  struckMs: KernelMs,
): Pick<FailoverPhases, 'phases' | 'missing'> {
  const phases: Phase[] = [];
  const missing: PhaseName[] = [];
  if (last !== null && last < struckMs) phases.push({ name: 'running', fromMs: last - struckMs, toMs: 0, holds: [] });
  let atMs = 0;
  let holds: PhaseName[] = [];
  for (const [name, end] of ends) {
    if (end === null) {
      missing.push(name);
      holds.push(name);
      continue;
    }
    const toMs = Math.max(atMs, end - struckMs);
    phases.push({ name, fromMs: atMs, toMs, holds });
    [atMs, holds] = [toMs, []];
  }
  return { phases, missing };
}

/** When the client's entry of a VIP came to point to the successor, as its kernel said; null when that was not seen. */
function clientTurnedMs(recording: Recording, trial: TrialRecord, { successor }: TrialMeasurement): KernelMs | null {
  const fromMs = struckAtMs(trial);
  if (fromMs === null || successor === null) return null;
  const vips = vipsOf(recording.run.topology);
  const turned = inOrder(recording.series('neighbour')).find(
    ({ at, value }) =>
      at >= fromMs &&
      at < (trial.healStartedAtMs ?? Number.POSITIVE_INFINITY) &&
      value.mac !== null &&
      vips.includes(value.address) &&
      macOwner(recording, value.mac.toLowerCase()) === successor,
  );
  return turned?.at ?? null;
}
