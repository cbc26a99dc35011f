import { expect, test } from 'vitest';
import type { ListedServer, Scheduler } from '../../model.ts';
import { seededRandom } from '../../stats/seeded-random.ts';
import { type Recorded, recordedConcurrent, recordedSequences } from './recorded/read.ts';
import { review } from './review.ts';
import type { ObservedConnection } from './service.ts';
import { simulate } from './simulate.ts';

const of = (scheduler: Scheduler): Recorded => {
  const found = recordedConcurrent().find((one) => one.service.scheduler === scheduler);
  if (found === undefined) throw new Error(`${scheduler} is not recorded`);
  return found;
};
const judged = ({ service, list, connections, past }: Recorded, uncertaintyMs = 0.2) =>
  review(service, list, connections, { uncertaintyMs }, past);
const as = (one: Recorded, scheduler: Scheduler): Recorded => ({ ...one, service: { ...one.service, scheduler } });

test.each([0, 0.2, 1, 20])('every recorded decision among others was possible, each taken as %d ms uncertain', (ms) => {
  const recordings = recordedConcurrent();
  expect(recordings).toHaveLength(11);
  for (const one of recordings) {
    const { impossible, decisions } = judged(one, ms);
    expect(impossible, one.service.scheduler).toEqual([]);
    expect(decisions).toBe(150);
  }
});

test('what was observed lies between the bounds, which are the wider the less is known', () => {
  for (const one of recordedConcurrent()) {
    const widths = [0, 0.2, 1, 20].map((ms) => {
      const { bounds, refused, decided } = judged(one, ms);
      for (const [name, { low, high }] of Object.entries(bounds)) {
        const got = one.connections.filter(({ realServer }) => realServer === name).length;
        expect(low <= got && got <= high, `${one.service.scheduler} ${name}: ${low} <= ${got} <= ${high}`).toBe(true);
      }
      expect(decided).toBe(Object.values(bounds).reduce((sum, { low }) => sum + low, refused.low));
      return Object.values(bounds).reduce((sum, { low, high }) => sum + high - low, 0);
    });
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
  }
});

test('a good part of the decisions had one possible outcome only', () => {
  for (const one of recordedConcurrent()) expect(judged(one, 0).decided, one.service.scheduler).toBeGreaterThan(75);
});

test.each([
  ['wlc', 'lc'],
  ['lc', 'wlc'],
  ['sed', 'nq'],
  ['nq', 'sed'],
  ['sed', 'wlc'],
  ['wlc', 'rr'],
  ['wrr', 'rr'],
  ['lblc', 'lblcr'],
  ['lblcr', 'wlc'],
  ['ovf', 'fo'],
  ['fo', 'ovf'],
] as const)('decisions of %s are impossible for %s', (is, isNot) => {
  expect(judged(as(of(is), isNot)).impossible.length).toBeGreaterThan(5);
});

test('one decision that went to another real server is told from the rest', () => {
  const one = of('wlc');
  const clean = judged(one, 0);
  const certain = one.connections.findIndex((connection, place) => {
    const elsewhere = one.connections.with(place, { ...connection, realServer: '1' });
    return connection.realServer === '4' && judged({ ...one, connections: elsewhere }, 0).impossible.length > 0;
  });
  expect(clean.impossible).toEqual([]);
  const wrong = one.connections.map((connection, place) =>
    place === certain ? { ...connection, realServer: '1' } : connection,
  );
  expect(judged({ ...one, connections: wrong }, 0).impossible[0]).toEqual({
    connection: certain,
    realServer: '1',
    possible: expect.not.arrayContaining(['1']),
  });
});

test('connections one after the other leave no decision open, held ones neither', () => {
  for (const one of recordedSequences()) {
    if (one.service.scheduler === 'mh') continue;
    const { impossible, decided, decisions } = judged(one);
    expect([impossible, decided], one.service.scheduler).toEqual([[], decisions]);
  }
});

test('a connection that was not followed may have been anywhere, and is not judged', () => {
  const one = of('lc');
  const lost = one.connections.map(
    (connection, place): ObservedConnection =>
      place % 10 === 0 ? { ...connection, realServer: 'unknown' } : connection,
  );
  const { decisions, decided, impossible } = judged({ ...one, connections: lost }, 0);
  expect(decisions).toBe(135);
  expect(impossible).toEqual([]);
  expect(decided).toBeLessThan(judged(one, 0).decided);
});

test('a persistent service is no case for it', () => {
  const one = of('rr');
  expect(() => judged({ ...one, service: { ...one.service, persistencePrefixLength: 32 } })).toThrow('persistent');
});

test('chance alone makes nothing impossible but a real server of weight 0', () => {
  const one = as(of('rr'), 'twos');
  expect(judged(one).impossible).toEqual([]);
  const drained = one.list.map((server) => (server.realServer === '2' ? { ...server, weight: 0 } : server));
  expect(judged({ ...one, list: drained }).impossible.length).toBeGreaterThan(0);
});

// The kernel's own course is followed here with the true instants; the review sees others.
test.each(['rr', 'wrr', 'lc', 'wlc', 'lblc', 'lblcr', 'sed', 'nq', 'fo', 'ovf'] as const)(
  'no decision of %s is called impossible when instants were off by less than is allowed for',
  (scheduler) => {
    for (let seed = 0; seed < 25; seed += 1) {
      const random = seededRandom(seed);
      const list: ListedServer[] = ['c', 'b', 'a'].map((realServer) => ({
        realServer,
        weight: Math.floor(random() * 5),
        activeConnections: 0,
        inactiveConnections: 0,
      }));
      const service = { scheduler, flags: [], addresses: {} };
      const connections = course(scheduler, list, random);
      expect(review(service, list, connections, { uncertaintyMs: 2 }).impossible, `seed ${seed}`).toEqual([]);
    }
  },
);

function course(scheduler: Scheduler, list: ListedServer[], random: () => number): ObservedConnection[] {
  const simulation = simulate({ scheduler, flags: [], addresses: {} }, list);
  const open: { server: string; fin: number }[] = [];
  const connections: ObservedConnection[] = [];
  let now = 0;
  for (let place = 0; place < 80; place += 1) {
    now += random() * 2;
    for (const one of open.filter(({ fin }) => fin <= now)) {
      simulation.closed(one.server);
      open.splice(open.indexOf(one), 1);
    }
    const arrival = { source: '198.18.0.50', sourcePort: place, destination: '198.18.0.10', destinationPort: 80 };
    const realServer = simulation.next(arrival);
    const fin = random() < 0.1 ? Number.POSITIVE_INFINITY : now + 1 + random() * 15;
    if (realServer !== null) open.push({ server: realServer, fin });
    const latestMs = fin - 2 * random();
    connections.push({
      ...arrival,
      beginMs: now - 2 * random(),
      closing: Number.isFinite(fin) ? { earliestMs: latestMs - random(), latestMs } : null,
      realServer: random() < 0.05 ? 'unknown' : realServer,
    });
  }
  return connections;
}
