import { expect, test } from 'vitest';
import type { Cluster, HandAct } from '../cluster/interface.ts';
import type { Observation, SizedRequestValue, SizeSweep, TrialRecord } from '../model.ts';
import { nodeWithAgent } from './agent-under-test.ts';
import { sizes } from './sizes.ts';

const sweep: SizeSweep = { requestBytes: [1428, 1429], responseBytes: [1500], deadlineMs: 1000 };
const trial = { index: 4 } as TrialRecord;
const { signal } = new AbortController();

async function start(effective = true, pid: number | null = 77) {
  const client = nodeWithAgent('client-1', pid);
  const observations: Observation[] = [];
  const acts: HandAct[] = [];
  const driver = sizes(sweep);
  const probe = await driver.start({
    cluster: {
      topology: { virtualServices: [{ vip: '198.18.0.100', port: 80, forwardingMethod: 'TUN' }] },
      clients: () => [{ client: { address: '198.18.0.31', sourceAddresses: ['198.18.0.41'] }, node: client.node }],
      hand: {
        async act(act: HandAct) {
          acts.push(act);
          return { earliestMs: 1, latestMs: 2, effective, evidence: 'ip said no' };
        },
      },
    } as unknown as Cluster,
    record: (observation) => observations.push(observation),
  });
  return { client, observations, driver, probe, acts };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

test('the agent asks the first service from all addresses, and gives up when the sweep says so', async () => {
  const { client, probe } = await start();
  expect(client.options()).toEqual({
    vip: '198.18.0.100',
    port: 80,
    sources: ['198.18.0.31', '198.18.0.41'],
    deadlineMs: 1000,
  });
  await probe.stop();
});

test('each sweep begins without what the one before has taught the client’s kernel of the path', async () => {
  const { client, observations, driver, probe, acts } = await start();
  let over = false;
  const sweeping = driver.before(trial, signal).then(() => {
    over = true;
  });
  await settled();
  expect(acts).toEqual([
    {
      do: 'network',
      initPid: 77,
      address: '198.18.0.31',
      tool: 'ip',
      prepare: [],
      strike: ['route flush cache'],
    },
  ]);
  const { requestBytes, responseBytes } = sweep;
  expect(client.told).toEqual([{ order: 1, trial: 4, stage: 'before', requestBytes, responseBytes }]);
  const value: SizedRequestValue = {
    trial: 4,
    stage: 'before',
    service: '198.18.0.100:80',
    direction: 'request',
    bytes: 1428,
    outcome: 'ok',
    latencyMs: 12.1,
    realServer: 'real-server-1',
  };
  client.say({ series: 'sized-request', at: 9, value });
  client.say({ done: 7, begun: 3, at: 10 });
  await settled();
  expect(over).toBe(false);
  client.say({ done: 1, begun: 3, at: 11 });
  await sweeping;
  expect(observations).toEqual([{ series: 'sized-request', at: 9, node: 'client-1', value }]);

  const next = driver.under(trial, signal);
  await settled();
  expect(acts).toHaveLength(2);
  expect(client.told.at(-1)).toMatchObject({ order: 2, stage: 'under' });
  client.say({ done: 2, begun: 3, at: 12 });
  await next;
  await probe.stop();
});

test('no sweep where the client’s kernel still knows the path, or the client is dead', async () => {
  const stubborn = await start(false);
  await expect(stubborn.driver.after(trial, signal)).rejects.toThrow('did not forget its paths: ip said no');
  expect(stubborn.client.told).toEqual([]);
  const dead = await start(true, null);
  await expect(dead.driver.under(trial, signal)).rejects.toThrow('client-1 is dead');
});

test('nobody waits for an agent that has ended, nor after Ctrl-C', async () => {
  const { client, driver } = await start();
  const sweeping = driver.under(trial, signal);
  await settled();
  client.end(1);
  await expect(sweeping).rejects.toThrow(/ended/);

  const other = await start();
  const controller = new AbortController();
  const waiting = other.driver.under(trial, controller.signal);
  await settled();
  controller.abort(new Error('Interrupted.'));
  await expect(waiting).rejects.toThrow('Interrupted.');
});

test('nobody can drive what was never started', async () => {
  await expect(sizes(sweep).before(trial, signal)).rejects.toThrow(/never started/);
});
