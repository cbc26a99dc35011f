import { resultVerdict } from '../../reports/night/verdict.ts';
import { disagreementSentence, disagreementsOf } from '../compare/disagreements.ts';
import type { RunOfSet } from '../compare/run-set.ts';
import { usageError } from '../errors.ts';
import { machineName } from '../measure/machine-kind.ts';
import type { AcceptedNight, MachineKind, Night, NightResult, Run } from '../model.ts';
import { acceptedFor, compactRun, type StoredNight } from '../store/baselines.ts';
import { startedAtStamp } from '../store/run-folder.ts';

/** An entry of the night, with the runs of each time that it was run. */
export interface AcceptPart {
  result: NightResult;
  times: readonly (readonly Run[])[];
}

/** By whom a night is accepted, and why. */
export interface Acceptance {
  at: Date;
  by: string;
  note: string | null;
  /** Although something speaks against it. */
  force: boolean;
}

/**
 * What is to be stored of a night. Throws one usage error with all that speaks against it: what cannot be compared with the
 * nights that were accepted before, or proves nothing, is never accepted; what failed, only with `force` and a note.
 */
export function acceptedNights(
  night: Night,
  parts: readonly AcceptPart[],
  stored: readonly StoredNight[],
  acceptance: Acceptance,
): AcceptedNight[] {
  if (night.short) {
    throw usageError(
      'A short night is too little to compare with: one trial shows no spread.',
      'Accept a whole one: npm run nightly.',
    );
  }
  if (acceptance.force && acceptance.note === null) {
    throw usageError('--force needs a --note: who reads it later must know why.');
  }
  const doubts = parts.flatMap(({ result }) => doubtsOf(result));
  if (doubts.length > 0 && !acceptance.force) {
    throw usageError(
      doubts.join('\n'),
      'Accept the others alone with --only, or all the same with --force and a --note that says why.',
    );
  }
  const found = parts.map((part) => acceptedNight(night, part, acceptance));
  const mistakes = found.flatMap((one) => ('accepted' in one ? doubleOf(one.accepted, stored) : [one.mistake]));
  const clashes = found.flatMap((one) => ('accepted' in one ? clashesOf(one.accepted, stored) : []));
  if (mistakes.length + clashes.length > 0) {
    const anew = clashes.length === 0 ? '' : `, or start their baseline anew: ${dropWords(clashes)}`;
    throw usageError(
      [...mistakes, ...clashes.map(({ sentence }) => sentence)].join('\n'),
      `Leave those entries out with --only${anew}.`,
    );
  }
  return found.flatMap((one) => ('accepted' in one ? [one.accepted] : []));
}

/** What speaks against an entry, and may be overruled. */
function doubtsOf(result: NightResult): string[] {
  const { entry, verdict, gate, problem } = result;
  if (resultVerdict(result) === 'pass') return [];
  return [
    ...(verdict === 'fail' ? [`${entry.name} failed: a check does not hold.`] : []),
    ...(verdict === 'unknown' ? [`${entry.name} is unknown: it proved nothing, or not enough.`] : []),
    ...(problem === null ? [] : [`${entry.name} was not run to its end: ${problem}`]),
    ...(gate?.verdict === 'worse' || gate?.verdict === 'unknown'
      ? [`${entry.name}, compared with the nights before, is ${gate.verdict}: ${gate.sentence}`]
      : []),
  ];
}

function acceptedNight(
  night: Night,
  { result, times }: AcceptPart,
  { at, by, note, force }: Acceptance,
): { accepted: AcceptedNight } | { mistake: string } {
  const runs = times.flat();
  const [first] = runs;
  const { name } = result.entry;
  if (first === undefined || night.machine === null) return { mistake: `${name} has no run.` };
  const unmeasured = runs.find(({ metrics }) => !(metrics ?? []).some(({ samples }) => samples.length > 0));
  if (unmeasured !== undefined) return { mistake: `${name}, ${unmeasured.scenario.name}, has no numbers to compare.` };
  const machine: MachineKind = { ...night.machine, engine: first.engine.kind, kernel: first.versions.kernel };
  return {
    accepted: {
      schema: 1,
      machine,
      entry: name,
      night: night.startedAt,
      gitCommit: night.versions.gitCommit,
      gitDirty: night.versions.gitDirty,
      acceptedAt: at.toISOString(),
      acceptedBy: by,
      note,
      forced: force && resultVerdict(result) !== 'pass',
      runs: runs.map(compactRun),
    },
  };
}

/** That it is in the baseline already. */
function doubleOf({ entry, machine, night }: AcceptedNight, stored: readonly StoredNight[]): string[] {
  const there = acceptedFor(stored, machine, entry).some((one) => one.accepted.night === night);
  return there ? [`${entry} of that night is accepted already.`] : [];
}

/** An entry that does not go with what is in the baseline of its machine, and why. */
interface Clash {
  accepted: AcceptedNight;
  sentence: string;
}

/** The command that takes what they clash with out of the baseline, and nothing else: they may be of another machine. */
function dropWords(clashes: readonly Clash[]): string {
  const entries = new Set(clashes.map(({ accepted }) => accepted.entry));
  const machines = new Set(clashes.map(({ accepted }) => machineName(accepted.machine)));
  return `npm run baseline -- drop all --only ${[...entries].join(' ')} --machine ${[...machines].join(' ')}`;
}

function clashesOf(accepted: AcceptedNight, stored: readonly StoredNight[]): Clash[] {
  const { entry, machine, night } = accepted;
  const last = acceptedFor(stored, machine, entry)
    .filter((one) => one.accepted.night !== night)
    .at(-1)?.accepted;
  if (last === undefined) return [];
  const sentences = accepted.runs.flatMap((run) => {
    const reference = last.runs.find(({ scenario }) => scenario.name === run.scenario.name);
    if (reference === undefined) return [];
    return disagreementsOf(sideOf(last, reference), [{ label: 'this night', runs: [sideOf(accepted, run)] }]).map(
      disagreementSentence,
    );
  });
  const alike = accepted.runs.some((run) => last.runs.some(({ scenario }) => scenario.name === run.scenario.name));
  if (!alike) sentences.push('it has no scenario of those in the baseline');
  return sentences.length === 0
    ? []
    : [
        {
          accepted,
          sentence: `${entry} is not comparable with the nights that were accepted before: ${sentences.join('; ')}.`,
        },
      ];
}

function sideOf({ night }: AcceptedNight, run: Run): RunOfSet {
  return { from: startedAtStamp(new Date(night)), run, metrics: run.metrics ?? [] };
}
