import type { LoadTrial, Path, Run } from '../model.ts';

/** What the trials of a comparison have in common: one load in every round. */
export interface LoadKind {
  path: Path;
  responseBytes: number;
  connectionUse: LoadTrial['connectionUse'];
}

/** Every load that was to be compared, path by path within a size, the sizes in their order, kept connections first. */
export function loadKinds({ comparison }: Pick<Run, 'comparison'>): LoadKind[] {
  if (comparison === undefined) return [];
  return comparison.connectionUses.flatMap((connectionUse) =>
    comparison.responseBytes.flatMap((responseBytes) =>
      comparison.paths.map((path) => ({ path, responseBytes, connectionUse })),
    ),
  );
}

/** The trials of one load, in the order they ran. */
export function trialsOfKind(run: Pick<Run, 'loadTrials'>, kind: LoadKind): LoadTrial[] {
  return (run.loadTrials ?? []).filter((trial) => isOfKind(trial, kind));
}

/** Each of the trials with the one of the same round, size and use of connections through another path. */
export function pairedByRound(
  run: Pick<Run, 'loadTrials'>,
  kind: LoadKind,
  other: Path,
): { trial: LoadTrial; against: LoadTrial }[] {
  const others = trialsOfKind(run, { ...kind, path: other });
  return trialsOfKind(run, kind).flatMap((trial) => {
    const against = others.find(({ round }) => round === trial.round);
    return against === undefined ? [] : [{ trial, against }];
  });
}

/** Whether the links of this comparison were limited: it tells of links then, else of processors. */
export function isShaped({ comparison }: Pick<Run, 'comparison'>): boolean {
  return comparison?.linkBitsPerSecond !== undefined;
}

/** `DR 1 KB kept`: the subject of its judgements. */
export function kindName({ path, responseBytes, connectionUse }: LoadKind): string {
  return `${path} ${sizeWords(responseBytes)} ${connectionUse}`;
}

/** `100 B`, `10 KB`: 1 KB is 1024 B. */
export function sizeWords(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${bytes / 1024} KB`;
}

/** Requests that were not answered, or not with 2xx, of all that were asked in these trials, 0..1; null: none was asked. */
export function failedShareOf(trials: readonly LoadTrial[]): number | null {
  const sum = (of: (throughput: NonNullable<LoadTrial['throughput']>) => number) =>
    trials.reduce((total, { throughput }) => total + (throughput === null ? 0 : of(throughput)), 0);
  const asked = sum(({ responses, errors }) => responses + errors);
  return asked === 0 ? null : sum(({ errors, non2xx }) => errors + non2xx) / asked;
}

/**
 * What was counted in all during a load, for each answered request. Counters are read a little aside of the two instants
 * between which requests are counted, so what they say is told per time first. Null where either is not known.
 */
export function perRequest({ throughput, countedMs }: LoadTrial, counted: number | null): number | null {
  if (throughput === null || throughput.responses === 0 || countedMs === null || counted === null) return null;
  return ((counted / countedMs) * throughput.durationMs) / throughput.responses;
}

function isOfKind(trial: LoadTrial, { path, responseBytes, connectionUse }: LoadKind): boolean {
  return trial.path === path && trial.responseBytes === responseBytes && trial.connectionUse === connectionUse;
}
