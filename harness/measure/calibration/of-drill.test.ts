import { expect, test } from 'vitest';
import type { KnownOutage, Recording, Run } from '../../model.ts';
import { type MadeUpTrial, syntheticCalibration } from '../synthetic-calibration.ts';
import { testMachine } from '../synthetic-night.ts';
import { calibrationOfDrill } from './of-drill.ts';

const { cpuModel, cpus } = testMachine;

function recordingOf(
  trials: MadeUpTrial[],
  { known, intervalMs, parts = {} }: { known?: KnownOutage; intervalMs?: number; parts?: Partial<Run> } = {},
): Recording {
  const recording = syntheticCalibration({
    trials,
    ...(known === undefined ? {} : { known }),
    ...(intervalMs === undefined ? {} : { intervalMs }),
  });
  const { engine, versions } = recording.run;
  const run: Run = {
    ...recording.run,
    machine: { cpuModel, cpus, memoryBytes: 1 },
    engine: { ...engine, kind: testMachine.engine },
    versions: { ...versions, kernel: testMachine.kernel, gitDirty: true },
    ...parts,
  };
  return { ...recording, run };
}

const drill = { startedAt: '2026-11-20T02:00:00.000Z', verdict: 'fail' } as const;

test('all scenarios together are one calibration, with the verdict of the drill', () => {
  const calibration = calibrationOfDrill({
    ...drill,
    recordings: [
      recordingOf([{ levelMs: 50 }, { levelMs: 303, errorMs: 10 }]),
      recordingOf([{ levelMs: 303 }], { known: 'server', intervalMs: 10 }),
      recordingOf([{ levelMs: 3000 }, { levelMs: 3000 }], { known: 'nothing' }),
      recordingOf([{ levelMs: 1000 }], { known: 'nothing' }),
    ],
  });
  expect(calibration).toMatchObject({
    schema: 1,
    machine: testMachine,
    startedAt: drill.startedAt,
    verdict: 'fail',
    gitCommit: '0123456789abcdef0123456789abcdef01234567',
    gitDirty: true,
    quiet: { durationMs: 3000, impaired: [0, 0] },
    clock: null,
  });
  expect(
    calibration?.errors.map(({ method, made, probeIntervalMs, outageMs }) => [method, made, probeIntervalMs, outageMs]),
  ).toEqual([
    ['time-stamp', 'path', 2, 50],
    ['loss', 'path', 2, 50],
    ['time-stamp', 'path', 2, 303],
    ['loss', 'path', 2, 303],
    ['time-stamp', 'server', 10, 303],
    ['loss', 'server', 10, 303],
  ]);
  expect(calibration?.errors[2]?.biasMs).toBeGreaterThan(8);
  expect(calibration?.lateness.map(({ probeIntervalMs }) => probeIntervalMs)).toEqual([2, 10]);
});

test('without a quiet run there is none', () => {
  expect(calibrationOfDrill({ ...drill, recordings: [recordingOf([{ levelMs: 50 }])] })?.quiet).toEqual({
    durationMs: 0,
    impaired: [],
  });
});

test.each([
  ['no run', []],
  ['a run that does not say', [syntheticCalibration({ trials: [{ levelMs: 50 }] })]],
  [
    'runs of two machines',
    [recordingOf([]), recordingOf([], { parts: { machine: { cpuModel, cpus: 64, memoryBytes: 1 } } })],
  ],
])('of %s nobody knows which machine it is of', (_, recordings) => {
  expect(calibrationOfDrill({ ...drill, recordings })).toBeNull();
});
