import { expect, test } from 'vitest';
import type { RequestPoint, Timeline, TimelineScene } from './timeline-nouns.ts';
import { readoutAt } from './timeline-readout.ts';

const scene: TimelineScene = {
  directors: ['director-1', 'director-2'],
  realServers: ['real-server-1', 'real-server-2'],
  services: ['198.18.0.100:80'],
  delayThresholdMs: 100,
  faults: [{ name: 'kill-director', colour: '#cc0000' }],
};

const requests: RequestPoint[] = [
  { atS: -0.5, kind: 'ok', outcome: 'ok', realServer: 0, latencyMs: 1.25 },
  { atS: 1, kind: 'lost', outcome: 'connect-timeout', realServer: null, latencyMs: 900 },
  { atS: 3.2, kind: 'late', outcome: 'ok', realServer: 1, latencyMs: 250 },
];

const timeline: Timeline = {
  trial: { index: 1, fault: 'kill-director', target: 'director-1' },
  origin: 'the fault took effect',
  ...{ fromS: -1, toS: 5 },
  faultS: { from: 0, to: 4 },
  healingS: { from: 4, to: 4.5 },
  marks: [],
  holdings: [
    { director: 0, fromS: -1, toS: 0 },
    { director: 1, fromS: 3, toS: 5 },
  ],
  adverts: [
    { director: 0, atS: -0.25, priority: 150 },
    { director: 1, atS: 3, priority: 0 },
  ],
  garps: [{ director: null, atS: 3.001 }],
  requests,
  answers: {
    stepS: 2,
    byServer: [
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 0],
    ],
    late: [0, 0, 1],
    lost: [0, 1, 0],
  },
  weights: {
    rows: ['real-server-1', 'real-server-2'],
    bars: [
      { row: 1, director: 1, service: 0, fromS: -1, toS: 5, weight: 0 },
      { row: 0, director: 1, service: 0, fromS: -1, toS: 5, weight: 3 },
      { row: 0, director: 0, service: 0, fromS: -1, toS: 0, weight: 3 },
    ],
  },
  totals: { ok: 1, late: 1, lost: 1, adverts: 2, garps: 1, holdings: 2, weights: 3 },
};

const at = (atS: number, of: Timeline = timeline) =>
  Object.fromEntries(readoutAt(of, scene, atS).map(({ lane, text }) => [lane, text]));

test('every lane is read at an instant under the fault', () => {
  expect(at(1.1)).toEqual({
    Time: '+1.100 s, kill-director in effect',
    VIP: 'nobody',
    Advert: 'director-1, 1.350 s ago',
    GARP: 'none until then',
    Request: 'due at +1.000 s: lost, connect-timeout',
    Around: '2.000 s from +1.000 s: 0 in time, 0 late, 1 lost',
    Share: 'nobody answered',
    Weight: 'director-1: none; director-2: real-server-1 3, real-server-2 0',
  });
});

test('the nearest request is the one before or behind, with who answered it and how late', () => {
  expect(at(3.1)).toMatchObject({
    VIP: 'director-2',
    Advert: 'director-2, priority 0, 100 ms ago',
    GARP: 'another machine, 99 ms ago',
    Request: 'due at +3.200 s: late, real-server-2 in 250 ms',
    Share: 'real-server-1 0.0 %, real-server-2 100.0 %',
  });
  expect(at(-0.4).Request).toBe('due at \u{2212}0.500 s: real-server-1 in 1.3 ms');
  expect(at(4.2).Time).toBe('+4.200 s, healing');
  expect(at(-0.9).Time).toBe('\u{2212}0.900 s, before the fault');
});

test('what was thinned is told where it matters', () => {
  const thinned = { ...timeline, totals: { ...timeline.totals, ok: 500, adverts: 40, garps: 9 } };
  expect(at(1.1, thinned)).toMatchObject({
    Advert: 'last drawn: director-1, 1.350 s ago',
    GARP: 'none drawn until then',
    Request: 'nearest drawn, due at +1.000 s: lost, connect-timeout',
  });
  expect(at(1.1, { ...thinned, requests: [] }).Request).toBe('none');
  const few = { ...timeline, totals: { ...timeline.totals, holdings: 900, weights: 900 } };
  expect(at(1.1, few)).toMatchObject({
    VIP: 'nobody drawn',
    Weight: expect.stringMatching(/^director-1: none drawn; /),
  });
});
