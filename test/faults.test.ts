import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningCluster } from '../harness/cluster/assemble.ts';
import { serviceState, waitReady } from '../harness/cluster/readiness.ts';
import { startCluster } from '../harness/cluster/start-cluster.ts';
import { ensureImages } from '../harness/engine/images.ts';
import type { Fault, FaultContext } from '../harness/faults/fault.ts';
import { expectedMaster } from '../harness/keepalived/election.ts';
import type { Topology } from '../harness/model.ts';
import { requests } from '../harness/probes/requests.ts';
import { loadUnits } from '../harness/registry.ts';
import { newRunId } from '../harness/run/new-run.ts';
import { targetsOf } from '../harness/run/targets.ts';
import { changedTopology } from '../harness/topology-change.ts';
import { waitUntil } from '../harness/wait-until.ts';
import { topology as drPair } from '../topologies/dr-pair.ts';
import type { HealOrder } from './heal-elsewhere.ts';
import { sharedLab } from './lab.ts';

const faults = await loadUnits<Fault>(new URL('../harness/faults/', import.meta.url), 'fault');
/** Checks that find a real server again within a second, so that each fault starts from a whole cluster soon. */
const quick: Topology = changedTopology(drPair, {
  services: {
    healthCheck: { type: 'TCP_CHECK', delayLoopMs: 500, connectTimeoutMs: 500, retries: 1, delayBeforeRetryMs: 500 },
  },
  strangers: [{ name: 'stranger-1', address: '198.18.0.13', priority: 110, vip: '198.18.0.101', virtualRouterId: 51 }],
});

let cluster: RunningCluster;
let dockerSocket = '';
const runId = newRunId();

beforeAll(async () => {
  const { docker, record } = await sharedLab();
  dockerSocket = record.dockerSocket;
  cluster = await startCluster(docker, await ensureImages(docker, { log: () => {} }), quick, { runId });
  await waitReady(cluster);
});
afterAll(async () => {
  await cluster?.stop();
});

/** The VIP on the right director, and every real server in its table. */
async function whole(): Promise<void> {
  await waitUntil('the cluster is whole', async () => serviceState(quick, await cluster.directorStates()), 20_000);
}

function contextOf({ facts }: Fault): FaultContext {
  const master = expectedMaster(quick);
  if (master === null) throw new Error('The topology has no expected master.');
  const targets = targetsOf(facts.aim, quick, master, 0);
  return { cluster, target: targets[0] ?? '', targets, level: facts.level?.default ?? 0 };
}

/** A fault of known length shows by what it does to requests: somebody must send some. */
async function requestsFor({ facts: { knownOutage } }: Fault): Promise<AsyncDisposable> {
  if (knownOutage === undefined) return { [Symbol.asyncDispose]: async () => {} };
  const settings = { intervalMs: 10, deadlineMs: 900, delayThresholdMs: 50, connections: 0 };
  const probe = requests(knownOutage === 'server' ? { ...settings, inProcess: true } : settings);
  const running = await probe.start({ cluster, record: () => {} });
  return { [Symbol.asyncDispose]: () => running.stop() };
}

async function healElsewhere({ facts }: Fault, { targets, level }: FaultContext): Promise<void> {
  const order: HealOrder = { dockerSocket, runId, topology: quick, fault: facts.name, targets, level };
  const script = fileURLToPath(new URL('heal-elsewhere.ts', import.meta.url));
  await execa(process.execPath, ['--import', 'tsx', script, JSON.stringify(order)]);
}

// Catches: a fault that does nothing, one that is confirmed whatever happens, and one that only its own process can heal.
test.each([...faults.values()].filter(({ facts }) => facts.name !== 'noop'))(
  '$facts.name takes effect on real nodes, another process heals it, and healing again does no harm',
  async (fault) => {
    await whole();
    const context = contextOf(fault);
    await using _asking = await requestsFor(fault);
    const injection = await fault.inject(context, 0);
    const during = await fault.confirm(context, injection);
    expect(during.confirmed, during.evidence).toBe(true);
    await healElsewhere(fault, context);
    await fault.heal(context);
    await whole();
    const after = await fault.confirm(context, { ...injection, evidence: '' }).catch((error: Error) => error.message);
    expect(after).not.toMatchObject({ confirmed: true });
  },
  120_000,
);
