import { expect, test } from 'vitest';
import { blankRun, handMade, syntheticTopology } from '../measure/synthetic-run.ts';
import { icmpDropped, stallsFrom, swept, tunnelled } from '../measure/synthetic-sizes.ts';
import type { Observation, Recording } from '../model.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './path-mtu.ts';

const allWell = (): 'ok' => 'ok';
const of = (recording: Recording) => judged(check, recording)[icmpDropped.name];

test('a tunnel takes requests of 1428 B, and not one byte more', () => {
  const judgement = of(swept(stallsFrom(1429)));
  expect(judgement).toMatchObject({
    verdict: 'pass',
    unit: 'B',
    measured: { median: 1429 },
    predicted: { low: 1429, high: 1429 },
    bound: 0,
  });
  expect(judgement?.headline).toBe(
    'Requests of 1429 B and more stalled while the client heard no ICMP "fragmentation needed" (1429 B predicted); shorter ones, all answers, and all requests while it heard it, got through; 1 trial.',
  );
});

test('a sweep in steps finds the edge within one of them', () => {
  const judgement = of(swept(stallsFrom(1429), { stepBytes: 20 }));
  expect(judgement).toMatchObject({ verdict: 'pass', measured: { median: 1440 }, bound: 19 });
  expect(judgement?.headline).toContain('give or take 19 B (1429 B predicted)');
});

test('fails: they stall earlier, later, not at all, or not all of them', () => {
  expect(of(swept(stallsFrom(1400)))?.headline).toBe(
    'Trial 1: requests of 1400 B and more stalled while the client heard no ICMP, 1429 B predicted.',
  );
  expect(of(swept(stallsFrom(1449)))).toMatchObject({ verdict: 'fail', measured: { median: 1449 } });
  expect(of(swept(allWell))?.headline).toBe('Trial 1: no request up to 1520 B stalled, 1429 B predicted.');
  const holed = swept((one) => (one.bytes === 1500 ? 'ok' : stallsFrom(1429)(one)));
  expect(of(holed)?.headline).toContain('but one of 1500 B was answered');
});

test('fails: an answer stalls, which comes by no tunnel, or it goes on after healing', () => {
  const answers = swept((one) => (one.stage === 'under' && one.bytes >= 1429 ? 'response-timeout' : 'ok'));
  expect(of(answers)?.headline).toContain('answers of 1429 B and more stalled, none was predicted to');
  const after = swept((one) =>
    one.stage === 'after' && one.direction === 'request' && one.bytes >= 1429
      ? 'response-timeout'
      : stallsFrom(1429)(one),
  );
  expect(of(after)?.headline).toContain('requests of 1429 B and more stalled after healing');
});

test('with a cure nothing stalls, and what stalls in spite of it fails, whatever was predicted', () => {
  const clamped = { ...tunnelled, realServerAdvmss: 1440 };
  expect(of(swept(allWell, { topology: clamped }))).toMatchObject({
    verdict: 'pass',
    measured: null,
    bound: null,
  });
  expect(of(swept(allWell, { topology: clamped }))?.headline).toBe(
    "No request of 1300 to 1520 B stalled while the client heard no ICMP, as predicted: the real servers' segment size of 1440 B (advmss) keeps them small enough; 1 trial.",
  );
  const tooLarge = { ...tunnelled, realServerAdvmss: 1460 };
  expect(of(swept(stallsFrom(1429), { topology: tooLarge }))).toMatchObject({ verdict: 'fail' });
  expect(of(swept(stallsFrom(1429), { topology: tooLarge }))?.headline).toContain(
    "in spite of the real servers' segment size of 1460 B",
  );
  const routed = { ...tunnelled, clientRouteMtu: 1480 };
  expect(of(swept(allWell, { topology: routed }))?.headline).toContain("the MTU of 1480 B of the client's route");
});

test('without a tunnel nothing stalls', () => {
  expect(verdicts(check, swept(allWell, { topology: syntheticTopology() }))).toEqual({ [icmpDropped.name]: 'pass' });
  expect(verdicts(check, swept(stallsFrom(1429), { topology: syntheticTopology() }))).toEqual({
    [icmpDropped.name]: 'fail',
  });
});

test('unknown: nothing tried, not far enough, stalls before the fault, other ends, a fault that did nothing', () => {
  const unknown = { [icmpDropped.name]: 'unknown' };
  const { run } = swept(allWell);
  expect(verdicts(check, handMade(run, []))).toEqual(unknown);
  expect(verdicts(check, swept(allWell, { toBytes: 1400 }))).toEqual(unknown);
  expect(verdicts(check, swept(allWell, { topology: { ...tunnelled, clientRouteMtu: 1480 }, toBytes: 1400 }))).toEqual(
    unknown,
  );
  const early = swept((one) =>
    one.stage === 'before' && one.bytes > 1500 ? 'response-timeout' : stallsFrom(1429)(one),
  );
  expect(verdicts(check, early)).toEqual(unknown);
  const reset = swept((one) => (one.stage === 'under' && one.bytes === 1310 ? 'reset' : stallsFrom(1429)(one)));
  expect(of(reset)?.headline).toContain('a request of 1310 B ended otherwise: reset');
  expect(verdicts(check, reset)).toEqual(unknown);
  const nothing = { confirmation: { confirmed: false, evidence: 'no filter' } };
  expect(verdicts(check, swept(stallsFrom(1429), {}, nothing))).toEqual(unknown);
});

test('unknown: what stalled, stalled while the machine stood still', () => {
  const recording = swept(stallsFrom(1400));
  const late = (lateMs: number): Observation<'request'> => ({
    series: 'request',
    at: 5000,
    node: 'client-1',
    value: {
      outcome: 'ok',
      service: '198.18.0.10:80',
      source: '198.18.0.100',
      lateMs,
      latencyMs: 810,
      realServer: 'real-server-1',
    },
  });
  const slow = (lateMs: number) => handMade(recording.run, [...recording.series('sized-request'), late(lateMs)]);
  expect(of(slow(800))).toMatchObject({ verdict: 'unknown' });
  expect(of(slow(800))?.headline).toContain('the machine stood still');
  // Nobody waits 1.5 s because of that.
  expect(of(slow(200))).toMatchObject({ verdict: 'fail' });
});

test('faults that leave ICMP alone are none of its business', () => {
  expect(check.concerns?.(blankRun({ faults: [{ ...icmpDropped, name: 'noop' }] }))).toBe(true);
  const { hidesPathMtu: _, ...harmless } = icmpDropped;
  expect(check.concerns?.(blankRun({ faults: [harmless] }))).toBe(false);
});
