import { expect, test } from 'vitest';
import { seededRandom } from '../harness/stats/seeded-random.ts';
import { capsFor, fitTimelines, timelineBudgetBytes } from './fit-timelines.ts';
import { formatNumber } from './format.ts';
import { fold, unfold } from './pack-numbers.ts';
import { type PackedTimeline, packTimeline, unpackTimeline } from './pack-timeline.ts';
import { drawnWords, thinned } from './thin-timeline.ts';
import { answersOf } from './timeline-answers.ts';
import type { RequestPoint, Timeline } from './timeline-nouns.ts';

/** A trial with so many requests, one each 10 ms, of which those in `lost` are lost; every 500th in between is late. */
function madeUp(requests: number, lost: { from: number; to: number } = { from: 0, to: 0 }): Timeline {
  const random = seededRandom(requests);
  const points = Array.from({ length: requests }, (_, index): RequestPoint => {
    const atS = -2 + index / 100;
    const isLost = index >= lost.from && index < lost.to;
    if (isLost) return { atS, kind: 'lost', outcome: 'connect-timeout', realServer: null, latencyMs: 900 };
    const late = index % 500 === 499;
    const latencyMs = late ? 150 + random() * 100 : 0.5 + random() * 5;
    return { atS, kind: late ? 'late' : 'ok', outcome: 'ok', realServer: index % 3, latencyMs };
  });
  const span = { fromS: -2, toS: -2 + requests / 100 };
  const adverts = Array.from({ length: Math.floor(requests / 100) }, (_, index) => ({
    director: index < requests / 300 ? 0 : 1,
    atS: index - 1.9,
    priority: index === 40 ? 0 : 150,
  }));
  const count = (kind: RequestPoint['kind']) => points.filter((one) => one.kind === kind).length;
  return {
    trial: { index: 3, fault: 'kill-director', target: 'director-1' },
    origin: 'the fault took effect',
    ...span,
    faultS: { from: 0, to: 4.5 },
    healingS: null,
    marks: [{ letter: 'A', atS: 0.25, what: 'first </script><!-- good answer' }],
    holdings: [{ director: 0, ...span }],
    adverts,
    garps: [{ director: null, atS: 1.5 }],
    requests: points,
    answers: answersOf(points, span, { realServers: 3, intervalMs: 10 }),
    weights: { rows: ['rs-1'], bars: [{ row: 0, director: 0, service: 0, weight: 3, ...span }] },
    totals: {
      ...{ ok: count('ok'), late: count('late'), lost: count('lost') },
      ...{ adverts: adverts.length, garps: 1, holdings: 1, weights: 1 },
    },
  };
}

const extremesOf = (points: readonly RequestPoint[]) =>
  [0, 1, 2].map((server) => {
    const latencies = points
      .filter((one) => one.realServer === server && one.kind === 'ok')
      .map((one) => one.latencyMs);
    return [latencies.reduce((a, b) => Math.min(a, b)), latencies.reduce((a, b) => Math.max(a, b))];
  });

test('every failure and every extreme stays, and all real servers in proportion', () => {
  const whole = madeUp(30_000, { from: 1000, to: 1400 });
  const less = thinned(whole, { ok: 1000, impaired: 20_000, events: 100 });
  const impaired = (one: Timeline) => one.requests.filter(({ kind }) => kind !== 'ok');
  expect(impaired(less)).toEqual(impaired(whole));
  expect(impaired(less).length).toBeGreaterThan(450);
  expect(extremesOf(less.requests)).toEqual(extremesOf(whole.requests));
  const inTime = less.requests.filter((one) => one.kind === 'ok');
  expect(inTime.length).toBeGreaterThan(950);
  expect(inTime.length).toBeLessThanOrEqual(1000);
  for (const server of [0, 1, 2]) expect(inTime.filter((one) => one.realServer === server).length).toBeGreaterThan(300);
  // No stretch of a hundredth of the time is empty.
  for (let at = -2; at < 296; at += 3)
    expect(inTime.some((one) => one.atS >= at && one.atS < at + 3) || (at >= 7 && at <= 12), `at ${at} s`).toBe(true);
  expect(less.answers).toEqual(whole.answers);
  expect(less.adverts.length).toBeLessThanOrEqual(100);
  expect(less.adverts.some((one) => one.priority === 0)).toBe(true);
  const last = whole.adverts.findLast((one) => one.director === 0);
  expect(less.adverts).toContainEqual(last);
});

