import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DrillError } from '../errors.ts';
import { fakeCluster, fakeTopology } from '../faults/fake-cluster.ts';
import { blankRun } from '../measure/synthetic-run.ts';
import type { Balance, Run, Topology, VirtualService } from '../model.ts';
import type { TrafficClient, TrafficRequest } from '../probes/traffic.ts';
import type { RunFolder } from '../store/run-folder.ts';
import { type BalanceSetting, performBalanceTrial } from './balance-trial.ts';
import type { Session } from './session.ts';
import { slowServer } from './slow-server.ts';

const [service] = fakeTopology.virtualServices as [VirtualService];
const topology: Topology = {
  ...fakeTopology,
  virtualServices: [service, { ...service, port: 81, weights: [null, 7], untouched: true }],
};
const balance: Balance = { traffic: 'slow-server', connections: 9, concurrency: 2, requestsPerConnection: 1 };
const planned = { index: 4, service: '198.18.0.100:81', balance };

/** Lines of tc that are in force on all links of a node. */
function tcOf({ node }: Pick<ReturnType<typeof fakeCluster>, 'node'>, name: string): string[] {
  return node(name).links.flatMap(({ tc }) => tc);
}

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'lvs-drill-balance-'));
});
afterEach(() => rm(path, { recursive: true, force: true }));

function setting(change: Partial<BalanceSetting> & { send?: TrafficClient['send'] } = {}) {
  const fake = fakeCluster(topology);
  const sent: TrafficRequest[] = [];
  const { send = async (request) => void sent.push(request), ...rest } = change;
  const run = blankRun({ topology });
  const session = { run, folder: { path, runJson: join(path, 'run.json') }, flush: async () => {} };
  const made: BalanceSetting = {
    cluster: fake.cluster,
    session: session as unknown as Session & { folder: RunFolder },
    traffic: { send } as TrafficClient,
    slowServer: slowServer(fake.cluster),
    directors: new Map(),
    signal: new AbortController().signal,
    stage: () => {},
    ...rest,
  };
  return { fake, sent, run, made };
}

test('a trial has the list of the director that holds the VIP, and its traffic', async () => {
  const { sent, run, made } = setting();
  const trial = await performBalanceTrial(planned, made);
  expect(trial).toMatchObject({ index: 4, service: '198.18.0.100:81', balance, kernelConnections: null });
  expect(trial.list).toEqual([
    { realServer: 'real-server-2', weight: 7, activeConnections: 0, inactiveConnections: 0 },
  ]);
  expect(sent).toEqual([{ trial: 4, service: topology.virtualServices[1], balance }]);
  expect(trial.endedAtMs ?? 0).toBeGreaterThanOrEqual(trial.startedAtMs ?? Number.POSITIVE_INFINITY);
  expect(made.directors.get(4)).toBe('director-1');
  expect(run.balanceTrials).toEqual([trial]);
});

test('the first real server of the service answers late, from before the traffic', async () => {
  const { fake, made } = setting();
  await performBalanceTrial({ ...planned, balance: { ...balance, slowByMs: 40 } }, made);
  expect(tcOf(fake, 'real-server-2').join('\n')).toContain('netem delay 40ms');
  expect(tcOf(fake, 'real-server-1')).toEqual([]);
});

test('what goes wrong stands in the trial, and the next one can be run', async () => {
  const failing = setting({ send: () => Promise.reject(new DrillError('Only 3 of 9 connections were begun.')) });
  const trial = await performBalanceTrial(planned, failing.made);
  expect(trial.error).toBe('Only 3 of 9 connections were begun.');
  expect(trial.endedAtMs).toBeNull();
  expect(failing.run.balanceTrials).toHaveLength(1);
  const nobody = setting();
  nobody.fake.node('director-1').vips = [];
  expect((await performBalanceTrial(planned, nobody.made)).error).toContain('is held by nobody');
  expect(nobody.sent).toEqual([]);
});

test('every finished trial is on the disk, also the one that Ctrl-C ended', async () => {
  const controller = new AbortController();
  const { made } = setting({
    signal: controller.signal,
    send: async () => {
      controller.abort(new Error('Interrupted by the user.'));
      controller.signal.throwIfAborted();
    },
  });
  await expect(performBalanceTrial(planned, made)).rejects.toThrow('Interrupted by the user.');
  const saved = JSON.parse(await readFile(join(path, 'run.json'), 'utf8')) as Run;
  expect(saved.balanceTrials).toMatchObject([{ index: 4, error: 'Interrupted by the user.' }]);
});
