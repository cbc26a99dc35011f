import { calibratedAt } from '../../harness/measure/calibrated-error.ts';
import type { Run } from '../../harness/model.ts';
import { hasProber } from '../prober.ts';

/** Takes one sample: name, help, value, labels beside those of the run. */
type Add = (name: string, help: string, value: number, more?: Record<string, string>) => void;

/** How far the prober's outages are from the truth: whether that is known, of which calibration, and by method. */
export function addCalibration(run: Run, add: Add): void {
  if (!hasProber(run)) return;
  const { calibration } = run;
  const at = calibration === undefined ? null : calibratedAt(calibration, run.probe.intervalMs);
  add('lvs_drill_run_calibrated', 'Whether the error of the prober was known when a run began.', at === null ? 0 : 1);
  if (calibration === undefined || at === null) return;
  const words = 'of the calibration that a run carries';
  add(
    'lvs_drill_calibration_timestamp_seconds',
    `Start ${words}, Unix time.`,
    Date.parse(calibration.startedAt) / 1000,
  );
  for (const verdict of ['pass', 'fail', 'unknown'] as const) {
    const help = `Verdict ${words}: 1 of the one that it is, 0 of the others.`;
    add('lvs_drill_calibration_verdict', help, verdict === calibration.verdict ? 1 : 0, { verdict });
  }
  const interval = `Calibrated probe interval from which the errors ${words} are.`;
  add('lvs_drill_calibrated_probe_interval_seconds', interval, at.probeIntervalMs / 1000);
  for (const { method, worstMs, spreadMs, knownToMs, biasMs, seenFromMs } of at.methods) {
    const gauge = (name: string, help: string, ms: number) => add(name, help, ms / 1000, { method });
    gauge('lvs_drill_calibrated_error_max_seconds', 'Largest absolute error of an outage in any trial.', worstMs);
    gauge('lvs_drill_calibrated_error_spread_seconds', 'Largest minus smallest error at one length.', spreadMs);
    gauge('lvs_drill_calibrated_bias_low_seconds', 'Lowest median error at one length.', biasMs.low);
    gauge('lvs_drill_calibrated_bias_high_seconds', 'Highest median error at one length.', biasMs.high);
    gauge('lvs_drill_calibrated_known_to_seconds', 'Within what true lengths were known, plus or minus.', knownToMs);
    if (seenFromMs !== null)
      gauge('lvs_drill_calibrated_seen_from_seconds', 'Length from which on every outage was seen.', seenFromMs);
  }
}
