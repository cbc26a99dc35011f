import type { AcceptedNight, MachineKind, Metric, Night, NightEntry, NightResult, Run } from '../model.ts';
import { blankRun, syntheticFaults } from './synthetic-run.ts';

/** What the nights of tests are measured on. */
export const testMachine: MachineKind = { cpuModel: 'Test CPU', cpus: 2, engine: 'lab', kernel: '7.2.7' };

/** A judged failover run with these failover times, ms. */
export function nightRun(id: string, failoverMs: number[], parts: Partial<Run> = {}): Run {
  const run = blankRun({ id, faults: syntheticFaults.filter(({ name }) => name === 'kill-director') });
  const metric = (name: string, unit: string, samples: number[]): Metric => ({
    name,
    subject: 'kill-director',
    unit,
    better: 'lower',
    samples,
    predicted: unit === 'ms' ? { low: 2600, high: 3700 } : null,
    bound: unit === 'ms' ? 10 : null,
  });
  return {
    ...run,
    status: 'judged',
    verdict: 'pass',
    judgements: [],
    checks: ['failover-time'],
    versions: { ...run.versions, kernel: testMachine.kernel },
    engine: { ...run.engine, kind: testMachine.engine },
    metrics: [
      metric('failoverMs', 'ms', failoverMs),
      metric(
        'impaired',
        'requests',
        failoverMs.map((ms) => Math.round(ms / 10)),
      ),
      metric(
        'latenessMs',
        'ms',
        failoverMs.map(() => 1),
      ),
    ],
    ...parts,
  };
}

/** An entry of a night, and what became of it. */
export function nightResult(name: string, parts: Partial<NightResult> = {}): NightResult {
  const entry: NightEntry = { name, suite: 'failover', topology: 'dr-pair' };
  return {
    entry,
    command: `npm run suite failover -- --topology dr-pair`,
    folders: [name],
    verdict: 'pass',
    gate: null,
    problem: null,
    ...parts,
  };
}

/** A night that has come to its end. */
export function syntheticNight(results: NightResult[], parts: Partial<Night> = {}): Night {
  return {
    schema: 1,
    startedAt: '2026-11-20T02:00:00.000Z',
    endedAt: '2026-11-20T03:00:00.000Z',
    short: false,
    interrupted: false,
    command: 'npm run nightly',
    versions: {
      lvsDrill: '0.1.0',
      gitCommit: '0123456789abcdef0123456789abcdef01234567',
      gitDirty: false,
      node: '20.20.2',
    },
    machine: testMachine,
    results,
    ...parts,
  };
}

/** An accepted night of an entry. */
export function acceptedNight(night: string, runs: Run[], parts: Partial<AcceptedNight> = {}): AcceptedNight {
  return {
    schema: 1,
    machine: testMachine,
    entry: 'failover-dr',
    night,
    gitCommit: '0123456789abcdef0123456789abcdef01234567',
    gitDirty: false,
    acceptedAt: '2026-11-21T08:00:00.000Z',
    acceptedBy: 'somebody',
    note: null,
    forced: false,
    runs,
    ...parts,
  };
}
