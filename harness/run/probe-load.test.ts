import { expect, test } from 'vitest';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import { probeLoadWarning } from './probe-load.ts';

const { probe, throughput } = syntheticRecording().run;

test.each([
  [10, 1800, null],
  [2, 1800, 'asks 500 requests a second'],
  [2, 30_000, null],
  [10, 300, 'manages about 100'],
])(
  'a request every %i ms where %i a second are possible on kept connections',
  (intervalMs, requestsPerSecond, words) => {
    if (throughput === null) throw new Error('the synthetic run has a throughput');
    const warning = probeLoadWarning({ ...probe, intervalMs }, { ...throughput, requestsPerSecond });
    if (words === null) expect(warning).toBeNull();
    else expect(warning).toContain(words);
  },
);

test('nothing is said where nothing was measured', () => {
  expect(probeLoadWarning({ ...probe, intervalMs: 2 }, null)).toBeNull();
});
