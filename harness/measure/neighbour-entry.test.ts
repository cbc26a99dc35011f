import { expect, test } from 'vitest';
import { entryTrace, garpsIn, longestWrongEntry, macOwner } from './neighbour-entry.ts';
import { adverts, entry, holds, macOf, scripted } from './scripted-run.ts';

const window = { fromMs: 1000, toMs: 2000 };

test('flips count only what changes, also across a time without an entry', () => {
  const observations = [
    entry(0, 11),
    entry(1100, 11),
    entry(1200, 12),
    entry(1300, null),
    entry(1400, 12),
    entry(1500, 11),
  ];
  const trace = entryTrace(scripted({ observations }), window);
  expect(trace?.flips).toBe(2);
  expect(trace?.pointed).toEqual([
    { to: 'director-1', forMs: 700 },
    { to: 'director-2', forMs: 200 },
  ]);
  expect(entryTrace(scripted({ observations: [] }), window)).toBeNull();
});

test('the longest wrong entry ends where the holder changes or the entry does', () => {
  const observations = [
    holds(1, 0, true),
    holds(2, 0, false),
    entry(0, 12),
    holds(1, 1600, false),
    holds(2, 1600, true),
  ];
  expect(longestWrongEntry(scripted({ observations }), window)).toEqual({
    address: '198.18.0.10',
    points: 'director-2',
    holder: 'director-1',
    fromMs: 1000,
    toMs: 1600,
  });
  expect(longestWrongEntry(scripted({ observations: [...observations, holds(2, 500, true)] }), window)).toBeNull();
});

test('a MAC belongs to whom its adverts say, else to the address that it is made of, else to nobody', () => {
  const [advert] = adverts(1, [0]);
  if (advert?.series !== 'advert') throw new Error('there is an advert');
  const odd = { ...advert, value: { ...advert.value, sourceMac: '02:00:00:00:00:01' } };
  const recording = scripted({ observations: [odd] });
  expect(macOwner(recording, '02:00:00:00:00:01')).toBe('director-1');
  expect(macOwner(recording, macOf(22))).toBe('real-server-2');
  expect(macOwner(recording, 'aa:bb:cc:dd:ee:ff')).toBe('aa:bb:cc:dd:ee:ff');
});

test('gratuitous ARPs by their sender, for the VIPs only', () => {
  const garp = (at: number, address: string) =>
    ({ series: 'garp', at, node: 'client-1', value: { address, mac: macOf(12) } }) as const;
  const observations = [
    garp(1100, '198.18.0.10'),
    garp(1200, '198.18.0.10'),
    garp(1300, '198.18.0.12'),
    garp(2100, '198.18.0.10'),
  ];
  expect(garpsIn(scripted({ observations }), window)).toEqual([{ by: 'director-2', count: 2 }]);
});
