import { DrillError } from '../errors.ts';
import type { ClockOffsetValue, KernelMs } from '../model.ts';

/** Turns CLOCK_REALTIME of the engine's kernel into its CLOCK_MONOTONIC, by the latest offset that was seen. */
export interface RealtimeClock {
  take(offset: ClockOffsetValue): void;
  /** Throws a `DrillError` before the first offset. `realtimeMs`: ms since 1970. */
  toKernelMs(realtimeMs: number): KernelMs;
}

/** A clock that has seen no offset yet. */
export function realtimeClock(): RealtimeClock {
  let latest: ClockOffsetValue | undefined;
  return {
    take(offset) {
      latest = offset;
    },
    toKernelMs(realtimeMs) {
      if (latest === undefined)
        throw new DrillError('No clock offset has been seen yet: the wire probe must start first.');
      return Math.round((realtimeMs - latest.offsetMs) * 1000) / 1000;
    },
  };
}
