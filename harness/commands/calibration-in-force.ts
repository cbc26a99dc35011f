import { DrillError } from '../errors.ts';
import { calibrationSuite } from '../measure/calibrated-error.ts';
import { machineKindOf } from '../measure/machine-kind.ts';
import type { Run } from '../model.ts';
import { readCalibration } from '../store/calibrations.ts';

/**
 * Gives a run that begins the last calibration of its machine, so that it is judged and drawn by the same for ever. One
 * that cannot be read costs the run a warning, not its life. A run that calibrates carries none: it asks for a new one.
 */
export async function carryCalibration(run: Run, folder: string): Promise<void> {
  if (run.machine === undefined || run.suite === calibrationSuite) return;
  try {
    const found = await readCalibration(folder, machineKindOf(run, run.machine));
    if (found !== null) run.calibration = found;
  } catch (error) {
    if (!(error instanceof DrillError)) throw error;
    run.warnings.push(
      `No calibrated error can be told: ${error.message} A new calibration (npm run suite ${calibrationSuite}) takes its place.`,
    );
  }
}
