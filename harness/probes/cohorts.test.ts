import { expect, test } from 'vitest';
import type { Cluster } from '../cluster/interface.ts';
import type { Observation, ProbeSettings, TrialRecord } from '../model.ts';
import { nodeWithAgent } from './agent-under-test.ts';
import { cohorts } from './cohorts.ts';

const settings: ProbeSettings = {
  intervalMs: 10,
  deadlineMs: 900,
  delayThresholdMs: 100,
  connections: 0,
  cohorts: [{ packets: 3, ageMs: 4000, count: 11 }],
};

const trial = {} as TrialRecord;
const { signal } = new AbortController();

async function start() {
  const client = nodeWithAgent('client-1');
  const observations: Observation[] = [];
  const driver = cohorts(settings);
  const probe = await driver.start({
    cluster: {
      topology: { virtualServices: [{ vip: '198.18.0.100', port: 80 }] },
      clients: () => [{ client: { address: '198.18.0.31', sourceAddresses: ['198.18.0.41'] }, node: client.node }],
    } as unknown as Cluster,
    record: (observation) => observations.push(observation),
  });
  return { client, observations, driver, probe };
}

test('the agent knows what to make, and when', async () => {
  const { client, driver, probe } = await start();
  expect(client.options()).toEqual({
    vip: '198.18.0.100',
    port: 80,
    sources: ['198.18.0.31', '198.18.0.41'],
    cohorts: settings.cohorts,
  });
  await driver.prepare(123_456.7);
  expect(client.told).toEqual([{ dueMs: 123_456.7 }]);
  await probe.stop();
});

test('it wants to be asked early enough for the oldest connection', () => {
  expect(cohorts(settings).leadMs).toBeGreaterThan(4000 + 200);
  expect(cohorts(settings).leadMs).toBeLessThan(4000 + 2000);
});

test('a try is over when the agent says so, with every outcome recorded by then', async () => {
  const { client, observations, driver, probe } = await start();
  let over = false;
  const trying = driver.under(trial, signal).then(() => {
    over = true;
  });
  expect(client.told).toEqual([{ try: 'failover' }]);
  client.say({ tried: 'reversion', at: 8 });
  const value = { connection: 1, packets: 3, ageMs: 4001.2, source: '198.18.0.31', stage: 'failover' };
  const line = { series: 'cohort', at: 9, value: { ...value, outcome: 'alive', realServer: 'real-server-1' } };
  client.say(line);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(over).toBe(false);
  client.say({ tried: 'failover', at: 10 });
  await trying;
  expect(observations).toEqual([{ ...line, node: 'client-1' }]);
  await probe.stop();
});

test('nobody waits for an agent that has ended', async () => {
  const { client, driver } = await start();
  const trying = driver.under(trial, signal);
  client.end(1);
  await expect(trying).rejects.toThrow(/ended/);
  await expect(driver.prepare(1)).rejects.toThrow(/cohorts on client-1 has ended/);
});

test('nobody waits for the outcomes after Ctrl-C', async () => {
  const { driver, probe } = await start();
  const controller = new AbortController();
  const trying = driver.under(trial, controller.signal);
  controller.abort(new Error('Interrupted.'));
  await expect(trying).rejects.toThrow('Interrupted.');
  await probe.stop();
});

test('nobody can drive what was never started', async () => {
  await expect(cohorts(settings).prepare(1)).rejects.toThrow(/never started/);
});
