import { expect, test } from 'vitest';
import type { Observation, Recording, SeriesName } from '../model.ts';
import { dualHolderMs, holdersAt } from './holders.ts';
import { syntheticRecording } from './synthetic-run.ts';

const address = '198.18.0.10';

function recordingOf(observations: Observation[]): Recording {
  const { run } = syntheticRecording({ faults: [] });
  const series = <S extends SeriesName>(name: S) =>
    observations.filter((one) => one.series === name) as unknown as readonly Observation<S>[];
  return { run, series };
}

function holder(at: number, node: string, held: boolean): Observation {
  return { series: 'vip-holder', at, node, value: { address, held } };
}

function life(at: number, node: string, state: 'running' | 'dead' | 'frozen'): Observation {
  return { series: 'node-state', at, node, value: { state } };
}

const start = [holder(0, 'director-1', true), holder(0, 'director-2', false)];

test('a hand-over', () => {
  const recording = recordingOf([...start, holder(100, 'director-1', false), holder(130, 'director-2', true)]);
  expect(holdersAt(recording, 50)).toEqual(['director-1']);
  expect(holdersAt(recording, 110)).toEqual([]);
  expect(holdersAt(recording, 130)).toEqual(['director-2']);
  expect(dualHolderMs(recording, { fromMs: 0, toMs: 1000 })).toBe(0);
});

test('a dead director holds nothing until it is seen to hold again', () => {
  const recording = recordingOf([
    ...start,
    life(100, 'director-1', 'dead'),
    holder(130, 'director-2', true),
    life(500, 'director-1', 'running'),
    holder(510, 'director-1', false),
    holder(700, 'director-1', true),
    holder(705, 'director-2', false),
  ]);
  expect(holdersAt(recording, 600)).toEqual(['director-2']);
  expect(dualHolderMs(recording, { fromMs: 0, toMs: 1000 })).toBe(5);
});

test('a frozen director goes on holding', () => {
  const recording = recordingOf([...start, life(100, 'director-1', 'frozen'), holder(130, 'director-2', true)]);
  expect(holdersAt(recording, 200)).toEqual(['director-1', 'director-2']);
  expect(dualHolderMs(recording, { fromMs: 0, toMs: 200 })).toBe(70);
});

test('a watcher that starts again and says the same changes nothing', () => {
  const recording = recordingOf([...start, holder(50, 'director-1', true), holder(130, 'director-2', true)]);
  expect(dualHolderMs(recording, { fromMs: 0, toMs: 200 })).toBe(70);
});

test('without any watcher nothing is known, which is not "no holder"', () => {
  expect(holdersAt(recordingOf([]), 100)).toBeNull();
  expect(holdersAt(recordingOf(start), -1)).toBeNull();
});
