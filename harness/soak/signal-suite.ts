import type { SoakEvent } from './event.ts';

/** Strikes the harness that runs the suite, or its whole process group, with a signal. */
export function signalSuite(signal: NodeJS.Signals, whom: 'process' | 'group'): SoakEvent['strike'] {
  return async ({ suite }) => {
    if (suite.hasEnded()) return null;
    suite.kill(signal, whom);
    return `${signal} to the ${whom === 'group' ? 'process group of the harness' : 'harness'}`;
  };
}
