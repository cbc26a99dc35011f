import { untouchedServices } from '../../ipvs/services.ts';
import type { Range, Recording } from '../../model.ts';
import { type Balancing, balancingsOf, isKeptAlive, saysNothingOfShares } from '../balance.ts';
import { serviceName } from '../destinations.ts';
import { type Candidate, exactly, metricOf, type Sample } from './sample.ts';

/**
 * How far each service's scheduler was from what is predicted of it, by the same trials as the checks `balance-share` and
 * `balance-sequence`.
 */
export function metricsOfBalance(recording: Recording): Candidate[] {
  const { topology, balanceTrials } = recording.run;
  if (balanceTrials === undefined) return [];
  const sharing = balanceTrials.length === 0 || !balanceTrials.every(isKeptAlive);
  const services = untouchedServices(topology).map((service) => ({
    subject: serviceName(service),
    own: balancingsOf(recording).filter((one) => one.service === service && one.doubt === null),
  }));
  const shares = services.map(({ subject, own }) => metricOf('shareDeviationPercent', subject, own.map(shareSample)));
  const decisions = services.map(({ subject, own }) =>
    metricOf('misplacedDecisions', subject, own.map(decisionSample)),
  );
  return [
    ...(sharing ? shares : []).map((metric) => ({ metric, missed: true })),
    // Where chance decides, or a template does, no single decision is predicted.
    ...decisions.map((metric) => ({ metric, missed: false })),
  ];
}

/** The largest difference of a share from what it was to be, in points; to what is within predicted bounds there is none. */
function shareSample(balancing: Balancing): Sample | null {
  const { trial, counts, refused, unanswered, chances, bounds, boundsRefused } = balancing;
  if (isKeptAlive(trial) || saysNothingOfShares(balancing)) return null;
  if (chances !== null) {
    const answered = counts.reduce((sum, one) => sum + one, 0);
    const apart = counts.map((one, index) => Math.abs(one - (chances[index] ?? 0) * answered));
    return { value: percent(Math.max(...apart), answered) };
  }
  if (bounds === null) return null;
  const outcomes = [...counts, refused];
  const apart = outcomes.map((one, index) =>
    outside(one, [...bounds, boundsRefused ?? none][index] ?? none, unanswered),
  );
  const total = outcomes.reduce((sum, one) => sum + one, 0);
  return { value: percent(Math.max(...apart), total), predicted: none, bound: percent(unanswered, total) };
}

/** How far a count is from its range; a connection without an answer may be one of anybody's. */
function outside(count: number, { low, high }: Range, unanswered: number): number {
  return Math.max(0, count - high, low - unanswered - count);
}

function decisionSample({ decisions }: Balancing): Sample | null {
  if (decisions === null || decisions.compared === 0) return null;
  return { value: decisions.wrong.length, predicted: none, bound: 0 };
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (part / whole) * 100;
}

const none = exactly(0);
