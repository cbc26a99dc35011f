import { expect, test } from 'vitest';
import type { ListedServer } from '../../model.ts';
import { type Change, movedClients, predictedMapping } from './moved-clients.ts';
import { type Recorded, recordedMappings } from './recorded/read.ts';

const mapping = (text: string): Map<string, string | null> =>
  new Map([...text].map((server, client) => [`${client}`, server === '-' ? null : server]));

test('who left a removed real server had to, who left another one had not', () => {
  expect(movedClients(mapping('aabbcccc'), mapping('abbbcc-a'), { realServer: 'a', how: 'removed' })).toEqual({
    clients: 8,
    moved: 2 / 8,
    needed: 2 / 8,
    collateral: 1 / 8,
    refused: 1 / 8,
    refusedWithoutNeed: 1 / 8,
  });
});

test('who goes to a real server that came back had to, whoever else moves had not', () => {
  expect(movedClients(mapping('bbbbcc-'), mapping('aabcca-'), { realServer: 'a', how: 'returned' })).toEqual({
    clients: 7,
    moved: 4 / 7,
    needed: 3 / 7,
    collateral: 1 / 7,
    refused: 1 / 7,
    refusedWithoutNeed: 0,
  });
});

test('clients that are in one of the two only do not count, and none is nothing', () => {
  const change = { realServer: 'a', how: 'drained' } as const;
  expect(movedClients(mapping('ab'), new Map([['0', null]]), change)).toMatchObject({
    clients: 1,
    refused: 1,
    moved: 0,
  });
  expect(movedClients(new Map(), mapping('ab'), change)).toBeNull();
});

interface Expected {
  moved: number;
  collateral: number;
  refused: number;
  /** Clients of 256 that are not where they were before the first change. */
  displaced: number;
}

// 256 clients, as recorded of the kernel. What comes back is at the head of the list: sh then is another table altogether.
test.each([
  ['sh', '3:1 2:1 1:1', 'removed', { moved: 167, collateral: 86, refused: 0, displaced: 167 }],
  ['sh', '3:1 2:1 1:1', 'returned', { moved: 170, collateral: 84, refused: 0, displaced: 167 }],
  ['sh', '3:1 2:1 1:1', 'drained', { moved: 0, collateral: 0, refused: 86, displaced: 167 }],
  ['sh', '4:4 3:3 2:2 1:1', 'removed', { moved: 161, collateral: 110, refused: 0, displaced: 161 }],
  ['sh', '4:4 3:3 2:2 1:1', 'drained', { moved: 155, collateral: 110, refused: 30, displaced: 182 }],
  ['mh', '3:1 2:1 1:1', 'removed', { moved: 89, collateral: 2, refused: 0, displaced: 89 }],
  ['mh', '3:1 2:1 1:1', 'returned', { moved: 90, collateral: 2, refused: 0, displaced: 1 }],
  ['mh', '3:1 2:1 1:1', 'drained', { moved: 0, collateral: 0, refused: 88, displaced: 88 }],
  ['mh', '4:4 3:3 2:2 1:1', 'removed', { moved: 49, collateral: 1, refused: 0, displaced: 49 }],
  ['mh', '4:4 3:3 2:2 1:1', 'drained', { moved: 0, collateral: 0, refused: 50, displaced: 52 }],
] as const)('%s %s, real server 2 %s: predicted as recorded', (scheduler, weights, how, expected: Expected) => {
  const steps = recordedSteps(scheduler, weights);
  const before = step(steps, how === 'removed' ? 'before' : how === 'returned' ? 'removed' : 'returned');
  const after = step(steps, how);
  const change = { realServer: '2', how };
  const weight = step(steps, 'before').list.find(({ realServer }) => realServer === '2')?.weight ?? 0;
  expect(changedList(before.list, change, weight)).toEqual(after.list);

  const { service } = step(steps, 'before');
  const measured = movedClients(placesOf(before), placesOf(after), change);
  const predicted = movedClients(
    predictedMapping(service, before.list, before.connections),
    predictedMapping(service, changedList(before.list, change, weight), before.connections, {
      lastWeights: { 2: weight },
    }),
    change,
  );
  expect(measured).toEqual(predicted);
  const origin = placesOf(step(steps, 'before'));
  expect({
    moved: 256 * (measured?.moved ?? 0),
    collateral: 256 * (measured?.collateral ?? 0),
    refused: 256 * (measured?.refused ?? 0),
    displaced: [...placesOf(after)].filter(([client, server]) => origin.get(client) !== server).length,
  }).toEqual(expected);
});

test.each(['sh', 'mh'] as const)(
  'with a fallback nobody is refused by %s when a real server is drained',
  (scheduler) => {
    const drained = recordedMappings().filter(
      ({ service, step: name }) => service.scheduler === scheduler && service.flags.length === 1 && name === 'drained',
    );
    expect(drained).toHaveLength(3);
    for (const one of drained) {
      const weight = one.past.lastWeights?.['2'] ?? 0;
      const full = one.list.map((server) => (server.realServer === '2' ? { ...server, weight } : server));
      const before = predictedMapping(one.service, full, one.connections);
      const found = movedClients(before, placesOf(one), { realServer: '2', how: 'drained' });
      expect(found?.refused).toBe(0);
      expect(found?.needed).toBeGreaterThan(0.1);
      expect(found?.moved).toBeGreaterThanOrEqual(found?.needed ?? 1);
      if (scheduler === 'mh') expect(found?.collateral).toBe(0);
    }
  },
);

function recordedSteps(scheduler: string, weights: string): ReturnType<typeof recordedMappings> {
  const all = recordedMappings().filter((one) => one.service.scheduler === scheduler && one.service.flags.length === 0);
  const first = all.findIndex(
    ({ step: name, list }) =>
      name === 'before' && list.map(({ realServer, weight }) => `${realServer}:${weight}`).join(' ') === weights,
  );
  return all.slice(first, first + 5);
}

function step(steps: ReturnType<typeof recordedMappings>, name: string): Recorded {
  const found = steps.find((one) => one.step === name);
  if (found === undefined) throw new Error(`${name} is not recorded`);
  return found;
}

function placesOf({ connections }: Recorded): Map<string, string | null> {
  return new Map(connections.map(({ source, realServer }) => [source, realServer]));
}

/** The list after a change: the kernel puts a real server that comes back at the head, wherever it was before. */
function changedList(list: readonly ListedServer[], { realServer, how }: Change, weight: number): ListedServer[] {
  const others = list.filter((one) => one.realServer !== realServer);
  if (how === 'removed') return others;
  if (how === 'drained') return list.map((one) => (one.realServer === realServer ? { ...one, weight: 0 } : one));
  return [{ realServer, weight, activeConnections: 0, inactiveConnections: 0 }, ...others];
}
