import { expect, test } from 'vitest';
import { type HealthOptions, healthRecording } from '../measure/synthetic-health.ts';
import { withSeries } from '../measure/synthetic-run.ts';
import type { Observation, Recording } from '../model.ts';
import { judged } from './judged.ts';
import { check } from './table-matches.ts';

function judgement(recording: Recording) {
  return judged(check, recording)['stop-httpd'];
}

/** With one more line of director-1's table. */
function withLine(
  at: number,
  change: Partial<Observation<'destination'>['value']>,
  options: HealthOptions = {},
): Recording {
  const value = {
    service: '198.18.0.10:80',
    realServer: 'real-server-2',
    weight: 1,
    activeConnections: 0,
    inactiveConnections: 0,
    previousMs: at - 20,
    ...change,
  };
  return withSeries(healthRecording(options), 'destination', (all) => [
    ...all,
    { series: 'destination', at, node: 'director-1', value },
  ]);
}

test('pass: as configured after each trial', () => {
  expect(judgement(healthRecording({ trials: [{}, {}] }))).toMatchObject({
    verdict: 'pass',
    headline:
      "The master's table was as configured after each of 2 trials: 3 real servers with their weights in 1 virtual service, nothing else.",
    measured: { max: 0 },
  });
});

test('fail: one that never came back', () => {
  expect(judgement(healthRecording({ trials: [{ returnedAfterMs: null }] }))).toMatchObject({
    verdict: 'fail',
    headline: "Trial 1: director-1's table of 198.18.0.10:80 lacks real-server-1.",
    measured: { max: 1 },
  });
});

test('fail: a weight that stayed, a server and a service that nobody configured', () => {
  expect(judgement(withLine(107_000, { weight: 0 }))?.headline).toMatch(
    /has real-server-2 with weight 0 instead of 1\./,
  );
  expect(judgement(withLine(107_000, { realServer: '198.18.0.99' }))?.headline).toBe(
    "Trial 1: director-1's table of 198.18.0.10:80 has 198.18.0.99, which is not configured.",
  );
  expect(judgement(withLine(107_000, { service: '198.18.0.10:8080' }))?.headline).toMatch(
    /table of 198\.18\.0\.10:8080 has real-server-2/,
  );
});

test('a change that may have happened by the end counts where it is for the better', () => {
  const ended = { endedAtMs: 106_500 };
  const late = healthRecording({ trials: [{ returnedAfterMs: 1510, record: ended }] });
  expect(judgement(late)?.verdict).toBe('pass');
  expect(judgement(withLine(106_510, { weight: 0 }, { trials: [{ record: ended }] }))?.verdict).toBe('pass');
});

test('a health check on the wrong port is named as the cause, also where no trial was run', () => {
  const healthCheck = { type: 'TCP_CHECK', delayLoopMs: 1000, connectTimeoutMs: 1000, retries: 1 } as const;
  const service = { healthCheck: { ...healthCheck, delayBeforeRetryMs: 500, port: 8080 } };
  const recording = withSeries(healthRecording({ service, trials: [] }), 'destination', (all) => [
    ...all,
    ...all.map((one) => ({
      ...one,
      at: one.at + 500,
      value: { ...one.value, weight: null, previousMs: one.at + 480 },
    })),
  ]);
  expect(judged(check, recording).run).toMatchObject({
    verdict: 'fail',
    headline:
      "No trial was run; director-1's table of 198.18.0.10:80 lacks all 3 real servers (its TCP_CHECK asks port 8080, the service is on port 80).",
  });
});

test('unknown: no table, nobody with the VIP, interrupted, not settled, no trial', () => {
  for (const series of ['destination', 'vip-holder'] as const) {
    expect(judgement(withSeries(healthRecording(), series, () => []))?.verdict).toBe('unknown');
  }
  const unsettled = { record: { endedAtMs: null, error: 'not steady' } };
  expect(judgement(healthRecording({ trials: [unsettled] }))?.headline).toBe(
    'Trial 1: the table was as configured, but the trial did not settle (not steady).',
  );
  expect(judgement(healthRecording({ trials: [{ ...unsettled, returnedAfterMs: null }] }))?.verdict).toBe('fail');
  const interrupted = healthRecording({
    trials: [{ ...unsettled, returnedAfterMs: null }],
    run: { status: 'interrupted' },
  });
  expect(judgement(interrupted)?.verdict).toBe('unknown');
  expect(judgement({ ...interrupted, run: { ...interrupted.run, status: 'running' } })?.verdict).toBe('unknown');
  expect(judged(check, healthRecording({ trials: [] })).run?.verdict).toBe('unknown');
  const empty = healthRecording({ trials: [] });
  const lacking = withSeries(empty, 'destination', (all) => all.filter(({ value }) => value.realServer.endsWith('1')));
  expect(judged(check, lacking).run?.verdict).toBe('fail');
  for (const status of ['running', 'interrupted'] as const) {
    const cut = judged(check, { ...lacking, run: { ...lacking.run, status } }).run;
    expect(cut?.headline).toBe('No trial was run; the run did not come to its end.');
  }
});
