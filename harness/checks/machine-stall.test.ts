import { expect, test } from 'vitest';
import { syntheticRecording, withSeries } from '../measure/synthetic-run.ts';
import type { Finding } from './by-fault.ts';
import { unlessMachineStalled } from './machine-stall.ts';

const failed: Finding = { verdict: 'fail', text: 'the table was whole too late' };
const recording = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1 });
const firstMs = recording.series('request')[0]?.at ?? 0;
const stalled = withSeries(recording, 'request', (all) =>
  all.map((one) => (one.at < firstMs + 300 ? { ...one, value: { ...one.value, lateMs: 250 } } : one)),
);

test('a failure while the machine stood still proves nothing, and says so', () => {
  expect(unlessMachineStalled(failed, stalled, firstMs, firstMs + 500)).toMatchObject({
    verdict: 'unknown',
    leftOut: true,
    text: 'the table was whole too late; but the machine stood still meanwhile: requests were sent up to 0.250 s after they were due',
  });
});

test('a stall at another time is no excuse, and a pass needs none', () => {
  expect(unlessMachineStalled(failed, stalled, firstMs + 400, firstMs + 900)).toBe(failed);
  const passed: Finding = { verdict: 'pass', text: 'in time' };
  expect(unlessMachineStalled(passed, stalled, firstMs, firstMs + 500)).toBe(passed);
});
