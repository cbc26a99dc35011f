import { expect, test } from 'vitest';
import { blankRun, handMade } from '../measure/synthetic-run.ts';
import type { Observation } from '../model.ts';
import { check } from './clock-agreement.ts';
import { judged } from './judged.ts';

const service = '198.18.0.10:80';
const source = '198.18.0.101';

/** So many requests, each captured so much before the prober's stamp, ms. */
function packets(number: number, apartMs: (index: number) => number) {
  const observations = Array.from({ length: number }, (_, index): Observation[] => {
    const [at, sourcePort] = [1000 + 10 * index, 20_000 + index];
    const value = { outcome: 'ok', service, source, lateMs: 0.5, latencyMs: 3, realServer: 'real-server-1' } as const;
    return [
      { series: 'request', at, node: 'client-1', value: { ...value, sourcePort } },
      { series: 'syn', at: at + 0.5 - apartMs(index), node: 'client-1', value: { source, sourcePort, service } },
    ];
  });
  return judged(check, handMade(blankRun({}), observations.flat())).run;
}

test('passes where the two stamps of nearly every packet are less than a millisecond apart', () => {
  expect(packets(200, (index) => (index === 5 ? 20 : 0.1))).toMatchObject({
    verdict: 'pass',
    headline: expect.stringMatching(/0\.1 ms after the capture .* 200 packets, 20\.0 ms apart at worst/),
  });
});

test('fails where a clock is shifted', () => {
  expect(packets(200, () => -2.5)).toMatchObject({
    verdict: 'fail',
    headline: expect.stringMatching(/2\.5 ms before/),
  });
});

test('is unknown where too few packets were captured', () => {
  expect(packets(20, () => 0.1)?.verdict).toBe('unknown');
  expect(packets(0, () => 0.1)?.verdict).toBe('unknown');
});
