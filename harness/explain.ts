import { inspect } from 'node:util';
import { CommanderError } from 'commander';
import { type ExitCode, exitCodes } from './errors.ts';
import { outsideTrouble } from './outside-trouble.ts';
import { Interrupted } from './run/signals.ts';
import { visible } from './visible.ts';

/**
 * Tells the user what ended a command, and returns the exit code for it. What is told may quote files and other machines:
 * nothing in it reaches the terminal but text.
 */
export function explain(thrown: unknown, tell: (line: string) => void = console.error): ExitCode {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.pass : exitCodes.usage;
  if (thrown instanceof Interrupted) {
    tell(thrown.message);
    return exitCodes.interrupted;
  }
  const trouble = outsideTrouble(thrown);
  if (trouble !== null) {
    tell(visible(trouble.message));
    if (trouble.remedy !== undefined) tell(visible(trouble.remedy));
    return trouble.exitCode;
  }
  tell(visible(inspect(thrown)));
  tell('This is a bug of lvs-drill. Please report it with the lines above.');
  return exitCodes.internal;
}
