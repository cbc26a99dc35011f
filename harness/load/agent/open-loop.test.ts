import { describe, expect, it } from 'vitest';
import { createOpenLoop } from './open-loop.ts';

function loopAt(clock: { nowMs: number }, intervalMs: number) {
  const sent: number[] = [];
  const loop = createOpenLoop({ startMs: 100, intervalMs, now: () => clock.nowMs, send: (dueMs) => sent.push(dueMs) });
  return { loop, sent };
}

describe('createOpenLoop', () => {
  it('sends nothing early', () => {
    const { loop, sent } = loopAt({ nowMs: 99.999 }, 10);
    loop.catchUp();
    expect(sent).toEqual([]);
  });

  it('sends each due time once', () => {
    const clock = { nowMs: 100 };
    const { loop, sent } = loopAt(clock, 10);
    for (clock.nowMs = 100; clock.nowMs < 130; clock.nowMs += 1) loop.catchUp();
    expect(sent).toEqual([100, 110, 120]);
  });

  it('catches up after a pause with the due times that were missed', () => {
    const clock = { nowMs: 100 };
    const { loop, sent } = loopAt(clock, 10);
    loop.catchUp();
    clock.nowMs = 137;
    loop.catchUp();
    expect(sent).toEqual([100, 110, 120, 130]);
  });

  it('does not drift when the interval has no exact binary form', () => {
    const clock = { nowMs: 100 + 0.3 * 100_000 + 0.15 };
    const { loop, sent } = loopAt(clock, 0.3);
    loop.catchUp();
    expect(sent).toHaveLength(100_001);
    expect(sent.at(-1)).toBe(100 + 100_000 * 0.3);
  });
});
