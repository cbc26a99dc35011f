import { expect, test } from 'vitest';
import type { Cluster, LogLine, Node } from '../cluster/interface.ts';
import type { Observation } from '../model.ts';
import { keepalivedLog } from './keepalived-log.ts';
import { realtimeClock } from './realtime-clock.ts';

function clusterWith(log: LogLine[]) {
  const asked: number[] = [];
  let started: (node: Node) => Promise<void> = async () => {};
  const node = {
    name: 'director-1',
    async followLog(sinceMs: number, onLine: (line: LogLine) => void) {
      asked.push(sinceMs);
      for (const line of log.filter(({ realtimeMs }) => realtimeMs >= sinceMs)) onLine(line);
      return { stop: () => {}, ended: Promise.resolve() };
    },
  } as unknown as Node;
  const cluster = {
    directors: () => [{ director: { name: node.name }, node }],
    onNodeStarted: (listener: typeof started) => {
      started = listener;
    },
  } as unknown as Cluster;
  return { cluster, asked, restart: () => started(node) };
}

test('after a restart the log goes on where it ended, on the kernel’s clock', async () => {
  const log = [{ realtimeMs: 5000, line: 'Entering BACKUP STATE' }];
  const { cluster, asked, restart } = clusterWith(log);
  const clock = realtimeClock();
  clock.take({ offsetMs: 4000, boundMs: 0.01 });
  const seen: Observation[] = [];
  const probe = await keepalivedLog(clock.toKernelMs).start({ cluster, record: (one) => seen.push(one) });
  log.push({ realtimeMs: 6000, line: 'Entering MASTER STATE' });
  await restart();
  expect(asked).toEqual([0, 5000]);
  expect(seen).toEqual([
    { series: 'keepalived-log', at: 1000, node: 'director-1', value: { line: 'Entering BACKUP STATE' } },
    { series: 'keepalived-log', at: 2000, node: 'director-1', value: { line: 'Entering MASTER STATE' } },
  ]);
  await probe.stop();
});

test('lines whose time cannot be told are missing, and the end says so', async () => {
  const { cluster } = clusterWith([{ realtimeMs: 5000, line: 'Starting' }]);
  const probe = await keepalivedLog(realtimeClock().toKernelMs).start({ cluster, record: () => {} });
  await expect(probe.stop()).rejects.toThrow(/not complete: No clock offset/);
});
