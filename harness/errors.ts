/** Exit codes of the command line, the whole list. `--help` prints it. */
export const exitCodes = {
  pass: 0,
  fail: 1,
  unknown: 2,
  cannotRun: 3,
  usage: 64,
  internal: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * An error that a user can act on: one sentence of what failed, one of what to do. Without another exit code it ends
 * with 3: something of the machine, the engine or the cluster was not as it must be.
 * Anything thrown that is not a `DrillError` is a bug of ours and ends with exit code 70.
 */
export class DrillError extends Error {
  override readonly name = 'DrillError';
  readonly exitCode: ExitCode;
  /** What the user can do about it; a sentence. */
  readonly remedy: string | undefined;

  constructor(message: string, options: { exitCode?: ExitCode; remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.exitCode = options.exitCode ?? exitCodes.cannotRun;
    this.remedy = options.remedy;
  }
}

/** The input (an option, a name, a folder) is wrong: exit code 64, before anything was started. */
export function usageError(message: string, remedy?: string): DrillError {
  return new DrillError(message, { exitCode: exitCodes.usage, ...(remedy === undefined ? {} : { remedy }) });
}

/** This machine cannot do it as it is: exit code 3. The remedy is required: it is the reason this function exists. */
export function machineError(message: string, remedy: string, cause?: unknown): DrillError {
  return new DrillError(message, { exitCode: exitCodes.cannotRun, remedy, cause });
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
