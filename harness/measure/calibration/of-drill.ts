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
  const quiet = found.flatMap((one) => one.quiet ?? []);
  return {
    schema: 1,
    machine,
    startedAt,
    gitCommit,
    gitDirty,
    verdict,
    errors: found.flatMap(({ errors }) => errors),
    quiet: {
      // Of runs that were not equally long, what holds for each.
      durationMs: quiet.length === 0 ? 0 : Math.min(...quiet.map(({ durationMs }) => durationMs)),
      impaired: quiet.flatMap(({ impaired }) => impaired),
    },
    lateness: latenessOf(recordings),
    clock: clockOf(...recordings),
  };
}

function commonMachine(recordings: readonly Recording[]): MachineKind | null {
  const [first, ...others] = recordings.map(({ run }) =>
    run.machine === undefined ? null : machineKindOf(run, run.machine),
  );
  const same = first != null && others.every((one) => one !== null && isSameMachine(first, one));
  return same ? first : null;
}
