import { expect, test } from 'vitest';
import type { Cluster, Node } from '../cluster/interface.ts';
import type { Observation } from '../model.ts';
import { readAddressChange, vipHolder } from './vip-holder.ts';

const change =
  '7: eth0    inet 198.18.0.100/32 scope global proto keepalived eth0\\       valid_lft forever preferred_lft forever';
const added = `[2026-11-20T05:18:11.255301] ${change}`;

test('an address that came and one that went', () => {
  expect(readAddressChange(change)).toEqual({ address: '198.18.0.100', held: true });
  expect(readAddressChange(`Deleted ${change}`)).toEqual({ address: '198.18.0.100', held: false });
});

test('a line of another form is refused, because it may be a change', () => {
  expect(() => readAddressChange('eth0 inet 198.18.0.100/32')).toThrow(/unknown form/);
});

/** Two directors; what their watchers print is up to the test. */
function clusterWith(initial: Record<string, string>) {
  const print = new Map<string, (line: string) => void>();
  const end = new Map<string, (exitCode: number | null) => void>();
  let started: (node: Node) => Promise<void> = async () => {};
  const nodes = Object.keys(initial).map((name) => ({
    name,
    stream: async (_: string[], onLine: (line: string) => void) => {
      print.set(name, onLine);
      const ended = new Promise((resolve) => {
        end.set(name, (exitCode) => resolve({ exitCode, stderr: 'no buffer space' }));
      });
      return { end: () => end.get(name)?.(0), ended };
    },
    exec: async () => ({ stdout: initial[name] }),
  }));
  const cluster = {
    topology: { virtualServices: [{ vip: '198.18.0.100' }, { vip: '198.18.0.100' }] },
    directors: () => nodes.map((node) => ({ director: { name: node.name }, node })),
    hand: { now: async () => ({ atMs: 1000, boundMs: 1 }) },
    onNodeStarted: (listener: typeof started) => {
      started = listener;
    },
  };
  const observations: Observation[] = [];
  return {
    observations,
    watcherEnds: async (name: string, exitCode: number | null) => end.get(name)?.(exitCode),
    say: (name: string, line: string) => print.get(name)?.(line),
    restart: (name: string) => started(nodes.find((node) => node.name === name) as unknown as Node),
    start: () =>
      vipHolder((realtimeMs) => Math.round((realtimeMs - Date.UTC(2026, 10, 20, 5, 18, 0)) * 1000) / 1000).start({
        cluster: cluster as unknown as Cluster,
        record: (observation) => observations.push(observation),
      }),
  };
}

const brief = ({ at, node, value }: Observation) => [at, node, 'held' in value && value.held];

test('what was there at the start is recorded, then every change of the VIP and of nothing else', async () => {
  const { start, say, observations } = clusterWith({
    'director-1': '7: eth0    inet 198.18.0.100/32 scope global eth0',
    'director-2': '7: eth0    inet 198.18.0.12/24 scope global eth0',
  });
  const probe = await start();
  expect(observations.map(brief)).toEqual([
    [1000, 'director-1', true],
    [1000, 'director-2', false],
  ]);
  say('director-2', added.replace('198.18.0.100', '198.18.0.101'));
  say('director-2', added);
  expect(observations.slice(2).map(brief)).toEqual([[11_255.301, 'director-2', true]]);
  await probe.stop();
});

test('a director that was started again is watched anew', async () => {
  const { start, restart, observations } = clusterWith({ 'director-1': '' });
  await start();
  await restart('director-1');
  expect(observations.map(brief)).toEqual([
    [1000, 'director-1', false],
    [1000, 'director-1', false],
  ]);
});

test('a line that could not be read makes the end an error: the recording has a hole', async () => {
  const { start, say } = clusterWith({ 'director-1': '' });
  const probe = await start();
  say('director-1', 'Dump terminated');
  await expect(probe.stop()).rejects.toThrow(/director-1: .*Dump terminated/);
});

test.each([
  ['an error of its own', 1, 'the watcher on director-1 ended with exit code 1 no buffer space'],
  ['the death of its director', null, null],
  ['the SIGKILL of its director', 137, null],
])('a watcher that ends early by %s', async (_, exitCode, trouble) => {
  const { start, watcherEnds } = clusterWith({ 'director-1': '' });
  const probe = await start();
  await watcherEnds('director-1', exitCode);
  if (trouble === null) await probe.stop();
  else await expect(probe.stop()).rejects.toThrow(trouble);
});

test('a VIP on lo, where a director that is a real server has it, is held by nobody', async () => {
  const onLo = '1: lo    inet 198.18.0.100/32 scope global lo';
  expect(readAddressChange(onLo)).toBeNull();
  expect(readAddressChange(`Deleted ${onLo}`)).toBeNull();
  const { start, say, observations } = clusterWith({
    'director-1': `${onLo}\n7: eth0    inet 198.18.0.100/32 scope global eth0`,
    'director-2': `${onLo}\n7: eth0    inet 198.18.0.12/24 scope global eth0`,
  });
  const probe = await start();
  say('director-2', added.replace(change, onLo));
  expect(observations.map(brief)).toEqual([
    [1000, 'director-1', true],
    [1000, 'director-2', false],
  ]);
  await probe.stop();
});
