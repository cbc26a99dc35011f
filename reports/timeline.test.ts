import { expect, test } from 'vitest';
import { syntheticRecording, withSeries } from '../harness/measure/synthetic-run.ts';
import { measureRun } from '../harness/measure/trial.ts';
import type { Recording } from '../harness/model.ts';
import { sharesOf } from './shares.ts';
import { timelineOf } from './timeline.ts';
import type { Timeline } from './timeline-nouns.ts';
import { probedServices } from './timeline-weights.ts';

function timelines(recording: Recording): (Timeline | null)[] {
  return measureRun(recording).map((measurement) => timelineOf(recording, measurement));
}

test('a node death shows both holders one after the other, and every lost request in the window', () => {
  const [timeline] = timelines(syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1 }));
  expect(timeline?.faultS?.from).toBe(0);
  expect(timeline?.holdings.map((one) => one.director)).toEqual([0, 1, 0]);
  expect(timeline?.holdings[0]?.toS).toBeCloseTo(0, 2);
  const lost = timeline?.requests.filter((one) => one.kind === 'lost') ?? [];
  expect(lost.length).toBeGreaterThan(300);
  expect(new Set(lost.map((one) => one.outcome))).toEqual(new Set(['connect-timeout']));
  expect(timeline?.marks.map((one) => one.letter).join('')).toBe('ABCDEF');
  const instants = timeline?.marks.map((one) => one.atS) ?? [];
  expect(instants).toEqual(instants.toSorted((a, b) => a - b));
});

test('a graceful stop shows late answers and the advert of priority 0', () => {
  const [timeline] = timelines(syntheticRecording({ faults: ['stop-keepalived'], trialsPerFault: 1 }));
  expect(timeline?.requests.filter((one) => one.kind === 'late').length).toBeGreaterThan(50);
  expect(timeline?.adverts.filter((one) => one.priority === 0)).toHaveLength(1);
});

test('a frozen director and its successor hold the VIP at the same time', () => {
  const [timeline] = timelines(syntheticRecording({ faults: ['pause-director'], trialsPerFault: 1 }));
  const [first, second] = timeline?.holdings ?? [];
  expect(first?.toS).toBeGreaterThan(second?.fromS ?? Number.POSITIVE_INFINITY);
});

test('an advert or a GARP of an unknown machine is kept, as one of no director', () => {
  const recording = withSeries(syntheticRecording({ trialsPerFault: 1 }), 'advert', (adverts) =>
    adverts.map((one) => ({ ...one, value: { ...one.value, source: '198.18.0.99' } })),
  );
  const [timeline] = timelines(recording);
  expect(timeline?.adverts.length).toBeGreaterThan(0);
  expect(new Set([...(timeline?.adverts ?? []), ...(timeline?.garps ?? [])].map((one) => one.director))).toEqual(
    new Set([null]),
  );
});

test('a trial without a fault has no timeline, and one without an end has a short one', () => {
  const recording = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1 });
  const [trial] = recording.run.trials;
  if (trial === undefined) throw new Error('no trial');
  const withTrial = (changes: Partial<typeof trial>): Recording => ({
    ...recording,
    run: { ...recording.run, trials: [{ ...trial, ...changes }] },
  });
  expect(timelines(withTrial({ effective: null, injectDueMs: null }))).toEqual([null]);
  const [unfinished] = timelines(withTrial({ healStartedAtMs: null, healedAtMs: null, endedAtMs: null }));
  expect(unfinished?.toS).toBeLessThan(6);
  expect(unfinished?.faultS?.to).toBe(unfinished?.toS);
});

test('shares count every answer once for the run and never a lost request', () => {
  const recording = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 2 });
  const [run, ...trials] = sharesOf(recording);
  const answered = recording.series('request').filter((one) => one.value.realServer !== null);
  expect(run?.answers.reduce((sum, one) => sum + one, 0)).toBe(answered.length);
  expect(trials.map((one) => one.label)).toEqual(['0', '1']);
  for (const [index, count] of (run?.answers ?? []).entries())
    expect(trials.reduce((sum, one) => sum + (one.answers[index] ?? 0), 0)).toBeLessThanOrEqual(count);
});

test('what the tables held is shown from the reading that showed it, of probed services, and no longer than the director lived', () => {
  const plain = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1 });
  const [probed = ''] = probedServices(plain);
  const seen = (at: number, realServer: string, weight: number | null, service = probed) => ({
    ...{ series: 'destination' as const, at, node: 'director-1' },
    value: { service, realServer, weight, activeConnections: 0, inactiveConnections: 0, previousMs: at - 100 },
  });
  const effectiveMs = plain.run.trials[0]?.effective?.latestMs ?? 0;
  const [known] = plain.run.topology.realServers;
  const recording = withSeries(plain, 'destination', () => [
    seen(0, known?.name ?? '', 2),
    seen(effectiveMs - 1500, known?.name ?? '', 0),
    seen(effectiveMs - 1000, 'sorry', 1),
    seen(effectiveMs - 500, 'sorry', null),
    seen(effectiveMs - 500, known?.name ?? '', 5, 'another:80'),
  ]);
  const { weights } = timelines(recording)[0] ?? {};
  expect(weights?.rows).toEqual([...plain.run.topology.realServers.map(({ name }) => name), 'sorry']);
  const bars = weights?.bars.map(({ row, weight, fromS, toS }) => [row, weight, fromS, Number(toS.toFixed(2))]);
  expect(bars).toEqual([
    [0, 2, -2, -1.5],
    [0, 0, -1.5, 0],
    [weights?.rows.indexOf('sorry'), 1, -1, -0.5],
  ]);
});

test('columns of answers count every request of the trial once', () => {
  const [timeline] = timelines(syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1 }));
  const { answers, requests, totals } = timeline ?? {};
  const sum = (counts: readonly number[] = []) => counts.reduce((all, one) => all + one, 0);
  expect(sum(answers?.byServer.flat())).toBe((totals?.ok ?? 0) + (totals?.late ?? 0));
  expect(sum(answers?.lost)).toBe(totals?.lost);
  expect(sum(answers?.late)).toBe(totals?.late);
  expect((totals?.ok ?? 0) + (totals?.late ?? 0) + (totals?.lost ?? 0)).toBe(requests?.length);
  expect(answers?.lost.length).toBeGreaterThan(20);
  expect(answers?.lost.length).toBeLessThanOrEqual(121);
});
