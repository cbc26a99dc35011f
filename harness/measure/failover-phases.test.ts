import { expect, test } from 'vitest';
import type { Recording } from '../model.ts';
import { failoverPhases } from './failover-phases.ts';
import { type SyntheticOptions, syntheticRecording } from './synthetic-run.ts';
import { measureRun } from './trial.ts';

function phasesOf(options: SyntheticOptions, without: string[] = []) {
  const recording = syntheticRecording({ trialsPerFault: 1, ...options });
  const poorer: Recording = {
    run: recording.run,
    series: (name) => (without.includes(name) ? [] : recording.series(name)),
  };
  return failoverPhases(poorer, measureRun(poorer));
}

test('a silent death: the protocol waits 3.6 s from the last advert, and what comes on top is told apart', () => {
  const [killed] = phasesOf({ faults: ['kill-director'] });
  const names = killed?.phases.map(({ name }) => name);
  expect(names).toEqual(['running', 'advert', 'timer', 'late', 'vip', 'garp', 'answer']);
  const length = (name: string) => {
    const found = killed?.phases.find((one) => one.name === name);
    return found === undefined ? Number.NaN : found.toMs - found.fromMs;
  };
  // Struck at 0.1 of the interval of 1 s; master-down interval 3 x 1 s + (256 - 90) / 256 s.
  expect(length('running')).toBeCloseTo(100.2, 6);
  expect(length('advert')).toBeCloseTo(899.8, 6);
  expect(length('timer')).toBeCloseTo(2648.4, 1);
  expect(length('late')).toBeGreaterThan(0.2);
  expect(length('late')).toBeLessThan(1.3);
  expect(length('vip')).toBeCloseTo(0.8, 6);
  expect(length('garp')).toBeCloseTo(0.4, 6);
});

test('phases follow one another without a gap, and the last ends with the first good request', () => {
  const recording = syntheticRecording({ trialsPerFault: 1 });
  const measurements = measureRun(recording);
  for (const { index, phases, unfelt } of failoverPhases(recording, measurements)) {
    for (const [at, phase] of phases.entries()) {
      expect(phase.toMs).toBeGreaterThanOrEqual(phase.fromMs);
      if (at > 0) expect(phase.fromMs).toBe(phases[at - 1]?.toMs);
    }
    const trial = recording.run.trials.find((one) => one.index === index);
    const { firstGoodMs = null } = measurements.find((one) => one.index === index) ?? {};
    const last = phases.at(-1)?.toMs ?? 0;
    if (!unfelt) expect(last).toBeGreaterThanOrEqual((firstGoodMs ?? 0) - (trial?.effective?.earliestMs ?? 0));
  }
});

test('a graceful stop has a farewell instead of a lost advert', () => {
  const [stopped] = phasesOf({ faults: ['stop-keepalived'] });
  expect(stopped?.phases.slice(0, 3).map(({ name }) => name)).toEqual(['farewell', 'timer', 'late']);
});

test('what was not observed is missing, and the phase after it holds it', () => {
  const [killed] = phasesOf({ faults: ['kill-director'] }, ['vip-holder']);
  expect(killed?.missing).toEqual(['vip', 'arp']);
  expect(killed?.phases.find(({ name }) => name === 'garp')?.holds).toEqual(['vip']);
  expect(killed?.phases.find(({ name }) => name === 'answer')?.holds).toEqual(['arp']);
});

test('without a takeover no phase of it is made up', () => {
  const [killed] = phasesOf({ faults: ['kill-director'], breaks: { noTakeover: true } });
  expect(killed?.phases.map(({ name }) => name)).toEqual(['running']);
  expect(killed?.missing).toEqual(['advert', 'timer', 'late', 'vip', 'garp', 'arp', 'answer']);
});

test('clients who felt nothing wait for no first answer', () => {
  const [paused] = phasesOf({ faults: ['pause-director'] });
  expect(paused).toMatchObject({ unfelt: true });
  expect(paused?.phases.at(-1)?.name).toBe('garp');
});
