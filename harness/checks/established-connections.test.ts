import { expect, test } from 'vitest';
import { connectedRecording } from '../measure/synthetic-connections.ts';
import type { HealthOptions } from '../measure/synthetic-health.ts';
import { check } from './established-connections.ts';
import { judged } from './judged.ts';

function judgement(...recorded: Parameters<typeof connectedRecording>) {
  return judged(check, connectedRecording(...recorded))['stop-httpd'];
}

const closed = { event: 'lost', cause: 'closed' } as const;
const reset = { event: 'lost', cause: 'reset' } as const;
const timeout = { event: 'lost', cause: 'timeout' } as const;

test('pass: a real server that ends takes its connections along, and no others', () => {
  expect(judgement([[1, 1, closed]])).toMatchObject({
    verdict: 'pass',
    headline:
      '1 of 1 open connection to failed real servers lost (1 closed): the real server ends them; all 2 to other real servers lived on; 1 trial.',
    measured: { median: 1 },
    predicted: { low: 1, high: 1 },
  });
});

test('fail: one lived that cannot have, or another server lost one', () => {
  expect(judgement([])).toMatchObject({
    verdict: 'fail',
    headline: 'Trial 1: none of 1 open connection to real-server-1 was lost: the real server ends them.',
  });
  expect(
    judgement([
      [1, 1, closed],
      [400, 2, reset],
    ])?.headline,
  ).toBe(
    'Trial 1: 1 of 2 connections to other real servers were lost (1 reset); 1 of 1 open connection to real-server-1 lost (1 closed): the real server ends them.',
  );
});

test('a frozen server: its connections hang, or are given up, but are not reset', () => {
  const hang: HealthOptions = { failure: 'hang', trials: [{ removedAfterMs: null }] };
  expect(judgement([], hang)).toMatchObject({ verdict: 'pass', predicted: { low: 0, high: 1 } });
  expect(judgement([[4900, 1, timeout]], hang)?.verdict).toBe('pass');
  expect(judgement([[100, 1, reset]], hang)?.headline).toBe(
    'Trial 1: 1 of 1 open connection to real-server-1 lost (1 reset): they hang until it answers again, which explains no reset.',
  );
  expect(judgement([[5100, 1, reset]], hang)?.verdict).toBe('pass');
});

test('out of the table, packets are dropped, or answered by a reset', () => {
  const silent: HealthOptions = { failure: 'silent', trials: [{ removedAfterMs: 3000 }] };
  expect(judgement([[3300, 1, reset]], silent)?.verdict).toBe('fail');
  const expiring = { ...silent, run: { sysctls: { 'net.ipv4.vs.expire_nodest_conn': '1' } } };
  expect(judgement([[3300, 1, reset]], expiring)?.verdict).toBe('pass');
});

test('a server that serves another page keeps its connections while it is in the table', () => {
  const wrong: HealthOptions = { failure: 'wrong-content', trials: [{ removedAfterMs: null }] };
  expect(judgement([], wrong)).toMatchObject({ verdict: 'pass', measured: { max: 0 } });
  expect(judgement([[500, 1, timeout]], wrong)?.verdict).toBe('fail');
});

test('a server that answers 500 closes its connections', () => {
  const wrong: HealthOptions = { failure: 'error-status', trials: [{ removedAfterMs: null }] };
  expect(judgement([[300, 1, closed]], wrong)).toMatchObject({ verdict: 'pass' });
  expect(judgement([], wrong)?.verdict).toBe('fail');
});

test('unknown: nobody was connected to the failed server, or to anybody', () => {
  expect(judgement([], {}, [2, 3])).toMatchObject({
    verdict: 'unknown',
    headline: 'No connection to a failed real server was open in any trial.',
  });
  expect(judgement([], {}, [])?.verdict).toBe('unknown');
  expect(judgement([], { trials: [{ record: { confirmation: null } }] })?.verdict).toBe('unknown');
});
