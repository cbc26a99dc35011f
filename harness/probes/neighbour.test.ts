import { expect, test } from 'vitest';
import type { Cluster } from '../cluster/interface.ts';
import type { Observation } from '../model.ts';
import { neighbour, readNeighbour } from './neighbour.ts';

const address = '198.18.0.100';

// As iproute2 6.15.0 printed them on a client.
test.each([
  ['198.18.0.100 dev eth0 lladdr 02:42:c6:12:00:0b REACHABLE ', '02:42:c6:12:00:0b', 'REACHABLE'],
  ['198.18.0.100 dev eth0 lladdr 02:42:c6:12:00:0b STALE ', '02:42:c6:12:00:0b', 'STALE'],
  ['198.18.0.100 dev eth0 lladdr 02:42:c6:12:00:0b router extern_learn DELAY ', '02:42:c6:12:00:0b', 'DELAY'],
  ['198.18.0.100 dev eth0 FAILED ', null, 'FAILED'],
  ['198.18.0.100 dev eth0 INCOMPLETE', null, 'INCOMPLETE'],
  ['Deleted 198.18.0.100 dev eth0 lladdr 02:42:c6:12:00:0b STALE ', null, 'NONE'],
  ['Deleted 198.18.0.100 dev eth0 FAILED ', null, 'NONE'],
])('%s', (line, mac, state) => {
  expect(readNeighbour(line)).toEqual({ address, mac, state });
});

test('a line of another form is refused, because it may be a change', () => {
  expect(() => readNeighbour('198.18.0.100 dev eth0 nud reachable, perhaps')).toThrow(/unknown form/);
});

/** A client whose table shows this at the start; what its watcher prints is up to the test. */
async function startOn(shown: string) {
  let say: (line: string) => void = () => {};
  const asked: string[] = [];
  const node = {
    name: 'client-1',
    stream: async (argv: string[], onLine: (line: string) => void) => {
      asked.push(argv.join(' '));
      say = onLine;
      let finish: (end: unknown) => void = () => {};
      const ended = new Promise((resolve) => {
        finish = resolve;
      });
      return { end: () => finish({ exitCode: 0, stderr: '' }), ended };
    },
    exec: async (argv: string[]) => {
      asked.push(argv.join(' '));
      return { stdout: shown };
    },
  };
  const observations: Observation[] = [];
  const probe = await neighbour((realtimeMs) => realtimeMs - Date.UTC(2026, 10, 20, 7)).start({
    cluster: {
      topology: { virtualServices: [{ vip: address }, { vip: '198.18.0.101' }] },
      clients: () => [{ client: {}, node }],
      hand: { now: async () => ({ atMs: 1000, boundMs: 1 }) },
      onNodeStarted: () => {},
    } as unknown as Cluster,
    record: (observation) => observations.push(observation),
  });
  return { probe, observations, asked, say: (line: string) => say(line) };
}

test('what was there at the start is recorded, then every change for a VIP and for nothing else', async () => {
  const { probe, observations, asked, say } = await startOn(
    '198.18.0.21 dev eth0 lladdr 02:42:c6:12:00:15 STALE \n198.18.0.100 dev eth0 lladdr 02:42:c6:12:00:0b REACHABLE \n',
  );
  expect(asked).toEqual([expect.stringContaining('ip -4 -o -ts monitor neigh'), 'ip -4 -o neigh show']);
  say('[2026-11-20T07:00:03.500000] 198.18.0.21 dev eth0 FAILED ');
  say('[2026-11-20T07:00:04.123456] 198.18.0.100 dev eth0 lladdr 02:42:c6:12:00:0c STALE ');
  const value = { address, mac: '02:42:c6:12:00:0b', state: 'REACHABLE' };
  const unknown = { address: '198.18.0.101', mac: null, state: 'NONE' };
  expect(observations).toEqual([
    { series: 'neighbour', at: 1000, node: 'client-1', value },
    { series: 'neighbour', at: 1000, node: 'client-1', value: unknown },
    {
      series: 'neighbour',
      at: expect.closeTo(4123.456, 2),
      node: 'client-1',
      value: { ...value, mac: '02:42:c6:12:00:0c', state: 'STALE' },
    },
  ]);
  await probe.stop();
});

test('a line that could not be read makes the end an error: the recording has a hole', async () => {
  const { probe, say } = await startOn('');
  say('Dump terminated');
  await expect(probe.stop()).rejects.toThrow(/neighbour table were not all seen: client-1: .*Dump terminated/);
});
