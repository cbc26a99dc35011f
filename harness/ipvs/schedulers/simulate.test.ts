import { expect, test } from 'vitest';
import type { ListedServer } from '../../model.ts';
import { type Recorded, recordedMappings, recordedSequences, recordedVips } from './recorded/read.ts';
import { replay } from './replay.ts';
import type { ScheduledService } from './service.ts';
import { simulate } from './simulate.ts';

const observed = ({ connections }: Recorded): string => word(connections.map(({ realServer }) => realServer));
const predicted = ({ service, list, connections, past }: Recorded): string =>
  word(replay(service, list, connections, past));
const word = (servers: readonly (string | null)[]): string => servers.map((server) => server ?? '-').join('');

test('every connection of every sequence that the kernel was recorded with', () => {
  const sequences = recordedSequences();
  expect(sequences).toHaveLength(152);
  expect(new Set(sequences.map(({ service }) => service.scheduler)).size).toBe(13);
  for (const one of sequences) expect(predicted(one), named(one)).toBe(observed(one));
});

test('every client of every recorded mapping, with every flag, before and after changes of a real server', () => {
  const mappings = recordedMappings();
  expect(mappings).toHaveLength(58);
  for (const one of mappings) expect(predicted(one), `${named(one)} ${one.step}`).toBe(observed(one));
});

test('the real server of each VIP', () => {
  const vips = recordedVips();
  expect(vips).toHaveLength(5);
  for (const one of vips) expect(predicted(one), named(one)).toBe(observed(one));
});

test('a list in another order is not the one that was recorded', () => {
  const told = new Set<string>();
  for (const one of [...recordedSequences(), ...recordedMappings(), ...recordedVips()]) {
    if (predicted({ ...one, list: one.list.toReversed() }) !== observed(one)) told.add(one.service.scheduler);
  }
  expect([...told].sort()).toEqual(
    ['dh', 'fo', 'lblc', 'lblcr', 'lc', 'mh', 'nq', 'ovf', 'rr', 'sed', 'sh', 'wlc', 'wrr'].sort(),
  );
});

test('two real servers taken for each other are noticed in every recording that has two', () => {
  for (const one of [...recordedSequences(), ...recordedMappings()]) {
    const got = observed(one);
    const [first, second] = new Set(got.replaceAll('-', ''));
    if (first === undefined || second === undefined) continue;
    const swapped = [...got].map((name) => (name === first ? second : name === second ? first : name)).join('');
    expect(predicted(one)).not.toBe(swapped);
  }
});

test('the other scheduler of a pair that is easily confused does not explain the recordings', () => {
  const pairs = [
    ['wlc', 'lc'],
    ['sed', 'wlc'],
    ['nq', 'sed'],
    ['lblc', 'lblcr'],
    ['wrr', 'rr'],
    ['ovf', 'fo'],
    ['wlc', 'wrr'],
  ] as const;
  for (const [is, isNot] of pairs) {
    const ofIt = recordedSequences().filter(({ service }) => service.scheduler === is);
    const explained = ofIt.every(
      (one) => predicted({ ...one, service: { ...one.service, scheduler: isNot } }) === observed(one),
    );
    expect(explained, `${is} as ${isNot}`).toBe(false);
  }
});

test('wrr begins with a pass of everybody, in whatever order weights were added, and goes on from the heaviest', () => {
  const weights = recordedSequences().filter(({ service }) => service.scheduler === 'wrr');
  const heaviestLast = weights.find(({ list }) => list.map(({ weight }) => weight).join() === '5,1,1,1');
  const heaviestFirst = weights.find(({ list }) => list.map(({ weight }) => weight).join() === '1,1,1,5');
  expect(heaviestLast && observed(heaviestLast).slice(0, 12)).toBe('432144444321');
  expect(heaviestFirst && observed(heaviestFirst).slice(0, 12)).toBe('432111114321');
});

test('going on from a list that was read in the middle', () => {
  for (const one of recordedSequences()) {
    const simulation = simulate(one.service, one.list, one.past);
    const step = (connection: Recorded['connections'][number], from = simulation): string | null => {
      const server = from.next(connection);
      if (server !== null && one.traffic === 'sequential') from.closed(server);
      return server;
    };
    const earlier = one.connections.slice(0, 17).flatMap((connection) => {
      const realServer = step(connection);
      return realServer === null ? [] : [{ realServer, destination: connection.destination }];
    });
    const again = simulate(one.service, simulation.list(), { ...one.past, earlier });
    const rest = one.connections.slice(17).map((connection) => step(connection, again));
    expect(word(rest), named(one)).toBe(observed(one).slice(17));
  }
});

const addresses = {
  'real-server-1': { address: '198.18.0.21', port: 80 },
  'real-server-2': { address: '198.18.0.22', port: 80 },
};
const list: ListedServer[] = [
  { realServer: 'real-server-2', weight: 1, activeConnections: 0, inactiveConnections: 0 },
  { realServer: 'real-server-1', weight: 1, activeConnections: 0, inactiveConnections: 0 },
];
const from = (source: string): Parameters<ReturnType<typeof simulate>['next']>[0] => ({
  source,
  sourcePort: 20_000,
  destination: '198.18.0.10',
  destinationPort: 80,
});

test('the counts go with what is begun, closed and forgotten', () => {
  const simulation = simulate({ scheduler: 'rr', flags: [], addresses }, list);
  simulation.next(from('198.18.0.50'));
  simulation.next(from('198.18.0.50'));
  simulation.closed('real-server-2');
  simulation.closed('real-server-1');
  simulation.expired('real-server-1');
  expect(simulation.list().map((one) => [one.activeConnections, one.inactiveConnections])).toEqual([
    [0, 1],
    [0, 0],
  ]);
  expect(() => simulation.closed('real-server-9')).toThrow('real-server-9 is not in the list');
});

test('clients of one net share a real server', () => {
  const service: ScheduledService = { scheduler: 'rr', flags: [], addresses, persistencePrefixLength: 24 };
  const { next } = simulate(service, list);
  const sources = ['198.18.8.1', '198.18.8.200', '198.18.9.1', '198.18.8.7', '198.18.10.1'];
  expect(sources.map((source) => next(from(source)))).toEqual([
    'real-server-2',
    'real-server-2',
    'real-server-1',
    'real-server-2',
    'real-server-2',
  ]);
});

test('what cannot be told is refused', () => {
  expect(() => simulate({ scheduler: 'twos', flags: [], addresses }, list)).toThrow('by chance');
  expect(() => simulate({ scheduler: 'mh', flags: [], addresses: {} }, list)).toThrow('real-server-2');
  expect(() => simulate({ scheduler: 'sh', flags: [], addresses }, list).next(from('nowhere'))).toThrow('nowhere');
});

function named({ service, list: listed }: Recorded): string {
  return `${service.scheduler} ${service.flags.join()} ${listed.map(({ weight }) => weight).join(':')}`;
}
