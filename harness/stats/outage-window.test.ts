import { describe, expect, test } from 'vitest';
import type { Observation, ProbeSettings, RequestOutcome, RequestValue } from '../model.ts';
import { outageWindow } from './outage-window.ts';
import { seededRandom } from './seeded-random.ts';

const probe: ProbeSettings = { intervalMs: 10, deadlineMs: 1000, delayThresholdMs: 50, connections: 0 };
const window = { fromMs: 1000, toMs: 3000 };

/** One request each interval from 0 to 4000 ms; `change` says what became of it. */
function requests(change: (at: number) => Partial<RequestValue>, settings = probe, offsetMs = 0) {
  const made: Observation<'request'>[] = [];
  for (let at = offsetMs; at < 4000; at += settings.intervalMs) {
    const good: RequestValue = {
      outcome: 'ok',
      service: '198.18.0.100:80',
      source: '198.18.0.101',
      lateMs: 0.1,
      latencyMs: 2,
      realServer: 'real-server-1',
    };
    made.push({ series: 'request', at, node: 'client-1', value: { ...good, ...change(at) } });
  }
  return made;
}

function lostBetween(fromMs: number, toMs: number, outcome: RequestOutcome = 'connect-timeout') {
  return (at: number) => (at >= fromMs && at < toMs ? { outcome, latencyMs: 1000 } : {});
}

