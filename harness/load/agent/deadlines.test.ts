import { describe, expect, it } from 'vitest';
import { createDeadlines } from './deadlines.ts';

/** Deadlines by a clock and a timer that stand still until they are moved on. */
function deadlines() {
  const clock = { nowMs: 0, timersSet: 0 };
  const timers: { atMs: number; ring: () => void }[] = [];
  const passed: [string, number][] = [];
  const made = createDeadlines(
    () => clock.nowMs,
    (ring, ms) => {
      clock.timersSet += 1;
      timers.push({ atMs: clock.nowMs + ms, ring });
    },
  );
  const moveOn = (ms: number) => {
    const untilMs = clock.nowMs + ms;
    for (;;) {
      timers.sort((one, other) => one.atMs - other.atMs);
      const [next] = timers;
      if (next === undefined || next.atMs > untilMs) break;
      timers.shift();
      clock.nowMs = Math.max(clock.nowMs, next.atMs);
      next.ring();
    }
    clock.nowMs = untilMs;
  };
  const add = (name: string, atMs: number) => made.add(atMs, () => passed.push([name, clock.nowMs]));
  return { add, passed, clock, moveOn, made };
}

describe('createDeadlines', () => {
  it('gives each up at its own time', () => {
    const { add, passed, moveOn } = deadlines();
    for (const [index, name] of ['a', 'b', 'c'].entries()) add(name, 900 + 2 * index);
    moveOn(899);
    expect(passed).toEqual([]);
    moveOn(100);
    expect(passed).toEqual([
      ['a', 900],
      ['b', 902],
      ['c', 904],
    ]);
  });

  it('leaves alone what was called off, and does not forget those behind it', () => {
    const { add, passed, moveOn } = deadlines();
    const calledOff = [add('a', 100), add('b', 110)];
    add('c', 120);
    add('d', 130)();
    for (const callOff of calledOff) callOff();
    moveOn(500);
    expect(passed).toEqual([['c', 120]]);
    add('e', 700);
    moveOn(500);
    expect(passed).toEqual([
      ['c', 120],
      ['e', 700],
    ]);
  });

  it('sets one timer for many that are done in time', () => {
    const { add, passed, moveOn, clock } = deadlines();
    for (let at = 0; at < 2000; at += 2) {
      add('x', at + 900)();
      moveOn(2);
    }
    expect(clock.timersSet).toBeLessThan(10);
    expect(passed).toEqual([]);
  });

  it('gives up at once what is overdue when it comes', () => {
    const { add, passed, moveOn, clock } = deadlines();
    clock.nowMs = 1000;
    add('late', 900);
    moveOn(1);
    expect(passed.map(([name]) => name)).toEqual(['late']);
  });

  it('lets what is given up ask for another deadline', () => {
    const { made, moveOn, clock } = deadlines();
    const passed: number[] = [];
    const again = (): void => {
      passed.push(clock.nowMs);
      if (passed.length < 3) made.add(clock.nowMs + 10, again);
    };
    made.add(10, again);
    moveOn(100);
    expect(passed).toEqual([10, 20, 30]);
  });
});
