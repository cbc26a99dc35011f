import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { takeApart } from '../../harness/cluster/frames-under-test.ts';
import { everyCase, expectLinear, outcomeOf } from './fuzz.ts';
import { bytes, cuts, pieces } from './hostile.ts';

describe("the engine's streams", () => {
  const stream = fc.array(fc.tuple(fc.nat(255), bytes, fc.boolean()), { maxLength: 4 }).map((frames) =>
    Buffer.concat(
      frames.flatMap(([kind, payload, lies]) => {
        const head = Buffer.alloc(8);
        head[0] = kind;
        head.writeUInt32BE(lies ? 4_000_000_000 : payload.length, 4);
        return [head, payload];
      }),
    ),
  );

  const taken = (chunks: readonly Buffer[]) => takeApart(chunks, 50);

  test('give the same lines in whichever pieces they come', async () => {
    await everyCase(fc.tuple(fc.oneof(stream, bytes), cuts), ([all, places]) => {
      const outcome = outcomeOf(() => [taken([all]), taken(pieces(all, places))] as const);
      if (!('value' in outcome)) throw outcome.refused;
      const [whole, parts] = outcome.value;
      expect(parts).toEqual(whole);
    });
  });

  test('in a time in proportion to their length', () => {
    const head = Buffer.from([1, 0, 0, 0, 255, 255, 255, 255]);
    for (const one of ['a', 'a\n'])
      for (const kind of [1, 2])
        expectLinear(
          (times) => {
            const chunk = Buffer.from(one.repeat(100));
            const start = Buffer.from(head);
            start[0] = kind;
            taken([start, ...Array.from({ length: times }, () => chunk)]);
          },
          { floorMs: 200 },
        );
  });
});
