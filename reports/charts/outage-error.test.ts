import { expect, test } from 'vitest';
import type { OutageError } from '../../harness/measure/calibration/outage-errors.ts';
import { outageErrorChart } from './outage-error.ts';

const error = (outageMs: number, stamps: number, loss: number): OutageError => ({
  index: 1,
  made: 'path',
  outageMs,
  trueMs: outageMs,
  knownToMs: 0.2,
  probeIntervalMs: 2,
  errorMs: { 'time-stamp': stamps, loss },
  statedMs: 2,
  latenessMs: 0,
  seen: outageMs > 0,
});

function drawn(errors: OutageError[]): { alt: string; config: Drawn } {
  const chart = outageErrorChart(errors, 2);
  if (chart === null) throw new Error('nothing was drawn');
  return { alt: chart.alt, config: chart.config() as unknown as Drawn };
}

interface Drawn {
  data: { datasets: { label: string; data: { x: number; y: number }[] }[] };
  options: {
    plugins: { annotation: { annotations: Record<string, { yMin?: number; yMax?: number }> } };
    scales: { y: { min: number; max: number } };
  };
}

test('every trial is a dot of its method, upon what is allowed', () => {
  const { alt, config } = drawn([error(303, 1, -2), error(303, 3, -1), error(0, 0, 0)]);
  const { data, options } = config;
  expect(data.datasets.map(({ label, data: dots }) => [label, dots.map(({ y }) => y)])).toEqual([
    ['time-stamp method', [0, 1, 3]],
    ['loss method', [0, -2, -1]],
    ['allowed', []],
  ]);
  // No outage comes first; there nothing is allowed.
  const band = (column: number) => options.plugins.annotation.annotations[`allowed ${column}`];
  expect([band(0)?.yMax, band(2)?.yMin, band(3)?.yMax]).toEqual([0, -4, 4]);
  expect(alt).toContain(
    'up to 4 ms either way is allowed. no outage, time-stamp method: 0 ms at the median, 0 ms to 0 ms in 1;',
  );
  expect(alt).toContain('303 ms, loss method: −1.5 ms at the median, −2 ms to −1 ms in 2.');
});

test('an error beyond what is allowed is not cut off', () => {
  const { options } = drawn([error(1000, 90, -1)]).config;
  expect(options.scales.y.max).toBeGreaterThan(90);
  expect(options.scales.y.min).toBeLessThan(-90);
});

test('without an outage there is nothing to draw', () => {
  expect(outageErrorChart([], 2)).toBeNull();
});
