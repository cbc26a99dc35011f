import { join } from 'node:path';
import { compareSets } from '../../harness/compare/compare-sets.ts';
import type { RunOfSet } from '../../harness/compare/run-set.ts';
import { labelled } from '../../harness/compare/set-labels.ts';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import { writeComparison } from '../../reports/compare/write-comparison.ts';
import { suite as failover } from '../../suites/failover.ts';
import { checksOf, judged } from './recordings.ts';

/** The page of a run and two later ones, which take over 50 ms later after one fault, and as before after the other. */
export async function drawnComparison(folder: string): Promise<string> {
  const baseline = await side(1, 0);
  const candidates = [await side(2, 50), await side(3, 50)];
  const comparison = compareSets(labelled([{ runs: [baseline] }, { runs: candidates }]), {
    mayDiffer: [],
    force: false,
  });
  const command = `npm run compare -- --baseline ${baseline.from} --candidate ${candidates.map(({ from }) => from).join(' ')}`;
  return writeComparison(join(folder, 'comparison'), comparison, { command, version: '0.1.0' });
}

async function side(seed: number, detectionErrorMs: number): Promise<RunOfSet> {
  const made = syntheticRecording({
    seed,
    trialsPerFault: 10,
    faults: ['kill-director', 'stop-keepalived'],
    breaks: { detectionErrorMs },
    breakFault: 'kill-director',
    run: { checks: checksOf(failover) },
  });
  const startedAt = `2025-01-0${seed}T02:00:00.000Z`;
  const { run } = await judged(made, { id: `made-up-${seed}`, startedAt });
  return { from: `results/failover/2025-01-0${seed}T02-00-00Z`, run, metrics: run.metrics ?? [] };
}
