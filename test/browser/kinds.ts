import { healthRecording } from '../../harness/measure/synthetic-health.ts';
import { loadedRecording } from '../../harness/measure/synthetic-loads.ts';
import { writeLibrary } from '../../reports/library/write-library.ts';
import { suite as failover } from '../../suites/failover.ts';
import { suite as forwarding } from '../../suites/forwarding.ts';
import { suite as health } from '../../suites/health.ts';
import { suite as schedulers } from '../../suites/schedulers.ts';
import { drawnComparison } from './comparison.ts';
import { drawnNight } from './night.ts';
import { balances, calibrating, calibration, drawn, drawnDrill, failedFailover, history } from './recordings.ts';

/** Every kind of page there is. */
export const kinds = [
  'failover',
  'health',
  'calibration',
  'balance',
  'forwarding',
  'drill',
  'library',
  'comparison',
  'night',
] as const;

/** A kind of page. */
export type Kind = (typeof kinds)[number];

/** The file of each kind. */
export type Pages = { [kind in Kind]: string };

/** Draws one page of each kind into a folder, from made-up recordings that hold all verdicts there are. */
export async function drawKinds(folder: string): Promise<Pages> {
  const pages = {
    failover: await drawn(folder, failedFailover(), failover, '2025-01-02T03:04:05.000Z'),
    health: await drawn(folder, healthRecording(), health, '2025-01-02T04:04:05.000Z'),
    calibration: await drawn(folder, calibration(), calibrating, '2025-01-02T04:34:05.000Z'),
    balance: await drawn(folder, balances(), schedulers, '2025-01-02T05:04:05.000Z'),
    forwarding: await drawn(folder, loadedRecording(), forwarding, '2025-01-02T06:04:05.000Z'),
    drill: await drawnDrill(folder),
  };
  for (const [index, detectionErrorMs] of [0, 12, 25].entries()) await history(folder, index, detectionErrorMs);
  return {
    ...pages,
    comparison: await drawnComparison(folder),
    night: await drawnNight(folder),
    library: await writeLibrary(folder, '0.1.0'),
  };
}
