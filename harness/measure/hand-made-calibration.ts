import type { CalibratedError, Calibration } from '../model.ts';
import { testMachine } from './synthetic-night.ts';

/** Test support: the errors of ten trials of one length, but for what is given. */
export function calibratedError(changes: Partial<CalibratedError> = {}): CalibratedError {
  return {
    method: 'time-stamp',
    made: 'path',
    probeIntervalMs: 10,
    outageMs: 1000,
    trials: 10,
    biasMs: 0.4,
    spreadMs: 7.5,
    worstMs: 6.2,
    knownToMs: 0.3,
    seen: 10,
    ...changes,
  };
}

/** Test support: a calibration of `testMachine` that passed, at 2 and 10 ms, but for what is given. */
export function handMadeCalibration(changes: Partial<Calibration> = {}): Calibration {
  const errors = [2, 10].flatMap((probeIntervalMs) =>
    (['time-stamp', 'loss'] as const).flatMap((method) => [
      calibratedError({
        method,
        probeIntervalMs,
        outageMs: 0,
        biasMs: 0,
        spreadMs: 0,
        worstMs: 0,
        knownToMs: 0,
        seen: 0,
      }),
      ...[50, 303, 1000, 3000].map((outageMs) =>
        calibratedError({
          method,
          probeIntervalMs,
          outageMs,
          biasMs: (method === 'loss' ? -0.06 : 0.04) * probeIntervalMs,
          spreadMs: 0.75 * probeIntervalMs,
          worstMs: (method === 'loss' ? 0.91 : 0.62) * probeIntervalMs,
        }),
      ),
    ]),
  );
  return {
    schema: 1,
    machine: testMachine,
    startedAt: '2024-12-30T02:00:00.000Z',
    gitCommit: '0123456789abcdef0123456789abcdef01234567',
    gitDirty: false,
    verdict: 'pass',
    errors,
    quiet: { durationMs: 60_000, impaired: Array(10).fill(0) },
    lateness: [
      { probeIntervalMs: 2, p50Ms: 0.12, p99Ms: 1.9, maxMs: 9.4 },
      { probeIntervalMs: 10, p50Ms: 0.11, p99Ms: 1.4, maxMs: 7.7 },
    ],
    clock: { packets: 5120, medianMs: 0.21, worstMs: 1.35 },
    ...changes,
  };
}
