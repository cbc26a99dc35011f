import { expect, test } from 'vitest';
import { advertisersAt, dualMasterMs, lastingMasterships, mastersAt, masterships } from './masters.ts';
import { masterBefore } from './routers.ts';
import { adverts, deafBackup, every, holds, scripted } from './scripted-run.ts';
import { syntheticTopology } from './synthetic-run.ts';

const start = [holds(1, 0, true), holds(2, 0, false)];

function told(observations: Parameters<typeof scripted>[0]['observations']): string[] {
  return masterships(scripted({ observations })).map(({ router, fromMs, toMs }) => `${router.name} ${fromMs}..${toMs}`);
}

test('an advert says "I am MASTER" until the next one is due', () => {
  expect(told(adverts(1, every(1000, 1000, 4000)))).toEqual(['director-1 1000..5000']);
});

test('adverts that are late, but not missing, are one mastership', () => {
  expect(told([...start, ...adverts(1, [1000, 2000, 4900, 5900])])).toEqual(['director-1 1000..6900']);
});

test('a silence longer than three intervals ends one, when the next advert was due', () => {
  expect(told([...start, ...adverts(1, [1000, 2000, 5100])])).toEqual([
    'director-1 1000..3000',
    'director-1 5100..6100',
  ]);
});

test('a master that leaves says so', () => {
  const observations = [
    ...start,
    ...adverts(1, [1000, 2000]),
    ...adverts(1, [2300], { priority: 0 }),
    ...adverts(2, [2950, 3950]),
  ];
  expect(told(observations)).toEqual(['director-1 1000..2300', 'director-2 2950..4950']);
  expect(dualMasterMs(scripted({ observations }), { fromMs: 0, toMs: 9000 })).toBe(0);
});

test('a director that steps back gives up the VIP; without a watcher the winner’s advert tells', () => {
  const both = [...adverts(2, [1000, 2000, 3000]), ...adverts(1, [3200, 4200])];
  expect(told(both)).toEqual(['director-2 1000..3200', 'director-1 3200..5200']);
  const observations = [...both, holds(2, 0, true), holds(1, 3201, true), holds(2, 3202, false)];
  expect(told(observations)).toEqual(['director-2 1000..3200', 'director-1 3200..5200']);
  expect(told([...observations, holds(2, 3100, false)])[0]).toBe('director-2 1000..3100');
});

test('the dead are no masters', () => {
  const dead = { series: 'node-state', at: 2400, node: 'director-1', value: { state: 'dead' } } as const;
  expect(told([...start, ...adverts(1, [1000, 2000, 2900]), dead])).toEqual([
    'director-1 1000..2400',
    'director-1 2900..3900',
  ]);
});

test('a VIP that is deleted behind keepalived’s back ends nothing', () => {
  expect(told([...start, ...adverts(1, [1000, 2000, 3000]), holds(1, 2500, false)])).toEqual(['director-1 1000..4000']);
});

test('both streams of a split brain are seen, and for how long they overlap', () => {
  const recording = scripted({ observations: deafBackup() });
  expect(dualMasterMs(recording, { fromMs: 10_500, toMs: 16_200 })).toBe(16_200 - 13_649);
  expect(mastersAt(recording, 15_000)).toEqual(['director-1', 'director-2']);
  expect(mastersAt(recording, 17_000)).toEqual(['director-1']);
});

test('two that discard each other’s adverts silence one another, and are MASTER all the same', () => {
  // As recorded: passwords differ, director-2 speaks first, then director-1.
  const observations = [
    ...start,
    ...adverts(1, [1000, 2000, 3000]),
    ...adverts(2, [3130, 4140, 5150]),
    ...adverts(1, every(1000, 6140, 11_140)),
    ...adverts(2, [11_150]),
    holds(2, 3132, true),
    holds(2, 11_170, false),
    ...adverts(1, [12_140]),
  ];
  const recording = scripted({ observations });
  expect(lastingMasterships(recording).map(({ router, fromMs, toMs }) => [router.name, fromMs, toMs])).toEqual([
    ['director-1', 1000, Number.POSITIVE_INFINITY],
    ['director-2', 3130, 11_170],
  ]);
  expect(dualMasterMs(recording, { fromMs: 0, toMs: 20_000 })).toBe(11_170 - 3130);
});

test('a foreign router is MASTER until its last word', () => {
  const observations = [...start, ...adverts(1, every(1000, 1000, 9000)), ...adverts(3, [2000, 7000])];
  const leaving = [...observations, ...adverts(3, [8500], { priority: 0 })];
  const untilMs = (all: typeof observations) =>
    lastingMasterships(scripted({ observations: all })).find(({ router }) => !router.own)?.toMs;
  expect(untilMs(observations)).toBe(8000);
  expect(untilMs(leaving)).toBe(8500);
});

test('routers of other clusters are told apart from the own directors', () => {
  const observations = [...adverts(1, every(1000, 1000, 5000)), ...adverts(3, every(1000, 1500, 5500))];
  const recording = scripted({ observations });
  const window = { fromMs: 2000, toMs: 4000 };
  expect(masterships(recording).map(({ router }) => [router.name, router.own])).toEqual([
    ['director-1', true],
    ['198.18.0.13', false],
  ]);
  expect(dualMasterMs(recording, window)).toBe(0);
  expect(dualMasterMs(recording, window, 'all')).toBe(2000);
});

test('other virtual routers are none of ours, but for directors that were given one', () => {
  const foreign = adverts(3, [1000, 2000], { virtualRouterId: 7 });
  expect(told(foreign)).toEqual([]);
  const { topology } = scripted({ observations: [] }).run;
  const directors = topology.directors.map((one, index) => (index === 1 ? { ...one, virtualRouterId: 52 } : one));
  const observations = [...adverts(1, [1000, 2000]), ...adverts(2, [1100, 2100], { virtualRouterId: 52 })];
  const recording = scripted({ topology: { ...topology, directors }, observations });
  expect(dualMasterMs(recording, { fromMs: 0, toMs: 9000 })).toBe(3000 - 1100);
});

test('who was MASTER before an instant', () => {
  const recording = scripted({ observations: deafBackup() });
  expect(masterBefore(recording, 10_500)?.name).toBe('director-1');
  expect(masterBefore(recording, 4000)).toBeNull();
  expect(masterBefore(recording, 30_000)).toBeNull();
});

test('one that was sent back and comes again before its next advert would be overdue was not MASTER in between', () => {
  const pair = syntheticTopology();
  const slow = { ...pair, vrrp: { ...pair.vrrp, advertIntervalMs: 5000 } };
  const recording = scripted({
    topology: slow,
    observations: [
      ...adverts(2, [16_155, 21_157, 26_157, 32_862]),
      ...adverts(1, [27_701]),
      holds(2, 11_153, true),
      holds(2, 27_715, false),
      holds(2, 32_866, true),
    ],
  });
  expect(advertisersAt(recording, 28_395)).toEqual(['director-1']);
  expect(advertisersAt(recording, 33_000)).toContain('director-2');
});
