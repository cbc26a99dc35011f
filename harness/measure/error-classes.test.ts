import { expect, test } from 'vitest';
import { errorCounts } from './error-classes.ts';
import { syntheticRecording } from './synthetic-run.ts';
import { measureRun } from './trial.ts';

test('what is lost under a fault is counted as the measurements count it', () => {
  const recording = syntheticRecording({ trialsPerFault: 2 });
  const measurements = measureRun(recording);
  const counts = errorCounts(recording);
  const lost = counts.filter(({ stage, errorClass }) => stage === 'under' && errorClass !== 'late');
  expect(lost.map(({ errorClass }) => errorClass)).toEqual(['connect-timeout']);
  expect(lost[0]?.count).toBe(measurements.reduce((sum, one) => sum + one.lostRequests, 0));
  expect(lost[0]?.of).toBe(measurements.reduce((sum, one) => sum + one.requests, 0));
  expect([...(lost[0]?.byFault.keys() ?? [])]).toEqual(['kill-director']);
  expect([...(lost[0]?.byRealServer.keys() ?? [])]).toEqual([null]);
  const late = counts.find(({ stage, errorClass }) => stage === 'under' && errorClass === 'late');
  expect(late?.count).toBe(measurements.reduce((sum, one) => sum + one.impairedRequests - one.lostRequests, 0));
  expect([...(late?.byFault.keys() ?? [])]).toEqual(['stop-keepalived']);
  expect([...(late?.byRealServer.keys() ?? [])].sort()).toEqual(['real-server-1', 'real-server-2', 'real-server-3']);
});

test('what went wrong while the cluster was steady stands apart, with its first example', () => {
  const recording = syntheticRecording({ trialsPerFault: 1, faults: ['pause-director'], breaks: { steadyLosses: 3 } });
  const [before, ...others] = errorCounts(recording);
  expect(others).toEqual([]);
  expect(before).toMatchObject({ stage: 'before', errorClass: 'refused', count: 3 });
  expect(before?.first.trial).toBe(recording.run.trials[0]?.index);
  expect(before?.first.afterStruckMs).toBeLessThan(0);
});

test('a run in which all went well has no errors', () => {
  expect(errorCounts(syntheticRecording({ trialsPerFault: 1, faults: ['kill-keepalived'] }))).toEqual([]);
});
