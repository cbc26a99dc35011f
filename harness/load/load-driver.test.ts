import { expect, test } from 'vitest';
import type { Node } from '../cluster/interface.ts';
import type { LoadOrder } from './agent/protocol.ts';
import { startLoadDriver } from './load-driver.ts';

const load: Omit<LoadOrder, 'id'> = {
  targets: [{ address: '198.18.0.100', port: 80 }],
  path: '/1k',
  connectionUse: 'kept',
  connections: 10,
  countFromMs: 1,
  countUntilMs: 2,
};
const outcome = {
  throughput: {
    startedAtMs: 1,
    durationMs: 1,
    connections: 10,
    responses: 5,
    requestsPerSecond: 5000,
    errors: 0,
    non2xx: 0,
    latencyMs: { p50: 1, p99: 1, max: 1 },
  },
  answeredBytes: 6500,
  failures: {},
};

/** A client whose agent says `ready`, and then answers orders as told. */
function clientNode(answer: (order: LoadOrder) => object | null, first: string | null = '{"ready":true,"at":1}') {
  let die: (end: object) => void = () => {};
  const ended = new Promise((resolve) => {
    die = resolve;
  });
  const orders: LoadOrder[] = [];
  const node = {
    name: 'client-1',
    async stream(_: string[], onLine: (line: string) => void) {
      if (first !== null) setImmediate(() => onLine(first));
      return {
        writeLine(line: string) {
          const order = JSON.parse(line) as LoadOrder;
          orders.push(order);
          const reply = answer(order);
          if (reply !== null) setImmediate(() => onLine(JSON.stringify({ loaded: order.id, ...reply })));
        },
        end: () => die({ exitCode: 0, stderr: '' }),
        ended,
      };
    },
  } as unknown as Node;
  return { node, orders, die: (stderr: string) => die({ exitCode: 1, stderr }) };
}

test('one order after the other goes to the same process', async () => {
  const { node, orders } = clientNode(() => outcome);
  const driver = await startLoadDriver(node);
  expect(await driver.drive(load)).toMatchObject(outcome);
  expect(await driver.drive({ ...load, connectionUse: 'fresh' })).toMatchObject(outcome);
  expect(orders.map(({ id, connectionUse }) => `${id} ${connectionUse}`)).toEqual(['1 kept', '2 fresh']);
  await driver.end();
  await expect(driver.drive(load)).rejects.toThrow('has ended (exit code 0)');
});

test('what the agent could not do is an error in its words', async () => {
  const { node } = clientNode(() => ({ error: 'no such address' }));
  const driver = await startLoadDriver(node);
  await expect(driver.drive(load)).rejects.toThrow('could not be driven from client-1: no such address');
});

test('an agent that ends, or says what nobody understands, fails whoever waits', async () => {
  const dying = clientNode(() => null);
  const waiting = (await startLoadDriver(dying.node)).drive(load);
  dying.die('out of memory');
  await expect(waiting).rejects.toThrow('out of memory');

  const odd = clientNode(() => ({ throughput: 'much' }));
  await expect((await startLoadDriver(odd.node)).drive(load)).rejects.toThrow('cannot be understood');

  const mute = clientNode(() => null, null);
  const starting = startLoadDriver(mute.node);
  mute.die('no such file');
  await expect(starting).rejects.toThrow('no such file');
});
