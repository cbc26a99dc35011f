import { expect, test } from 'vitest';
import { failoverPhases } from '../../harness/measure/failover-phases.ts';
import { type SyntheticOptions, syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import { measureRun } from '../../harness/measure/trial.ts';
import { phaseBarsInWords, protocolShare } from '../phase-words.ts';
import { failoverPhasesChart } from './failover-phases.ts';
import { type PhaseBar, phaseBars } from './phase-bars.ts';

function barsOf(options: SyntheticOptions) {
  const recording = syntheticRecording(options);
  return phaseBars(recording.run, failoverPhases(recording, measureRun(recording)));
}

test('few trials have a bar each, by fault', () => {
  const labels = barsOf({ trialsPerFault: 2, faults: ['kill-director', 'pause-director'] }).map(({ label }) => label);
  expect(labels).toEqual([
    'kill-director, trial 0',
    'kill-director, trial 1',
    'pause-director, trial 2',
    'pause-director, trial 3',
  ]);
});

test('of many trials each fault has one bar of medians, with the spread of its ends', () => {
  const [killed, ...others] = barsOf({ trialsPerFault: 25, faults: ['kill-director'] });
  expect(others).toEqual([]);
  expect(killed?.label).toBe('kill-director, median of 25');
  // Phases 0.1, 0.5 and 0.9 of the interval in turn: ends 3.55, 3.15 and 2.75 s after the fault.
  expect(killed?.spreadMs?.low).toBeCloseTo(2750, -2);
  expect(killed?.spreadMs?.high).toBeCloseTo(3550, -2);
  const timer = killed?.phases.find(({ name }) => name === 'timer');
  expect((timer?.toMs ?? 0) - (timer?.fromMs ?? 0)).toBeCloseTo(2648.4, 1);
});

test('a fault that no trial survived does not vanish among many trials', () => {
  const [dead] = barsOf({ trialsPerFault: 25, faults: ['kill-director'], breaks: { noTakeover: true } });
  expect(dead).toMatchObject({ label: 'kill-director', phases: [], remark: 'none of 25 trials seen as whole' });
  expect(phaseBarsInWords(dead === undefined ? [] : [dead])).toContain('none of 25 trials seen as whole');
});

test('why a bar ends where it ends is said', () => {
  expect(barsOf({ trialsPerFault: 1, faults: ['pause-director'] })[0]?.remark).toBe('clients felt nothing');
  const [dead] = barsOf({ trialsPerFault: 1, faults: ['kill-director'], breaks: { noTakeover: true } });
  expect(dead).toMatchObject({ remark: 'no takeover seen', timerEndMs: null });
});

test('in words: each phase with its time, and the share of the protocol', () => {
  const bars = barsOf({ trialsPerFault: 1, faults: ['kill-director'] });
  expect(protocolShare(bars[0]?.phases ?? [])).toBeGreaterThan(0.99);
  expect(phaseBarsInWords(bars)).toMatch(
    /The protocol waits for \d+ % of the time.* advert lost 899\.8 ms, timer 2\.648 s, later than predicted \d/,
  );
  expect(failoverPhasesChart([])).toBeNull();
});

test('ends and shares that read alike are told as one number', () => {
  const bars = [4, 1].map((answerMs, index): PhaseBar => {
    const [bar] = barsOf({ trialsPerFault: 1, faults: ['kill-director'] });
    const phase = { fromMs: 0, toMs: 3000, holds: [] };
    const answer = { name: 'answer' as const, fromMs: 3000, toMs: 3000 + answerMs, holds: [] };
    if (bar === undefined) throw new Error('no bar');
    const spreadMs = { low: 3003.7, high: 3004.3 };
    return { ...bar, label: `bar ${index}`, phases: [{ name: 'timer', ...phase }, answer], spreadMs };
  });
  expect(phaseBarsInWords(bars)).toContain('The protocol waits for 100 % of the time');
  expect(phaseBarsInWords(bars)).toContain('ends 3.004 s after the fault');
});
