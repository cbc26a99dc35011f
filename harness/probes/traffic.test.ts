import { expect, test } from 'vitest';
import type { Cluster } from '../cluster/interface.ts';
import type { Balance, Observation, VirtualService } from '../model.ts';
import { nodeWithAgent } from './agent-under-test.ts';
import { traffic } from './traffic.ts';

const service = { vip: '198.18.0.101', port: 81, forwardingMethod: 'DR' } as VirtualService;
const balance: Balance = { traffic: 'slow-server', connections: 256, concurrency: 16, requestsPerConnection: 1 };
const { signal } = new AbortController();

async function start() {
  const client = nodeWithAgent('client-1');
  const observations: Observation[] = [];
  const driver = traffic();
  const probe = await driver.start({
    cluster: {
      topology: { virtualServices: [{ vip: '198.18.0.100', port: 80 }] },
      clients: () => [{ client: { address: '198.18.0.31', sourceAddresses: ['198.18.1.1'] }, node: client.node }],
    } as unknown as Cluster,
    record: (observation) => observations.push(observation),
  });
  return { client, observations, driver, probe };
}

test('the agent is told all that it needs, and the slowness is no business of its', async () => {
  const { client, driver, probe } = await start();
  const sending = driver.send({ trial: 3, stage: 'under', service, balance: { ...balance, slowByMs: 100 } }, signal);
  expect(client.told).toEqual([
    {
      order: 1,
      trial: 3,
      stage: 'under',
      service: { vip: '198.18.0.101', port: 81 },
      sources: ['198.18.0.31', '198.18.1.1'],
      balance,
      deadlineMs: 3200,
      limitMs: 256 * 150,
    },
  ]);
  client.say({ done: 1, begun: 256, at: 9 });
  await sending;
  await probe.stop();
});

test('an order is over when the agent says so of that one', async () => {
  const { client, driver, probe } = await start();
  let over = 0;
  const sending = [1, 2].map((trial) => driver.send({ trial, service, balance }, signal).then(() => (over = trial)));
  client.say({ done: 1, begun: 256, at: 9 });
  await sending[0];
  expect(over).toBe(1);
  client.say({ done: 2, begun: 256, at: 10 });
  await sending[1];
  expect(over).toBe(2);
  await probe.stop();
});

test('too few connections are an error, with the numbers', async () => {
  const { client, driver, probe } = await start();
  const sending = driver.send({ trial: 1, service, balance }, signal);
  client.say({ done: 1, begun: 57, at: 9 });
  await expect(sending).rejects.toThrow('Only 57 of 256 connections were begun within 13 s.');
  await probe.stop();
});

test('nobody waits for an agent that has ended, or after Ctrl-C', async () => {
  const { client, driver } = await start();
  const controller = new AbortController();
  const interrupted = driver.send({ trial: 1, service, balance }, controller.signal);
  controller.abort(new Error('Interrupted.'));
  await expect(interrupted).rejects.toThrow('Interrupted.');
  const lost = driver.send({ trial: 2, service, balance }, signal);
  client.end(1);
  await expect(lost).rejects.toThrow('The client that makes the connections ended.');
  await expect(driver.send({ trial: 3, service, balance }, signal)).rejects.toThrow('has ended: exit code 1');
});
