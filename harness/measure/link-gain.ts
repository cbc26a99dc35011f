import type { LoadTrial, Run } from '../model.ts';
import { bootstrap, type Estimate } from '../stats/bootstrap.ts';
import { median } from '../stats/quantiles.ts';
import { type Evidence, evidenceOf } from './link-evidence.ts';
import { type LoadKind, loadKinds, pairedByRound } from './loads.ts';

/**
 * The claim on which LVS was founded: so many times what NAT carries, at answers of this size and with at least so many
 * real servers (Zhang Wensong; MEASURING 7.3). It is shown by a load with a connection for each request.
 */
export const foundingClaim = { gain: 10, responseBytes: 10_240, connectionUse: 'fresh', realServers: 10 } as const;

/** Requests through a path over those through NAT in one round. */
export interface GainRound {
  trial: LoadTrial;
  against: LoadTrial;
  /** Of the path, then of NAT. */
  evidence: [Evidence, Evidence];
  /** Null: one of the two is no evidence. `bound`: what `edgeError` of both loads makes of the measured gain. */
  gain: { measured: number; predicted: number; bound: number } | null;
}

/** The loads that are compared with NAT: by methods whose answers bypass the director. */
export function gainKinds(run: Pick<Run, 'comparison'>): LoadKind[] {
  return loadKinds(run).filter(({ path }) => path === 'DR' || path === 'TUN');
}

/** Each round's gain over NAT, measured, and predicted from the bytes of the same two trials. */
export function gainRounds(run: Run, kind: LoadKind): GainRound[] {
  return pairedByRound(run, kind, 'NAT').map(({ trial, against }) => {
    const own = evidenceOf(run, trial);
    const nat = evidenceOf(run, against);
    const gain =
      own.load === null || nat.load === null || own.doubt !== null || nat.doubt !== null
        ? null
        : {
            measured: own.load.requestsPerSecond / nat.load.requestsPerSecond,
            predicted: own.load.predicted.requestsPerSecond / nat.load.predicted.requestsPerSecond,
            bound:
              (own.load.requestsPerSecond / nat.load.requestsPerSecond) * (own.load.edgeError + nat.load.edgeError),
          };
    return { trial, against, evidence: [own, nat], gain };
  });
}

/** Medians over the rounds that are evidence, with their intervals (`bootstrap`); null: none is. */
export function gainOf(run: Run, kind: LoadKind): { measured: Estimate; predicted: Estimate; rounds: number } | null {
  const gains = gainRounds(run, kind).flatMap(({ gain }) => gain ?? []);
  const over = (values: number[]) => bootstrap(values, median, { seed: run.seed });
  const measured = over(gains.map((gain) => gain.measured));
  const predicted = over(gains.map((gain) => gain.predicted));
  return measured === null || predicted === null ? null : { measured, predicted, rounds: gains.length };
}
