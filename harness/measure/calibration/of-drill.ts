import type { Calibration, MachineKind, Recording, Verdict } from '../../model.ts';
import { isSameMachine, machineKindOf } from '../machine-kind.ts';
import { measureRun } from '../trial.ts';
import { clockOf } from './clock.ts';
import { latenessOf } from './lateness.ts';
import { calibrationErrors } from './outage-errors.ts';
import { quietRun } from './quiet-run.ts';

/** A drill of the suite that calibrates: its verdict, and what was recorded, one recording for each scenario. */
export interface CalibrationDrill {
  /** ISO 8601 */
  startedAt: string;
  verdict: Verdict;
  recordings: readonly Recording[];
}

/**
 * What a drill found out about the instrument. Null: its runs do not say on which machine they were made, or name several.
 */
export function calibrationOfDrill({ startedAt, verdict, recordings }: CalibrationDrill): Calibration | null {
  const [first] = recordings;
  const machine = commonMachine(recordings);
  if (first === undefined || machine === null) return null;
  const { gitCommit, gitDirty } = first.run.versions;
  const found = recordings.map((recording) => {
    const measurements = measureRun(recording);
    return { errors: calibrationErrors(recording, measurements), quiet: quietRun(recording, measurements) };
  });
  return {
    schema: 1,
    machine,
    startedAt,
    gitCommit,
    gitDirty,
    verdict,
    errors: found.flatMap(({ errors }) => errors),
    quiet: longest(found.flatMap(({ quiet }) => quiet ?? [])),
    lateness: latenessOf(recordings),
    clock: clockOf(...recordings),
  };
}

/** Those of the longest runs together: shorter ones belong to other questions. */
function longest(quiet: readonly Calibration['quiet'][]): Calibration['quiet'] {
  const durationMs = Math.max(0, ...quiet.map((one) => one.durationMs));
  return {
    durationMs,
    impaired: quiet.filter((one) => one.durationMs === durationMs).flatMap(({ impaired }) => impaired),
  };
}

function commonMachine(recordings: readonly Recording[]): MachineKind | null {
  const [first, ...others] = recordings.map(({ run }) =>
    run.machine === undefined ? null : machineKindOf(run, run.machine),
  );
  const same = first != null && others.every((one) => one !== null && isSameMachine(first, one));
  return same ? first : null;
}
