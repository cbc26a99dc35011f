import { expect, test } from 'vitest';
import type { HandRequest } from '../load/agent/protocol.ts';
import { driveHand } from './hand.ts';
import type { Node } from './interface.ts';

/** A hand's container whose agent answers as told; `die` ends it. */
function handNode(answer: (request: HandRequest) => object | null) {
  let die: (end: object) => void = () => {};
  const ended = new Promise((resolve) => {
    die = resolve;
  });
  const node = {
    name: 'hand',
    async stream(_: string[], onLine: (line: string) => void) {
      onLine('{"ready":true,"at":1}');
      return {
        writeLine(line: string) {
          const request = JSON.parse(line) as HandRequest;
          const reply = answer(request);
          if (reply !== null) setImmediate(() => onLine(JSON.stringify({ id: request.id, ...reply })));
        },
        end: () => {},
        ended,
      };
    },
  } as unknown as Node;
  return { node, die: (stderr: string) => die({ exitCode: 1, stderr }) };
}

const report = { earliestMs: 500, latestMs: 501, effective: true, evidence: 'seen' };
const sight = { atMs: 7, alive: true, frozen: false, processes: ['sh'], startedAtMs: [10] };

test('each question gets its own answer, whatever their order', async () => {
  const { node } = handNode((request) => {
    if ('now' in request) return { atMs: 100 };
    if ('inspect' in request) return { stdout: request.inspect.args.join(' ') };
    if ('read' in request) return { earliestMs: 8, latestMs: 9, contents: [request.read[0], null] };
    return 'look' in request ? sight : report;
  });
  const hand = await driveHand(node);
  const [acted, looked, inspected, read, now] = await Promise.all([
    hand.act({ do: 'freeze', initPid: 42 }, 500),
    hand.look(42),
    hand.inspect({ initPid: 42, address: '198.18.0.2', tool: 'ip', args: ['-j', 'neigh'] }),
    hand.read(['/proc/42/net/dev', '/proc/43/net/dev']),
    hand.now(),
  ]);
  expect(inspected).toBe('-j neigh');
  expect(read).toEqual({ earliestMs: 8, latestMs: 9, contents: ['/proc/42/net/dev', null] });
  expect(acted).toEqual(report);
  expect(looked).toEqual(sight);
  expect(now.atMs).toBe(100);
  expect(now.boundMs).toBeGreaterThan(0);
});

test('what the hand could not do is an error in its words', async () => {
  const { node } = handNode((request) => ('now' in request ? { atMs: 1 } : { error: 'the node runs no keepalived' }));
  const hand = await driveHand(node);
  await expect(hand.act({ do: 'annihilate', initPid: 42, comm: 'keepalived' }, 0)).rejects.toThrow(
    /runs no keepalived/,
  );
});

test('a hand that ends fails whoever waits for it, and whoever comes later', async () => {
  const { node, die } = handNode(() => null);
  const hand = await driveHand(node);
  const waiting = hand.look(42);
  die('out of memory');
  await expect(waiting).rejects.toThrow(/has ended \(exit code 1\): out of memory/);
  await expect(hand.now()).rejects.toThrow(/has ended/);
});

test('a line that is not understood fails whoever waits, with that line', async () => {
  const { node } = handNode(() => ({ unexpected: true }));
  await expect((await driveHand(node)).look(42)).rejects.toThrow(/cannot be understood: .*unexpected/);
});
