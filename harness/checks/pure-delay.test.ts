import { expect, test } from 'vitest';
import { syntheticCalibration } from '../measure/synthetic-calibration.ts';
import type { Observation } from '../model.ts';
import { judged } from './judged.ts';
import { check } from './pure-delay.ts';

const verdictOf = (recording: Parameters<typeof judged>[1]) => judged(check, recording)['known-outage'];
const delay = (
  change?: (request: Observation<'request'>) => Observation<'request'> | null,
  edgeMs: number | null = 1,
) =>
  syntheticCalibration({
    known: 'delay',
    intervalMs: 10,
    trials: [{ levelMs: 1000, edgeMs }],
    ...(change === undefined ? {} : { change }),
  });
const inside = ({ at }: Observation<'request'>) => at > 101_500 && at < 101_520;

test('passes where all were late and none was lost', () => {
  expect(verdictOf(delay())).toMatchObject({ verdict: 'pass', headline: expect.stringMatching(/All of 100 requests/) });
});

test('fails where one was answered in time, and where one was lost', () => {
  const prompt = delay((one) => (inside(one) ? { ...one, value: { ...one.value, latencyMs: 2 } } : one));
  expect(verdictOf(prompt)).toMatchObject({
    verdict: 'fail',
    headline: expect.stringMatching(/ 99 were told as late/),
  });
  const lost = delay((one) => (inside(one) ? { ...one, value: { ...one.value, outcome: 'connect-timeout' } } : one));
  expect(verdictOf(lost)).toMatchObject({ verdict: 'fail', headline: expect.stringContaining('1 as lost') });
});

test('is unknown where the end was not seen, and where nobody asked meanwhile', () => {
  expect(verdictOf(delay(undefined, null))?.verdict).toBe('unknown');
  expect(verdictOf(delay((one) => (one.at > 100_900 && one.at < 102_100 ? null : one)))?.verdict).toBe('unknown');
});
