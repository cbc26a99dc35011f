import { expect, test } from 'vitest';
import { type HealthOptions, healthRecording } from '../measure/synthetic-health.ts';
import { withSeries } from '../measure/synthetic-run.ts';
import { check } from './failure-impact.ts';
import { judged } from './judged.ts';

const subject = 'stop-httpd on 198.18.0.10:80';

function judgement(options: HealthOptions) {
  return judged(check, healthRecording(options))[subject];
}

test('pass: a third of the requests while it is in the table, none after', () => {
  expect(judgement({ trials: [{}, {}] })).toMatchObject({
    verdict: 'pass',
    headline:
      '33 % of requests suffered while the failed server was in the table (33 % predicted: its turn under rr), 0 of 790 after it was out; 2 trials.',
    unit: '%',
  });
});

test('fail: more requests than its turns', () => {
  const choose = (_: unknown, at: number) => (at % 50 === 0 ? 'real-server-2' : 'real-server-1');
  const found = judgement({ choose, trials: [{}] });
  expect(found?.verdict).toBe('fail');
});

test('fail: requests were still lost when it was out', () => {
  const outcome = (at: number) => (at > 102_000 && at < 102_025 ? ('connect-timeout' as const) : undefined);
  expect(judgement({ outcome })).toMatchObject({
    verdict: 'fail',
    headline:
      'Trial 1: 32 of 97 requests (33 %) impaired, 32 lost (33 % predicted, give or take 4.1 %: its turn under rr) while real-server-1 was in the table, 2 of 395 requests (0.5 %) impaired, 2 lost after that.',
  });
});

test('a late answer or two after the removal are hiccups, more are not', () => {
  const late = (untilMs: number) =>
    withSeries(healthRecording(), 'request', (all) =>
      all.map((one) =>
        one.at > 102_000 && one.at < untilMs ? { ...one, value: { ...one.value, latencyMs: 80 } } : one,
      ),
    );
  expect(judged(check, late(102_025))[subject]?.verdict).toBe('pass');
  expect(judged(check, late(102_100))[subject]?.verdict).toBe('fail');
});

test('all down: nothing is answered until healing, or until the sorry server stands in', () => {
  const all = { target: 'real-server-1,real-server-2,real-server-3' };
  const facts = { aim: 'all-real-servers' } as const;
  expect(judgement({ facts, trials: [all] })).toMatchObject({
    verdict: 'pass',
    measured: { median: 100 },
    headline:
      '100 % of requests suffered while the failed server was in the table (100 % predicted: no other server is left), 395 of 395 after it was out; 1 trial.',
  });
  const sorryServer = { name: 'sorry-server', address: '198.18.0.29' };
  const options: HealthOptions = { facts, trials: [all], topology: { sorryServer }, service: { sorryServer: true } };
  expect(judgement(options)?.headline).toMatch(/, 0 of 395 after it was out/);
});

test('weights count under wrr', () => {
  const realServers = [5, 3, 2].map((weight, n) => ({
    name: `real-server-${n + 1}`,
    address: `198.18.0.${21 + n}`,
    weight,
  }));
  const sequence = [1, 1, 2, 1, 2, 3, 1, 2, 1, 3];
  const choose = (table: ReadonlyMap<string, number>, _: number, turn: number) => {
    const name = `real-server-${sequence[turn % 10]}`;
    return table.has(name) ? name : 'real-server-2';
  };
  const options: HealthOptions = { topology: { realServers }, service: { scheduler: 'wrr' }, choose };
  expect(judgement(options)).toMatchObject({ verdict: 'pass', predicted: { low: 50, high: 50 } });
});

test('persistence: the clients of the failed server, and nobody else', () => {
  const choose = (table: ReadonlyMap<string, number>, at: number) => {
    const mine = `real-server-${(Math.round(at / 10) % 16) % 4 === 0 ? 1 : 2}`;
    return table.has(mine) ? mine : 'real-server-3';
  };
  const options: HealthOptions = { service: { scheduler: 'wlc', persistenceTimeoutMs: 60_000 }, choose };
  const found = judgement(options);
  expect(found).toMatchObject({ verdict: 'pass' });
  expect(found?.predicted?.low).toBeCloseTo(25, 0);
  expect(found?.headline).toMatch(/clients stay with their server/);
});

test('lc: a server that does not answer looks busy', () => {
  const choose = (table: ReadonlyMap<string, number>, _: number, turn: number) =>
    turn % 50 === 0 && table.has('real-server-1') ? 'real-server-1' : 'real-server-2';
  const lc: HealthOptions = { service: { scheduler: 'lc' }, choose };
  expect(judgement(lc)).toMatchObject({ verdict: 'pass', predicted: { low: 0 } });
});

test('lc: one that answers wrongly gets its part at least; after an earlier trial there is no telling', () => {
  const lc: HealthOptions = { service: { scheduler: 'lc' }, failure: 'error-status' };
  const stays = { removedAfterMs: null };
  expect(judgement({ ...lc, trials: [stays] })).toMatchObject({ verdict: 'pass', predicted: { high: 100 } });
  const avoided = { ...lc, choose: () => 'real-server-2' };
  expect(judgement({ ...avoided, trials: [stays] })?.verdict).toBe('fail');
  expect(judgement({ ...lc, trials: [stays, stays] })?.headline).toContain('no prediction of what lc does');
});

test('wrong content is not what the prober looks at', () => {
  const options: HealthOptions = { failure: 'wrong-content', trials: [{ removedAfterMs: null }] };
  expect(judgement(options)).toMatchObject({ verdict: 'pass', measured: { max: 0 } });
  expect(judgement(options)?.headline).toContain('the prober does not look at content');
});

test('unknown: too few requests, no table, not confirmed', () => {
  expect(
    judgement({ run: { probe: { intervalMs: 1000, deadlineMs: 1000, delayThresholdMs: 50, connections: 0 } } }),
  ).toMatchObject({ verdict: 'unknown' });
  expect(judgement({ trials: [{ record: { confirmation: null } }] })?.verdict).toBe('unknown');
  expect(judgement({ trials: [] })?.verdict).toBe('unknown');
});