test('words tell what is drawn and what is not', () => {
  const whole = madeUp(30_000, { from: 1000, to: 1400 });
  const impaired = whole.totals.late + whole.totals.lost;
  expect(drawnWords(whole)).toBe('Drawn: all 30\u{2009}000 requests.');
  const less = thinned(whole, { ok: 1000, impaired: 20_000, events: 100 });
  const drawn = String(less.requests.length);
  expect(drawnWords(less)).toContain(`Drawn: ${drawn} of 30\u{2009}000 requests; all ${impaired} impaired ones;`);
  expect(drawnWords(less)).toContain('100 of 300 adverts');
  const few = thinned(whole, { ok: 80, impaired: 100, events: 80 });
  expect(drawnWords(few)).toMatch(new RegExp(`; \\d+ of ${impaired} impaired ones, with the first and the last`));
  const lost = few.requests.filter((one) => one.kind === 'lost').map((one) => one.atS);
  expect([lost[0], lost.at(-1)]).toEqual([8, 11.99]);
});

test('what is packed comes back: times to 0.1 ms, latencies to half a percent, the rest as it was', () => {
  const whole = madeUp(2000, { from: 300, to: 500 });
  const back = unpackTimeline(JSON.parse(JSON.stringify(packTimeline(whole, 'words'))) as PackedTimeline);
  expect(back.requests).toHaveLength(2000);
  for (const [index, point] of whole.requests.entries()) {
    const { atS, latencyMs, ...same } = back.requests[index] ?? point;
    expect(same).toEqual({ kind: point.kind, outcome: point.outcome, realServer: point.realServer });
    expect(Math.abs(atS - point.atS)).toBeLessThan(0.0001);
    if (point.kind !== 'lost') expect(Math.abs(latencyMs / point.latencyMs - 1)).toBeLessThan(0.0055);
  }
  const { requests: _, adverts, ...rest } = whole;
  expect(back).toMatchObject(rest);
  expect(back.adverts.map((one) => [one.director, one.priority])).toEqual(
    adverts.map((one) => [one.director, one.priority]),
  );
});

test('equal numbers are folded, and come out again', () => {
  expect(fold([5, 5, 5, 0, 0, 7])).toEqual([5, -2, 0, -1, 7]);
  for (const numbers of [[], [0], [0, 0], [3, 3, 3, 3], [1, 2, 2, 1]]) expect(unfold(fold(numbers))).toEqual(numbers);
});

test('the data of all trials fits into its budget; a long outage costs next to nothing', () => {
  const outage = madeUp(20_000, { from: 100, to: 19_900 });
  const [fitted] = fitTimelines([{ timeline: outage, subtitle: '' }], 20_000);
  expect(fitted?.words).toBe('Drawn: all 20\u{2009}000 requests.');

  const trial = {
    timeline: thinned(madeUp(25_000, { from: 1000, to: 1500 }), capsFor(40)),
    subtitle: 'failover time 2.9 s',
  };
  const trials = Array.from({ length: 40 }, () => trial);
  const all = fitTimelines(trials);
  const bytes = all.reduce((sum, one) => sum + Buffer.byteLength(one?.json ?? ''), 0);
  expect(bytes).toBeLessThanOrEqual(timelineBudgetBytes);
  expect(bytes).toBeGreaterThan(timelineBudgetBytes / 4);
  for (const one of all) expect(one?.words).toMatch(/^Drawn: .* of 25\u{2009}000 requests; all 549 impaired ones/u);
  expect(fitTimelines(trials)).toEqual(all);
});

test('a trial of a million requests takes no more room than any other, with every failure in it', () => {
  const whole = madeUp(1_000_000, { from: 400_000, to: 410_000 });
  const less = thinned(whole, capsFor(1));
  const kept = (kind: RequestPoint['kind']) => less.requests.filter((one) => one.kind === kind).length;
  expect([kept('late'), kept('lost')]).toEqual([whole.totals.late, whole.totals.lost]);
  expect(kept('ok')).toBeLessThanOrEqual(4000);
  expect(extremesOf(less.requests)).toEqual(extremesOf(whole.requests));
  const [fitted] = fitTimelines([{ timeline: less, subtitle: '' }], 100_000);
  expect(Buffer.byteLength(fitted?.json ?? '')).toBeLessThan(100_000);
  expect(fitted?.words).toContain(`all ${formatNumber(whole.totals.late + whole.totals.lost)} impaired ones`);
});

test('where not even the last caps are enough the first trials have a chart and the others say so', () => {
  const trial = { timeline: madeUp(3000), subtitle: '' };
  const [first, none, ...rest] = fitTimelines([trial, null, ...Array.from({ length: 30 }, () => trial)], 30_000);
  expect(first?.json).not.toBeNull();
  expect(none).toBeNull();
  expect(rest.at(-1)).toEqual({ json: null, words: 'The page has no room for more charts.' });
});

test('no text of a recording can end the script that carries it', () => {
  const hostile = madeUp(10);
  const [fitted] = fitTimelines([{ timeline: hostile, subtitle: '</script><script>alert(1)</script>' }]);
  expect(fitted?.json).not.toContain('<');
  const packed = JSON.parse(fitted?.json ?? '') as PackedTimeline;
  expect(packed.subtitle).toBe('</script><script>alert(1)</script>');
  expect(packed.marks[0]?.[2]).toBe('first </script><!-- good answer');
});
