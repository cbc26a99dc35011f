import { expect, test } from 'vitest';
import type { Recording } from '../model.ts';
import { removalOf, returnOf } from './removal.ts';
import { effectMs, type HealthOptions, healthRecording } from './synthetic-health.ts';
import { withSeries } from './synthetic-run.ts';

function parts(recording: Recording) {
  const [trial] = recording.run.trials;
  const [service] = recording.run.topology.virtualServices;
  const failure = recording.run.faults[0]?.failure;
  if (trial === undefined || service === undefined || failure === undefined) throw new Error('nothing to measure');
  return { trial, service, failure };
}

function removal(options: HealthOptions) {
  const recording = healthRecording(options);
  const { trial, service, failure } = parts(recording);
  return removalOf(recording, trial, failure, service);
}

function wholeAgain(options: HealthOptions) {
  const recording = healthRecording(options);
  const { trial, service } = parts(recording);
  return returnOf(recording, trial, service);
}

test('removal and return lie between two readings of the table, counted from either end of their cause', () => {
  expect(removal({})).toMatchObject({
    director: 'director-1',
    targets: ['real-server-1'],
    present: true,
    predictedMs: { low: 500, high: 1500 },
    removed: { at: { earliestMs: effectMs(0) + 980, latestMs: effectMs(0) + 1000 }, afterMs: { low: 978, high: 1000 } },
    flapped: false,
    touched: true,
    watchedMs: 4998,
  });
  expect(wholeAgain({})).toMatchObject({
    missing: ['real-server-1'],
    returned: { afterMs: { low: 478, high: 500 } },
    watchedMs: 5998,
  });
});

test('inhibit_on_failure: removed is weight 0', () => {
  expect(removal({ service: { inhibitOnFailure: true } })?.removed?.afterMs.high).toBe(1000);
});

test('all down: removed when the last is out and the sorry server in', () => {
  const all = { target: 'real-server-1,real-server-2,real-server-3' };
  const sorryServer = { name: 'sorry-server', address: '198.18.0.29' };
  const options: HealthOptions = { topology: { sorryServer }, service: { sorryServer: true }, trials: [all] };
  expect(removal(options)?.removed?.afterMs.high).toBe(1000);
  expect(wholeAgain(options)?.missing.toSorted()).toEqual([
    'real-server-1',
    'real-server-2',
    'real-server-3',
    'sorry-server',
  ]);
  const recording = healthRecording(options);
  const { trial, service, failure } = parts(recording);
  const withoutSorry = withSeries(recording, 'destination', (all) =>
    all.filter(({ value }) => value.realServer !== 'sorry-server'),
  );
  expect(removalOf(withoutSorry, trial, failure, service)?.removed).toBeNull();
});

test('quorum lost with a sorry server: the servers that live leave too', () => {
  const sorryServer = { name: 'sorry-server', address: '198.18.0.29' };
  const service = { sorryServer: true, quorum: 3 } as const;
  expect(wholeAgain({ topology: { sorryServer }, service })?.missing).toHaveLength(4);
  expect(wholeAgain({ topology: { sorryServer }, service: { ...service, quorum: 2 } })?.missing).toHaveLength(1);
});

test('never removed, never returned, put back too soon', () => {
  expect(removal({ trials: [{ removedAfterMs: null }] })).toMatchObject({ removed: null, touched: false });
  expect(wholeAgain({ trials: [{ removedAfterMs: null }] })).toMatchObject({ missing: [], untouched: true });
  expect(wholeAgain({ trials: [{ returnedAfterMs: null }] })).toMatchObject({ returned: null, untouched: false });
  expect(removal({ trials: [{ flapsAfterMs: 3000 }] })).toMatchObject({ flapped: true });
});

test('a checker that does not see the failure has no prediction', () => {
  expect(removal({ failure: 'hang', trials: [{ removedAfterMs: null }] })?.predictedMs).toBeNull();
});

test('nothing is known without a holder of the VIP, without its table, without a window', () => {
  const recording = healthRecording();
  const { trial, service, failure } = parts(recording);
  for (const missing of ['vip-holder', 'destination'] as const) {
    const less = withSeries(recording, missing, () => []);
    expect(removalOf(less, trial, failure, service)).toBeNull();
    expect(returnOf(less, trial, service)).toBeNull();
  }
  expect(removalOf(recording, { ...trial, healStartedAtMs: null }, failure, service)).toBeNull();
  expect(returnOf(recording, { ...trial, restored: null }, service)).toBeNull();
});
