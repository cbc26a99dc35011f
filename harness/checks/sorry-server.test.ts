import { expect, test } from 'vitest';
import { effectMs, type HealthOptions, healthRecording } from '../measure/synthetic-health.ts';
import { withSeries } from '../measure/synthetic-run.ts';
import type { Recording } from '../model.ts';
import { judged } from './judged.ts';
import { check } from './sorry-server.ts';

const subject = 'stop-httpd on 198.18.0.10:80';
const all = { target: 'real-server-1,real-server-2,real-server-3' };

function recordingOf(options: HealthOptions = {}): Recording {
  return healthRecording({
    topology: { sorryServer: { name: 'sorry-server', address: '198.18.0.29' } },
    service: { sorryServer: true },
    facts: { aim: 'all-real-servers' },
    trials: [all],
    ...options,
  });
}

function judgement(options: HealthOptions = {}) {
  return judged(check, recordingOf(options))[subject];
}

/** The request due so long after the fault, answered by another. */
function answeredBy(realServer: string | null, afterMs: number) {
  const changed = withSeries(recordingOf(), 'request', (requests) =>
    requests.map((one) =>
      one.at === effectMs(0) + afterMs
        ? { ...one, value: { ...one.value, realServer, outcome: realServer === null ? 'refused' : 'ok' } }
        : one,
    ),
  );
  return judged(check, changed)[subject];
}

test('pass: it stands in alone, and is gone after the return', () => {
  expect(judgement()).toMatchObject({
    verdict: 'pass',
    headline:
      'sorry-server answered all 449 requests while the real servers were out, and none of 550 after they were back; 1 trial.',
    measured: { max: 0 },
  });
});

test('fail: a request lost, or answered by a real server, while it stands in', () => {
  expect(answeredBy(null, 2000)?.headline).toBe(
    'Trial 1: sorry-server answered 448 of 449 requests, 1 lost, while all real servers were out.',
  );
  expect(answeredBy('real-server-2', 2000)?.headline).toMatch(/1 answered by others, while all real servers were out/);
});

test('fail: it answers too early, or too long', () => {
  expect(answeredBy('sorry-server', 500)?.headline).toMatch(/answered 1 requests before it was called for/);
  expect(answeredBy('sorry-server', 7000)?.headline).toMatch(/still answered 1 of 550 requests after/);
});

test('fail: it never stood in', () => {
  expect(judgement({ trials: [{ ...all, removedAfterMs: null }] })).toMatchObject({
    verdict: 'fail',
    headline: 'Trial 1: sorry-server never took the place of the real servers.',
  });
});

test('unknown: no trial, not confirmed, no requests, a return that was not seen', () => {
  expect(judgement({ trials: [] })?.verdict).toBe('unknown');
  expect(judgement({ trials: [{ ...all, record: { confirmation: null } }] })?.verdict).toBe('unknown');
  expect(judgement({ trials: [{ ...all, returnedAfterMs: null }] })?.verdict).toBe('unknown');
  const silent = withSeries(recordingOf(), 'request', () => []);
  expect(judged(check, silent)[subject]?.verdict).toBe('unknown');
});

test('a service without a sorry server, or a fault that leaves servers, is none of its business', () => {
  expect(judgement({ service: {} })).toBeUndefined();
  expect(judgement({ facts: { aim: 'real-server' }, trials: [{}] })).toBeUndefined();
});
