import { describe, expect, test } from 'vitest';
import type { HealthCheck, HttpCheck, ServerFailure } from '../model.ts';
import { removalMs, returnMs } from './checker-timing.ts';

/** As MEASURING 3.3 was measured: D = 2 s, r = 2, b = 1 s, connect_timeout 1.5 s. */
const timing = { delayLoopMs: 2000, retries: 2, delayBeforeRetryMs: 1000, connectTimeoutMs: 1500 };
const digest = '0123456789abcdef0123456789abcdef';
const tcp: HealthCheck = { ...timing, type: 'TCP_CHECK' };
const http = (...urls: HttpCheck['urls']): HttpCheck => ({ ...timing, type: 'HTTP_GET', urls });
const oneUrl = http({ path: '/' });
const twoUrls = http({ path: '/', statusCode: 200 }, { path: '/health.html', digest });
const misc: HealthCheck = { ...timing, type: 'MISC_CHECK', timeoutMs: 3000 };

const shortMisc: HealthCheck = { ...misc, connectTimeoutMs: 5000, timeoutMs: 1000 };

/**
 * Seconds: removal predicted and measured, return predicted and measured. The first seven are MEASURING 3.3; the others
 * were measured in the lab, with the program `check-http` of the director's image and a link taken down.
 */
const measured: [string, HealthCheck, ServerFailure, number[], number[], number[], number[]][] = [
  ['TCP refused', tcp, 'refused', [2, 4], [3.45, 2.27, 3.11, 3.26], [0, 2], [0.33, 0.78, 1.39, 1.21]],
  ['TCP silent', tcp, 'silent', [6.5, 8.5], [6.99, 7.7, 8.05], [0, 3.5], [0.14, 0.12, 1.04]],
  ['TCP link down', tcp, 'unreachable', [6.5, 8.5], [8.15, 7.23], [0, 3.5], [0.82, 1.01]],
  ['HTTP 500', oneUrl, 'error-status', [2, 4], [3.51, 4.02, 2.79, 2.49], [2, 4], [2.36, 2.38, 3.92, 3.58]],
  ['HTTP hang', oneUrl, 'hang', [6.5, 8.5], [6.9, 7.08, 7.42], [2, 5.5], [5.45, 2.81, 3.46]],
  ['HTTP refused', oneUrl, 'refused', [2, 4], [3.81, 3.4, 2.89], [2, 4], [2.99, 3.1, 2.41]],
  ['HTTP refused, 2 urls', twoUrls, 'refused', [2, 4], [2.54, 2.74, 2.6], [4, 6], [5.74, 5.97, 5.43]],
  ['HTTP link down, 2 urls', twoUrls, 'unreachable', [6.5, 8.5], [8.3, 6.92, 8.51], [4, 7.5], [5.13, 5.01, 5.61]],
  ['MISC link down', misc, 'unreachable', [4.5, 6.5], [5.68, 5.47, 5.05], [0, 2], [1.05, 0.6, 0.33]],
  ['MISC link down, ended', shortMisc, 'unreachable', [3, 5], [3.17, 3.94, 4.49], [0, 2], [0.08, 0.49, 1.14]],
];

/** The good checks before a failure take a few milliseconds each, which are not in the prediction. */
const goodChecksMs = 50;

test.each(measured)('%s, as predicted and as measured', (_, check, failure, removal, removed, back, returned) => {
  const [low = Number.NaN, high = Number.NaN] = removal;
  const [backLow = Number.NaN, backHigh = Number.NaN] = back;
  expect(removalMs(check, failure)).toEqual({ low: low * 1000, high: high * 1000 });
  expect(returnMs(check, failure)).toEqual({ low: backLow * 1000, high: backHigh * 1000 });
  for (const seconds of removed) {
    expect(seconds * 1000).toBeGreaterThanOrEqual(low * 1000);
    expect(seconds * 1000).toBeLessThanOrEqual(high * 1000 + goodChecksMs);
  }
  for (const seconds of returned) {
    expect(seconds * 1000).toBeGreaterThanOrEqual(backLow * 1000);
    expect(seconds * 1000).toBeLessThanOrEqual(backHigh * 1000 + goodChecksMs);
  }
});

