import { type Fields, readOptions } from './options.ts';
import type { AgentLine } from './protocol.ts';

/** What a command has to do with the outside. */
export interface AgentIo {
  print(line: AgentLine): void;
  /** Says that something kept the command from observing; see `TroubleLine`. */
  trouble(cause: string): void;
  /** Aborted when standard input has ended: end soon. */
  stop: AbortSignal;
  /** Hands over each line of standard input; must be called before the command's first `await`. */
  onLine(listener: (line: string) => void): void;
}

/** One command of the agent, with the types of its options hidden: the list of commands holds all kinds. */
export interface Command {
  /** How long lines are collected before they are written, ms. */
  batchMs: number;
  /** Validates the options (throws a usage error) and returns what is to be run; that resolves to the exit code. */
  prepare(json: string | undefined): (io: AgentIo) => Promise<number>;
}

/** Declares a command: its options and what it does. `run` resolves to the exit code of the agent. */
export function defineCommand<T extends object>(declaration: {
  batchMs: number;
  fields: Fields<T>;
  run(options: T, io: AgentIo): Promise<number>;
}): Command {
  return {
    batchMs: declaration.batchMs,
    prepare(json) {
      const options = readOptions(json, declaration.fields);
      return (io) => declaration.run(options, io);
    },
  };
}

/** Resolves when the agent is to stop. */
export function stopped(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve());
  });
}
