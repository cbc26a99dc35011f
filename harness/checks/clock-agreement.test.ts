import { expect, test } from 'vitest';
import { capturedRequests } from '../measure/synthetic-packets.ts';
import { check } from './clock-agreement.ts';
import { judged } from './judged.ts';

function packets(number: number, apartMs: (index: number) => number) {
  return judged(check, capturedRequests(number, apartMs)).run;
}

test('passes where the two stamps of nearly every packet are less than a millisecond apart', () => {
  expect(packets(200, (index) => (index === 5 ? 20 : 0.1))).toMatchObject({
    verdict: 'pass',
    headline: expect.stringMatching(/0\.100 ms after the capture .* 200 packets, 20\.0 ms apart at worst/),
  });
});

test('fails where a clock is shifted', () => {
  expect(packets(200, () => -2.5)).toMatchObject({
    verdict: 'fail',
    headline: expect.stringMatching(/2\.500 ms before/),
  });
});

test('is unknown where too few packets were captured', () => {
  expect(packets(20, () => 0.1)?.verdict).toBe('unknown');
  expect(packets(0, () => 0.1)?.verdict).toBe('unknown');
});
