import { expect, test } from 'vitest';
import type { Path } from '../model.ts';
import { bottleneckOf, linkLoads } from './link-model.ts';

/** What was counted of requests for 1 KB through ten real servers at 1.5 Mbit/s (MEASURING 7.2). */
const small = { requestBytes: 404, answerBytes: 1600, requestPackets: 5.17 };
const large = { requestBytes: 610, answerBytes: 11_130, requestPackets: 8 };

function predict(path: Path, cost: typeof small, { realServers = 10, twoArmed = false } = {}) {
  return bottleneckOf(linkLoads(path, cost, twoArmed), 1_500_000, realServers);
}

test.each([
  ['DR', small, 464.1, 'director'],
  ['TUN', small, 369.5, 'director'],
  ['DR', large, 168.5, 'real-servers'],
  ['TUN', large, 168.5, 'real-servers'],
] as const)('%s: as it was predicted, and confirmed, before', (path, cost, requestsPerSecond, place) => {
  const found = predict(path, cost);
  expect(found?.requestsPerSecond).toBeCloseTo(requestsPerSecond, 0);
  expect(found?.links[0]?.place).toBe(place);
});

test('one-armed NAT carries request and answer in both directions of one link', () => {
  const found = predict('NAT', { ...small, requestBytes: 502, answerBytes: 1670 });
  expect(found?.requestsPerSecond).toBeCloseTo(86.3, 1);
  expect(found?.links.map(({ place, direction }) => `${place} ${direction}`)).toEqual([
    'director received',
    'director sent',
  ]);
});

test('two-armed NAT is limited by answers alone: in by one arm, out by the other', () => {
  const found = predict('NAT', small, { twoArmed: true });
  expect(found?.requestsPerSecond).toBeCloseTo(1_500_000 / 8 / 1600, 6);
  expect(found?.links.map(({ place, direction }) => `${place} ${direction}`)).toEqual([
    'director sent',
    'director-inside received',
  ]);
});

test('with few real servers it is their links that are full', () => {
  const found = predict('DR', small, { realServers: 2 });
  expect(found?.links.map(({ place, direction }) => `${place} ${direction}`)).toEqual(['real-servers sent']);
  expect(found?.requestsPerSecond).toBeCloseTo((2 * 1_500_000) / 8 / 1600, 6);
});

test('a tunnel adds 20 bytes to every packet of the client, where it leaves the director', () => {
  const [received, sent] = linkLoads('TUN', small, false);
  expect(received?.bytesPerRequest).toBe(404);
  expect(sent?.bytesPerRequest).toBeCloseTo(404 + 20 * 5.17, 6);
});

test('the direct path knows no director; nothing asked, nothing predicted', () => {
  expect(linkLoads('direct', small, false).every(({ place }) => place === 'real-servers')).toBe(true);
  expect(predict('DR', { requestBytes: 0, answerBytes: 0, requestPackets: 0 })).toBeNull();
});
