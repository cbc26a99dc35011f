import fc from 'fast-check';
import { test } from 'vitest';
import { judgeRun } from '../../harness/checks/judge.ts';
import { balanceRecording } from '../../harness/measure/synthetic-balance.ts';
import { disruptionRecording } from '../../harness/measure/synthetic-disruption.ts';
import { healthRecording } from '../../harness/measure/synthetic-health.ts';
import { loadedRecording } from '../../harness/measure/synthetic-loads.ts';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import type { Recording } from '../../harness/model.ts';
import { runSchema } from '../../harness/store/run-schema.ts';
import { loadChecks } from '../../reports/load-checks.ts';
import { suite as connections } from '../../suites/connections.ts';
import { suite as failover } from '../../suites/failover.ts';
import { suite as forwarding } from '../../suites/forwarding.ts';
import { suite as health } from '../../suites/health.ts';
import { suite as schedulers } from '../../suites/schedulers.ts';
import { everyCase, outcomeOf } from './fuzz.ts';

const kinds: readonly (readonly [Recording, typeof failover])[] = [
  [syntheticRecording({ trialsPerFault: 1, faults: ['kill-director'], probe: { intervalMs: 100 } }), failover],
  [balanceRecording(), schedulers],
  [loadedRecording(), forwarding],
  [healthRecording(), health],
  [disruptionRecording(), connections],
];
const checks = await Promise.all(
  kinds.map(([, suite]) => loadChecks([...new Set(suite.scenarios.flatMap((one) => one.checks))])),
);

function numbersIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => numbersIn(one, [...path, key]));
}

/** One of each kind of place: those in a list are alike. */
const places = kinds.flatMap(([{ run }], kind) => {
  const alike = new Map(numbersIn(run).map((path) => [path.join(' ').replaceAll(/\b\d+\b/g, '*'), path]));
  return [...alike.values()].map((path) => ({ kind, path }));
});
const extreme = fc.constantFrom(0, -1, 1e-300, 1e-9, 0.1, 1e6, 1e9, 2 ** 32, 2 ** 53 - 1, 1e15, 1e300, -1e300);

test('a run with a number that is out of all proportion is refused, or judged at once', async () => {
  await everyCase(
    fc.tuple(fc.constantFrom(...places), extreme),
    ([{ kind, path }, number]) => {
      const [recording] = kinds[kind] as (typeof kinds)[number];
      const run = structuredClone(recording.run);
      let place = run as unknown as Record<string, unknown>;
      for (const part of path.slice(0, -1)) place = place[part] as Record<string, unknown>;
      place[path.at(-1) ?? ''] = number;
      if (!runSchema.safeParse(run).success) return;
      const outcome = outcomeOf(() => judgeRun(checks[kind] ?? [], { ...recording, run }));
      if ('refused' in outcome) throw outcome.refused;
    },
    { share: 0.2 },
  );
});