describe('who sees what', () => {
  const failures: ServerFailure[] = ['refused', 'silent', 'unreachable', 'hang', 'error-status', 'wrong-content'];
  const seenBy = (check: HealthCheck) => failures.filter((failure) => removalMs(check, failure) !== null);

  test('TCP_CHECK sees whether a connection can be made, and no more', () => {
    expect(seenBy(tcp)).toEqual(['refused', 'silent', 'unreachable']);
    expect(returnMs(tcp, 'hang')).toEqual({ low: 0, high: 0 });
  });

  test('HTTP_GET sees a hang and a status; content only by a digest of the page that is spoilt', () => {
    expect(seenBy(oneUrl)).toEqual(failures.slice(0, 5));
    expect(seenBy(http({ path: '/1k', digest }))).toEqual(failures.slice(0, 5));
    expect(seenBy(http({ path: '/health.html', statusCode: 200 }))).toEqual(failures.slice(0, 5));
    expect(seenBy(twoUrls)).toEqual(failures);
  });

  test('a check that asks for status 500 is not alarmed by it', () => {
    expect(seenBy(http({ path: '/', statusCode: 500 }))).not.toContain('error-status');
  });

  test('MISC_CHECK sees what its program sees: no answer with status 200', () => {
    expect(seenBy(misc)).toEqual(failures.slice(0, 5));
  });
});

describe('HTTP_GET asks for one URL per delay loop', () => {
  test('what only one of them sees takes as many loops', () => {
    expect(removalMs(twoUrls, 'wrong-content')).toEqual({ low: 2000, high: 6000 });
    expect(returnMs(twoUrls, 'wrong-content')).toEqual({ low: 4000, high: 6000 });
    const spoilt = { path: '/health.html', digest };
    expect(removalMs(http({ path: '/' }, spoilt, { path: '/1k' }, spoilt), 'wrong-content')?.high).toBe(6000);
  });

  test('what all of them see takes one', () => {
    expect(removalMs(twoUrls, 'error-status')).toEqual({ low: 2000, high: 4000 });
  });

  test('a failed URL is asked for again after the longer of delay loop and delay before a retry', () => {
    expect(returnMs({ ...oneUrl, delayBeforeRetryMs: 5000 }, 'refused')).toEqual({ low: 2000, high: 7000 });
  });
});

describe('MISC_CHECK counts its delays from the start of the program', () => {
  test('a failure at once is retried like any', () => {
    expect(removalMs(misc, 'refused')).toEqual({ low: 2000, high: 4000 });
    expect(returnMs(misc, 'refused')).toEqual({ low: 0, high: 2000 });
  });

  test('a program longer than the delay is started again as soon as it has ended', () => {
    expect(removalMs(misc, 'hang')).toEqual({ low: 4500, high: 6500 });
    expect(returnMs({ ...misc, connectTimeoutMs: 2500 }, 'hang')).toEqual({ low: 0, high: 2500 });
  });

  test('keepalived ends it after misc_timeout', () => {
    expect(removalMs({ ...misc, connectTimeoutMs: 9000 }, 'silent')).toEqual({ low: 9000, high: 11_000 });
  });
});

test('without retries one failed attempt is enough', () => {
  expect(removalMs({ ...tcp, retries: 0 }, 'silent')).toEqual({ low: 1500, high: 3500 });
});

test('a host that vanished is silent for as long as its neighbour entry lives: 32.5 s were measured', () => {
  const patient = { ...tcp, delayLoopMs: 6000, delayBeforeRetryMs: 3000, connectTimeoutMs: 10_000 };
  expect(removalMs(patient, 'unreachable')).toEqual({ low: 15_000, high: 42_000 });
  expect(returnMs(patient, 'unreachable')).toEqual({ low: 0, high: 16_000 });
});
