import type { Calibration } from '../model.ts';
import type { RunOfSet } from './run-set.ts';

/**
 * That sets were measured with instruments of which different things are known. It is not refused, for a calibration is
 * no part of what was measured; but errors that differ are a difference, too.
 */
export function calibrationNotes(sets: readonly { label: string; used: readonly RunOfSet[] }[]): string[] {
  const told = sets
    .filter(({ used }) => used.length > 0)
    .map(({ label, used }) => ({ label, names: [...new Set(used.map(({ run }) => nameOf(run.calibration)))] }));
  if (new Set(told.flatMap(({ names }) => names)).size < 2) return [];
  const sides = told.map(({ label, names }) => `${names.join(' and ')} in ${label}`);
  return [`Calibrations of the instrument differ: ${sides.join(', ')}.`];
}

function nameOf(calibration: Calibration | undefined): string {
  if (calibration === undefined) return 'none';
  const { startedAt, verdict } = calibration;
  return `that of ${startedAt}${verdict === 'pass' ? '' : `, whose verdict is ${verdict},`}`;
}
