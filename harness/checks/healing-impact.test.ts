import { expect, test } from 'vitest';
import {
  adverts,
  deafBackup,
  entry,
  every,
  holds,
  macOf,
  quietFault,
  requests,
  scripted,
  trialAt,
} from '../measure/scripted-run.ts';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { ForwardingMethod, Observation, TrialRecord } from '../model.ts';
import { check } from './healing-impact.ts';
import { judged } from './judged.ts';

const subject = 'cut-vrrp on 198.18.0.10:80';

function lateBy(one: Observation, ms: number): Observation {
  return one.series === 'request' ? { ...one, value: { ...one.value, latencyMs: one.value.latencyMs + ms } } : one;
}

function judge(method: ForwardingMethod, observations: Observation[], changes: Partial<TrialRecord> = {}) {
  const topology = syntheticTopology();
  const virtualServices = topology.virtualServices.map((service) => ({ ...service, forwardingMethod: method }));
  const recording = scripted({
    topology: { ...topology, virtualServices },
    faults: [quietFault('cut-vrrp')],
    trials: [trialAt('cut-vrrp', changes)],
    observations,
  });
  return judged(check, recording)[subject];
}

/** director-2 stepped back at 16.652 s, and the client goes on sending to it until 47 s. */
const astray: Observation[] = [
  ...deafBackup().filter(({ series }) => series !== 'neighbour'),
  ...adverts(1, every(1000, 21_650.5, 49_650.5)),
  entry(1000, 11),
  entry(13_651, 12),
  entry(47_000, 11),
];
const long = { endedAtMs: 49_000 };

test('nothing is lost where clients are back with the owner', () => {
  expect(judge('NAT', [...deafBackup(), ...requests(20_000)])).toMatchObject({
    verdict: 'pass',
    headline: expect.stringMatching(/^0 of \d+ requests after healing were lost, 1 trial\.$/),
    predicted: { low: 0, high: 30 },
  });
});

test('with NAT a client that stays with the loser gets no answer until entries are given up', () => {
  expect(judge('NAT', [...astray, ...requests(49_500, 16_660, 47_000)], long)).toMatchObject({
    verdict: 'pass',
    headline:
      'In 1 of 1 trial clients and real servers went on sending to director-2, through which no answer comes back: ' +
      'up to 30.340 s without service (3.000 to 53.000 s predicted); vrrp_higher_prio_send_advert cures that.',
  });
});

test('the same outage with direct routing is none that stale entries explain', () => {
  expect(judge('DR', [...astray, ...requests(49_500, 16_660, 47_000)], long)).toMatchObject({
    verdict: 'fail',
    headline: expect.stringContaining(
      'which forwarded what came; for 30.340 s not all were answered, 0.000 to 0.030 s',
    ),
  });
  expect(judge('DR', [...astray, ...requests(49_500)], long)).toMatchObject({
    verdict: 'pass',
    headline: expect.stringContaining(
      'lost, although the client sent to director-2, which forwarded what came, 1 trial',
    ),
  });
});

test('with NAT it is wrong that such a client goes on being served, and that one with the owner is not', () => {
  expect(judge('NAT', [...astray, ...requests(49_500)], long)).toMatchObject({ verdict: 'fail' });
  const lost = requests(20_000, 16_700, 17_700);
  expect(judge('NAT', [...deafBackup(), ...lost])).toMatchObject({
    verdict: 'fail',
    headline: expect.stringContaining('100 of 381 requests after healing were lost; for 1.000 s not all were answered'),
  });
});

test('the winner’s announcement ends it at any time', () => {
  const garp: Observation = {
    series: 'garp',
    at: 17_900,
    node: 'client-1',
    value: { address: '198.18.0.10', mac: macOf(11) },
  };
  const soon = [...astray.filter((one) => one.at !== 47_000), entry(17_901, 11), garp];
  expect(judge('NAT', [...soon, ...requests(20_000, 16_660, 17_900)])).toMatchObject({
    verdict: 'pass',
    predicted: { low: 0, high: 53_000 },
  });
});

test('answers that are late, beyond the prober’s own deadline too, are not lost', () => {
  expect(judge('NAT', [...deafBackup(), ...requests(20_000).map((one) => lateBy(one, 1500))])).toMatchObject({
    verdict: 'pass',
    headline: expect.stringMatching(/^0 of \d+ requests/),
  });
});

test('without the end of it, without requests, and while the machine stood still nothing is known', () => {
  const toTheEnd = judge('NAT', [...astray, ...requests(30_000, 16_660, 31_000)], { endedAtMs: null });
  expect(toTheEnd).toMatchObject({ verdict: 'unknown', headline: expect.stringContaining('s and longer not all') });
  expect(judge('NAT', deafBackup())).toMatchObject({
    verdict: 'unknown',
    headline: 'Trial 1: no request was recorded after healing.',
  });
  expect(judge('NAT', [...deafBackup(), ...requests(20_000, 16_700, 17_700, 600)])).toMatchObject({
    verdict: 'unknown',
    headline: expect.stringContaining('the machine stood still meanwhile'),
  });
  expect(judge('NAT', [...deafBackup(), ...requests(20_000)], { confirmation: null })).toMatchObject({
    verdict: 'unknown',
  });
});

test('faults that leave VRRP’s path alone are none of its business', () => {
  const recording = scripted({
    faults: [quietFault('noop')],
    trials: [trialAt('noop')],
    observations: [...requests(20_000), holds(1, 1000, true)],
  });
  expect(judged(check, recording)).toEqual({});
});
