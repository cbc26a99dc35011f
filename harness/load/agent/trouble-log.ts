import { monotonicMs, toMicrosecond } from './clock.ts';
import type { TroubleLine } from './protocol.ts';

/** Reports what kept the agent from observing. */
export interface TroubleLog {
  report(cause: string): void;
  /** Prints what was held back. */
  finish(): void;
}

const perCauseMs = 1000;

/**
 * Prints each cause as a line, and on standard error for whoever reads the log; a repeated cause at most once per second
 * with a count, because a prober in trouble is in trouble hundreds of times a second. No cause is ever swallowed:
 * `finish` prints the rest.
 */
export function createTroubleLog(
  print: (line: TroubleLine) => void,
  { now = monotonicMs, warn = (text: string) => console.error(text) } = {},
): TroubleLog {
  const causes = new Map<string, { printedAtMs: number; heldBack: number }>();

  const say = (cause: string, times: number) => {
    const atMs = now();
    causes.set(cause, { printedAtMs: atMs, heldBack: 0 });
    print({ trouble: cause, at: toMicrosecond(atMs), times });
    warn(times > 1 ? `${cause} (${times} times)` : cause);
  };

  return {
    report(cause) {
      const known = causes.get(cause);
      if (known === undefined) say(cause, 1);
      else if (now() - known.printedAtMs >= perCauseMs) say(cause, known.heldBack + 1);
      else known.heldBack += 1;
    },
    finish() {
      for (const [cause, { heldBack }] of causes) if (heldBack > 0) say(cause, heldBack);
    },
  };
}
