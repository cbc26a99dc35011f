import { describe, expect, test } from 'vitest';
import { checkCases as table } from '../checks/cases/table.ts';
import type { Check } from '../checks/check.ts';
import { verdictOf } from '../checks/verdict.ts';
import { measureRun } from '../measure/trial.ts';
import { loadUnits } from '../registry.ts';

const checks = await loadUnits<Check>(new URL('../checks/', import.meta.url), 'check');

/** Those that ask whether a run is to be believed: what they find makes it unknown, never failed. */
const neverFail = ['fault-confirmed', 'kernel-trouble', 'prober-lateness', 'recording-whole'];

test.each([...checks.values()])(
  '$name has a recording for every verdict in harness/checks/cases/',
  ({ name, soundness }) => {
    const verdicts = new Set(table.filter(({ check }) => check === name).map(({ verdict }) => verdict));
    const owed = neverFail.includes(name) ? (['pass', 'unknown'] as const) : (['pass', 'fail', 'unknown'] as const);
    for (const verdict of owed) {
      const missing = `${name} has no case that makes it '${verdict}': add a row to a table in harness/checks/cases/ (CONTRIBUTING, "Add a check")`;
      expect(verdicts.has(verdict), missing).toBe(true);
    }
    if (neverFail.includes(name))
      expect(soundness, `${name} asks what the faults brought about, and may not be let off`).toBe(true);
  },
);

test('no row is of a check that there is not, and none is there twice', () => {
  expect(table.map(({ check }) => check).filter((name) => !checks.has(name))).toEqual([]);
  expect(new Set(table.map(({ check, what }) => `${check}: ${what}`)).size).toBe(table.length);
});

describe.each([...checks.values()])('$name', (check) => {
  test.each(table.filter((one) => one.check === check.name))('$verdict where $what', ({ verdict, recording }) => {
    const made = recording();
    const judgements = check.judge({ recording: made, measurements: measureRun(made) });
    const told = judgements.map((one) => `${one.subject} ${one.verdict}: ${one.headline}`).join('\n');
    expect(verdictOf(judgements), told).toBe(verdict);
  });
});
