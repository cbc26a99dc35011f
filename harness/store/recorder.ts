import { type FileHandle, open } from 'node:fs/promises';
import { type DrillError, machineError, messageOf } from '../errors.ts';
import type { Observation, Run, Seal } from '../model.ts';
import { replaceFile } from './replace-file.ts';
import type { RunFolder } from './run-folder.ts';

/** Appends observations to `observations.ndjson`. A probe hands one over and goes on; it never waits for the disk. */
export interface ObservationRecorder {
  /** Takes one observation. Never throws: it is called from where nobody could catch. After `close` it does nothing. */
  record(observation: Observation): void;
  /** Resolves when everything taken so far is in the file; throws the `DrillError` of the first write that failed. */
  flush(): Promise<void>;
  /** `flush`, then closes the file. May be called again. */
  close(): Promise<void>;
  /** How many observations of each series it has taken: what should be in the file. */
  taken(): Seal['observations'];
}

/**
 * Opens a recorder on the run's observations file. Lines are gathered while a write is under way and go out as
 * one, so at most one write is outstanding and the faster the observations come, the larger the writes.
 * `onFailure` is told at once when a write fails (disk full), so that a run can end instead of measuring for
 * nothing; the same error comes out of `flush` and `close`.
 */
export async function openRecorder(
  folder: RunFolder,
  onFailure: (error: DrillError) => void = () => {},
): Promise<ObservationRecorder> {
  return recordTo(await open(folder.observations, 'a'), folder.observations, onFailure);
}

/** The part of a file that recording needs. */
export type AppendTarget = Pick<FileHandle, 'appendFile' | 'datasync' | 'close'>;

/** `openRecorder` on a file that is already open. */
export function recordTo(
  file: AppendTarget,
  path: string,
  onFailure: (error: DrillError) => void = () => {},
): ObservationRecorder {
  const taken: Seal['observations'] = {};
  let waiting: string[] = [];
  let failure: DrillError | null = null;
  let closed = false;
  let writing: Promise<void> | null = null;

  const drain = async (): Promise<void> => {
    while (waiting.length > 0 && failure === null) {
      const lines = waiting;
      waiting = [];
      try {
        await file.appendFile(`${lines.join('\n')}\n`);
      } catch (error) {
        failure = machineError(
          `The recording ${path} could not be written (${messageOf(error)}).`,
          'Make room on that disk, or name another folder with --out.',
          error,
        );
        onFailure(failure);
      }
    }
    writing = null;
  };

  const flush = async (): Promise<void> => {
    while (writing !== null) await writing;
    if (failure !== null) throw failure;
    await file.datasync();
  };

  return {
    record(observation) {
      if (closed || failure !== null) return;
      waiting.push(JSON.stringify(observation));
      taken[observation.series] = (taken[observation.series] ?? 0) + 1;
      writing ??= Promise.resolve().then(drain);
    },
    flush,
    async close() {
      if (closed) return;
      closed = true;
      try {
        await flush();
      } finally {
        await file.close();
      }
    },
    taken: () => ({ ...taken }),
  };
}

/**
 * Writes run.json whole or not at all. Called in three phases (running, recorded, judged), so that whatever ends the
 * harness leaves a run that can be read. Throws a `DrillError` where it cannot be written.
 */
export async function saveRun(folder: RunFolder, run: Run): Promise<void> {
  await replaceFile(folder.runJson, runText(run), { sync: true });
}

/** The text of a run.json. The reader finds the line of a mistake by writing in the same way. */
export function runText(run: unknown): string {
  return `${JSON.stringify(run, null, 2)}\n`;
}
