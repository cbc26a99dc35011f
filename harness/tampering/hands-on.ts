import type { Observation, Run, SeriesName, TrialRecord } from '../model.ts';
import type { RunInHand } from './run-in-hand.ts';

/** Makes another recording of one, as somebody does who wants it to say something else, or a disk that fails. */
export type Tampering = (one: RunInHand) => RunInHand;

/** Every observation of a series (of all of them: `null`) becomes what `change` makes of it; null: it goes. */
export function changing<S extends SeriesName>(
  series: S | null,
  change: (one: Observation<S>, place: number) => Observation<S> | Observation<S>[] | null,
): Tampering {
  return (hand) => {
    let place = -1;
    const observations = hand.observations.flatMap((one) => {
      if (series !== null && one.series !== series) return [one];
      place += 1;
      return (change(one as Observation<S>, place) ?? []) as Observation | Observation[];
    });
    return { ...hand, observations };
  };
}

/** Only those of a series (of all of them: `null`) for which `keep` holds. */
export function keeping<S extends SeriesName>(
  series: S | null,
  keep: (one: Observation<S>, place: number) => boolean,
): Tampering {
  return changing(series, (one, place) => (keep(one, place) ? one : null));
}

/** All of a series, of those of all (`null`), so much later, from an instant on. */
export function shifting(series: SeriesName | null, ms: number, fromOf: (run: Run) => number = () => 0): Tampering {
  return (hand) => {
    const fromMs = fromOf(hand.run);
    return changing(series, (one) => (one.at < fromMs ? one : { ...one, at: one.at + ms }))(hand);
  };
}

/** Without what was seen in the second that begins so. */
export function withoutSecond(
  series: SeriesName | null,
  fromOf: (trial: TrialRecord) => number | undefined,
): Tampering {
  return (hand) => {
    const [trial] = hand.run.trials;
    const fromMs = (trial === undefined ? undefined : fromOf(trial)) ?? 0;
    return keeping(series, ({ at }) => at < fromMs || at >= fromMs + 1000)(hand);
  };
}

/** Another run.json. */
export function saying(change: (run: Run) => Partial<Run>): Tampering {
  return (hand) => ({ ...hand, run: { ...hand.run, ...change(hand.run) } });
}

/** Every trial of a fault says otherwise. */
export function inTrials(change: (trial: TrialRecord) => Partial<TrialRecord>): Tampering {
  return saying(({ trials }) => ({ trials: trials.map((trial) => ({ ...trial, ...change(trial) })) }));
}

/** Every balance trial counts otherwise what `counts` names. */
export function recounting(counts: 'kernelConnections' | 'loggedRequests', of: (count: number) => number): Tampering {
  return saying(({ balanceTrials = [] }) => ({
    balanceTrials: balanceTrials.map((trial) => ({
      ...trial,
      [counts]: Object.fromEntries(Object.entries(trial[counts] ?? {}).map(([name, count]) => [name, of(count)])),
    })),
  }));
}
