import { expect, test } from 'vitest';
import { adverts } from '../measure/scripted-run.ts';
import { type DisruptionOptions, disruptionRecording } from '../measure/synthetic-disruption.ts';
import type { VirtualService } from '../model.ts';
import { check } from './disruption.ts';
import { judged, verdicts } from './judged.ts';

const mh: Partial<VirtualService> = { label: 'mh', scheduler: 'mh' };
const sh: Partial<VirtualService> = { label: 'sh', scheduler: 'sh' };
const shFallback: Partial<VirtualService> = { label: 'sh-fallback', scheduler: 'sh', schedulerFlags: ['sh-fallback'] };

function judgements(options: DisruptionOptions) {
  return judged(check, disruptionRecording(options));
}

test('a removal: mh moves its clients and few others, sh most of all; the way back likewise', () => {
  const found = judgements({ services: [mh, sh], sources: 256 });
  expect(Object.keys(found)).toEqual([
    'mh: removed',
    'mh: returned after removal',
    'sh: removed',
    'sh: returned after removal',
  ]);
  expect(Object.values(found).every((one) => one.verdict === 'pass')).toBe(true);
  const moved = (subject: string) => found[subject]?.measured?.median ?? 0;
  expect(moved('mh: removed')).toBeLessThan(35);
  expect(moved('sh: removed')).toBeGreaterThan(60);
  expect(found['sh: removed']?.predicted).toEqual({ low: moved('sh: removed'), high: moved('sh: removed') });
  expect(found['sh: removed']?.headline).toMatch(
    /^With real-server-2 removed, \d+ of 256 clients \(\d+\.\d %\) moved and 0 were refused, \d+ of these without need; each client where the table puts it, 1 trial\.$/,
  );
  // It comes back to the head of the list, and sh goes by the order of the list.
  expect(found['sh: returned after removal']?.headline).toMatch(
    /and [1-9]\d* are not where they were before the fault/,
  );
  expect(found['mh: returned after removal']?.headline).toMatch(/and 0 are not where they were before the fault/);
});

test('weight 0: without its fallback flag sh refuses, with it nobody is', () => {
  const found = judgements({ services: [sh, shFallback], retirement: 'drain' });
  expect(found['sh: drained']?.headline).toMatch(
    / 0 of 64 clients \(0\.0 %\) moved and [1-9]\d* were refused, 0 of these/,
  );
  expect(found['sh-fallback: drained']?.headline).toMatch(/moved and 0 were refused/);
  expect(found['sh: returned after draining']?.headline).toMatch(/and 0 are not where they were/);
});

test('fail: a single client that is elsewhere is named', () => {
  const choose: DisruptionOptions['choose'] = ({ stage, source, expected }) =>
    stage === 'under' && source === '198.18.1.7' ? 'real-server-9' : expected;
  const found = judgements({ services: [mh], choose });
  expect(found['mh: removed']).toMatchObject({
    verdict: 'fail',
    headline: expect.stringMatching(
      /^Trial 1: 1 of 64 clients are not where the table puts them: under the fault 198\.18\.1\.7 got real-server-9, real-server-[134] predicted\.$/,
    ),
  });
});

test('unknown: a mapping with holes, connections without an answer, no list, a change of the director, no fault', () => {
  const unknown = { 'mh: removed': 'unknown', 'mh: returned after removal': 'unknown' };
  const services = [mh];
  const of = (options: DisruptionOptions) => verdicts(check, disruptionRecording({ services, ...options }));
  expect(of({ silent: (stage, source) => stage === 'under' && source === '198.18.1.9' })).toEqual(unknown);
  expect(of({ choose: ({ source }) => (source === '198.18.1.9' ? { outcome: 'reset' } : 'real-server-1') })).toEqual(
    unknown,
  );
  expect(of({ trial: { lists: [] } })).toEqual(unknown);
  expect(of({ observations: adverts(2, [12_030]) })).toEqual(unknown);
  expect(of({ trial: { confirmation: null } })).toEqual(unknown);
  expect(judgements({ services, observations: adverts(2, [12_030]) })['mh: removed']?.headline).toContain(
    'the mapping is not known under the fault: director-2 sent adverts as MASTER meanwhile',
  );
});

test('a hole after healing leaves what happened before it known', () => {
  const silent: DisruptionOptions['silent'] = (stage, source) => stage === 'after' && source === '198.18.1.9';
  expect(verdicts(check, disruptionRecording({ services: [mh], silent }))).toEqual({
    'mh: removed': 'pass',
    'mh: returned after removal': 'unknown',
  });
});

test('only hashed services that nobody else asks, and faults that retire a real server, are concerned', () => {
  const { run } = disruptionRecording({ services: [mh] });
  expect(check.concerns?.(run)).toBe(true);
  expect(check.concerns?.({ ...run, faults: [] })).toBe(false);
  expect(check.concerns?.(disruptionRecording({ services: [{ scheduler: 'rr' }] }).run)).toBe(false);
});
