import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDeadlines } from './deadlines.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

function deadlines() {
  const passed: [string, number][] = [];
  const made = createDeadlines(() => Date.now());
  const add = (name: string, atMs: number) => made.add(atMs, () => passed.push([name, Date.now()]));
  return { add, passed };
}

describe('createDeadlines', () => {
  it('gives each up at its own time', () => {
    const { add, passed } = deadlines();
    for (const [index, name] of ['a', 'b', 'c'].entries()) add(name, 900 + 2 * index);
    vi.advanceTimersByTime(899);
    expect(passed).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(passed).toEqual([
      ['a', 900],
      ['b', 902],
      ['c', 904],
    ]);
  });

  it('leaves alone what was called off, and does not forget those behind it', () => {
    const { add, passed } = deadlines();
    const calledOff = [add('a', 100), add('b', 110)];
    add('c', 120);
    add('d', 130)();
    for (const callOff of calledOff) callOff();
    vi.advanceTimersByTime(500);
    expect(passed).toEqual([['c', 120]]);
    add('e', 700);
    vi.advanceTimersByTime(500);
    expect(passed).toEqual([
      ['c', 120],
      ['e', 700],
    ]);
  });

  it('sets one timer for many that are done in time', () => {
    const { add, passed } = deadlines();
    const set = vi.spyOn(globalThis, 'setTimeout');
    for (let at = 0; at < 2000; at += 2) {
      add('x', at + 900)();
      vi.advanceTimersByTime(2);
    }
    expect(set.mock.calls.length).toBeLessThan(10);
    expect(passed).toEqual([]);
    set.mockRestore();
  });

  it('gives up at once what is overdue when it comes', () => {
    const { add, passed } = deadlines();
    vi.setSystemTime(1000);
    add('late', 900);
    vi.advanceTimersByTime(1);
    expect(passed.map(([name]) => name)).toEqual(['late']);
  });

  it('lets what is given up ask for another deadline', () => {
    const passed: number[] = [];
    const made = createDeadlines(() => Date.now());
    const again = (): void => {
      passed.push(Date.now());
      if (passed.length < 3) made.add(Date.now() + 10, again);
    };
    made.add(10, again);
    vi.advanceTimersByTime(100);
    expect(passed).toEqual([10, 20, 30]);
  });
});
