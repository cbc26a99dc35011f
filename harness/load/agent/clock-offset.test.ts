import { describe, expect, it } from 'vitest';
import { readClockOffset } from './clock-offset.ts';

/** A machine whose clocks advance by `costMs` with each reading. */
function machine(costMs: number, realtimeAt: (monotonicMs: number) => number) {
  let nowMs = 1000.123;
  const tick = () => {
    nowMs += costMs;
    return nowMs;
  };
  return { now: tick, dateNow: () => Math.floor(realtimeAt(tick())) };
}

describe('readClockOffset', () => {
  it.each([0.0002, 0.005, 0.05])('is exact to its bound when a reading takes %d ms', (costMs) => {
    const trueOffsetMs = 1_795_000_000_000.637;
    const { now, dateNow } = machine(costMs, (ms) => ms + trueOffsetMs);
    const { offsetMs, boundMs } = readClockOffset(now, dateNow);
    expect(Math.abs(offsetMs - trueOffsetMs)).toBeLessThanOrEqual(boundMs);
    expect(boundMs).toBeLessThanOrEqual(2 * costMs + 0.002);
  });

  it('admits a wide bound when every reading is interrupted', () => {
    const { now, dateNow } = machine(3, (ms) => ms + 5000.5);
    const { offsetMs, boundMs } = readClockOffset(now, dateNow);
    expect(boundMs).toBeGreaterThan(0.5);
    expect(Math.abs(offsetMs - 5000.5)).toBeLessThanOrEqual(boundMs);
  });

  it('does not mistake a clock being set for a step of a millisecond', () => {
    const { now, dateNow } = machine(0.01, (ms) => ms + (ms < 1000.3 ? 5000 : 9000));
    const { offsetMs, boundMs } = readClockOffset(now, dateNow);
    expect(Math.abs(offsetMs - 9000)).toBeLessThanOrEqual(boundMs);
  });

  it('agrees with the clocks of this machine', () => {
    const { offsetMs, boundMs } = readClockOffset();
    const before = Date.now();
    const realtimeMs = Number(process.hrtime.bigint()) / 1e6 + offsetMs;
    const after = Date.now() + 1;
    expect(boundMs).toBeLessThan(2);
    expect(realtimeMs).toBeGreaterThan(before - boundMs);
    expect(realtimeMs).toBeLessThan(after + boundMs);
  });
});
