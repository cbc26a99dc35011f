import { exitCodes } from './errors.ts';

/**
 * Node ends a process that waits for nothing any more, with 0: whoever forgets to settle a promise, such as an engine's client
 * whose engine has died, would make a run that never came to its end look like one that passed.
 */
export function endOnlyWithAnAnswer(tell: (line: string) => void = console.error): void {
  process.once('beforeExit', () => {
    tell('lvs-drill waited for an answer that nobody was left to give, so this ended before its end.');
    tell('This is a bug of lvs-drill. Please report it with the command and the lines above.');
    process.exit(exitCodes.internal);
  });
}
