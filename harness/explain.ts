import { inspect } from 'node:util';
import { CommanderError } from 'commander';
import { DrillError, type ExitCode, exitCodes } from './errors.ts';
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
  if (thrown instanceof DrillError) {
    tell(visible(thrown.message));
    if (thrown.remedy !== undefined) tell(visible(thrown.remedy));
    return thrown.exitCode;
  }
  tell(visible(inspect(thrown)));
  tell('This is a bug of lvs-drill. Please report it with the lines above.');
  return exitCodes.internal;
}