describe('an outage of known length at a random phase', () => {
  const random = seededRandom(7);
  const outages = Array.from({ length: 200 }, () => ({
    intervalMs: [2, 5, 10, 20][Math.floor(random() * 4)] ?? 10,
    startMs: 1100 + random() * 100,
    lengthMs: 30 + random() * 900,
    offsetMs: random() * 20,
  }));

  test('is never missed by more than the stated bounds', () => {
    for (const { intervalMs, startMs, lengthMs, offsetMs } of outages) {
      const settings = { ...probe, intervalMs };
      const observations = requests(lostBetween(startMs, startMs + lengthMs), settings, offsetMs);
      const found = outageWindow(observations, window, settings);
      const gapMs = (found.firstGoodMs ?? 0) - (found.lastGoodMs ?? 0);
      expect(gapMs).toBeGreaterThan(lengthMs);
      expect(gapMs).toBeLessThanOrEqual(lengthMs + 2 * intervalMs + 1e-6);
      expect(Math.abs((found.failoverTimeMs ?? 0) - lengthMs)).toBeLessThanOrEqual(found.boundMs + 1e-6);
      expect(found.boundMs).toBe(intervalMs);
      expect(Math.abs(found.failoverTimePlbmMs - lengthMs)).toBeLessThan(intervalMs + 1e-6);
      expect(found.longestLossPeriodMs).toBeCloseTo(found.failoverTimePlbmMs, 6);
    }
  });

  test('is right on average', () => {
    const errors = outages.map(({ startMs, lengthMs }) => {
      const found = outageWindow(requests(lostBetween(startMs, startMs + lengthMs)), window, probe);
      return (found.failoverTimeMs ?? 0) - lengthMs;
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(Math.abs(mean)).toBeLessThan(1);
  });
});

test('nothing impaired: no outage, and no instants', () => {
  const found = outageWindow(
    requests(() => ({})),
    window,
    probe,
  );
  expect(found).toMatchObject({ requests: 200, impaired: 0, lost: 0, failoverTimeMs: 0, failoverTimePlbmMs: 0 });
  expect(found).toMatchObject({ lastGoodMs: null, firstGoodMs: null, lossPeriods: [], dropped: 0 });
});

test('no requests: nothing measured is counted', () => {
  expect(outageWindow([], window, probe)).toMatchObject({ requests: 0, impaired: 0, dropped: 0 });
});

test('what the prober itself was late does not make an answer late', () => {
  const window = outageWindow(
    requests((at) => (at === 1500 ? { latencyMs: 51, lateMs: 49 } : {})),
    { fromMs: 1000, toMs: 3000 },
    probe,
  );
  expect(window).toMatchObject({ impaired: 0, worstLatenessMs: 49 });
});

test('lateness counts where the outage begins and ends, not in its midst', () => {
  const outage = (lateAt: number) =>
    outageWindow(
      requests((at) => ({
        ...(at >= 1500 && at < 2500 ? { outcome: 'connect-timeout' as const, latencyMs: 1000 } : {}),
        ...(at === lateAt ? { lateMs: 40 } : {}),
      })),
      { fromMs: 1000, toMs: 5000 },
      probe,
    ).worstLatenessMs;
  expect([1200, 1500, 2490, 2600].map(outage)).toEqual([40, 40, 40, 40]);
  expect(outage(2000)).toBeLessThan(1);
});

test('a late answer is impaired but not lost', () => {
  const found = outageWindow(
    requests((at) => (at === 1500 ? { latencyMs: 51 } : {})),
    window,
    probe,
  );
  expect(found).toMatchObject({ impaired: 1, lost: 0, lastGoodMs: 1490, firstGoodMs: 1510, failoverTimeMs: 10 });
});

test('lost requests are counted by outcome', () => {
  const observations = requests((at) => ({
    ...lostBetween(1500, 1520, 'refused')(at),
    ...lostBetween(1520, 1550, 'reset')(at),
  }));
  expect(outageWindow(observations, window, probe)).toMatchObject({ lost: 5, lostByOutcome: { refused: 2, reset: 3 } });
});

test('the order in the file does not matter', () => {
  const observations = requests(lostBetween(1500, 1800));
  const finished = observations.toSorted((a, b) => a.at + a.value.latencyMs - (b.at + b.value.latencyMs));
  expect(finished.map((one) => one.at)).not.toEqual(observations.map((one) => one.at));
  expect(outageWindow(finished, window, probe)).toEqual(outageWindow(observations, window, probe));
});

test('an outage that lasts to the end of the window was not recovered from', () => {
  const found = outageWindow(requests(lostBetween(2500, 4000)), window, probe);
  expect(found).toMatchObject({ lastGoodMs: 2490, firstGoodMs: null, failoverTimeMs: null });
  expect(found.impaired).toBeGreaterThan(40);
});

test('without a good request before it, an outage has no beginning', () => {
  expect(outageWindow(requests(lostBetween(0, 2000)), window, probe)).toMatchObject({
    lastGoodMs: null,
    failoverTimeMs: null,
  });
});

test('a request under way when the fault struck belongs to the fault, one disturbed by healing does not', () => {
  const struck = outageWindow(
    requests((at) => (at === 990 ? { outcome: 'reset', latencyMs: 11 } : {})),
    window,
    probe,
  );
  expect(struck).toMatchObject({ impaired: 1, lastGoodMs: 980, firstGoodMs: 1000 });
  const disturbed = outageWindow(
    requests((at) => (at === 2990 ? { outcome: 'reset', latencyMs: 11 } : {})),
    window,
    probe,
  );
  expect(disturbed).toMatchObject({ impaired: 0 });
});

test('two loss periods are told apart; failover is complete after the last', () => {
  const observations = requests((at) => ({ ...lostBetween(1500, 1600)(at), ...lostBetween(2000, 2030)(at) }));
  const found = outageWindow(observations, window, probe);
  expect(found.lossPeriods).toEqual([
    { fromMs: 1500, toMs: 1600 },
    { fromMs: 2000, toMs: 2030 },
  ]);
  expect(found).toMatchObject({ longestLossPeriodMs: 100, failoverTimeMs: 530, failoverTimePlbmMs: 130 });
});

test('lateness above half an interval widens the bound', () => {
  const late = (lateMs: number) =>
    outageWindow(
      requests((at) => (at === 1500 ? { lateMs } : {})),
      window,
      probe,
    );
  expect(late(5)).toMatchObject({ worstLatenessMs: 5, boundMs: 10 });
  expect(late(12)).toMatchObject({ worstLatenessMs: 12, boundMs: 22 });
});

test('requests that were due and never sent are counted, and widen the bound', () => {
  const found = outageWindow(
    requests(() => ({})).filter((one) => one.at < 1500 || one.at >= 1530),
    window,
    probe,
  );
  expect(found).toMatchObject({ dropped: 3, longestDrop: 3, boundMs: 40 });
});

test('a prober that stopped inside the window is noticed', () => {
  const found = outageWindow(
    requests(() => ({})).filter((one) => one.at < 2000),
    window,
    probe,
  );
  expect(found.dropped).toBeGreaterThan(90);
});
