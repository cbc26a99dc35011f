import { Listr, type ListrTask, PRESET_TIMER } from 'listr2';
import type { Log } from '../engine/engine.ts';
import { Interrupted } from '../run/signals.ts';

/** A step of the work as the user sees it: work of its own, or further stages, which are asked for when it begins. */
export type Stage = {
  title: string;
  /** Done also after the user interrupted the run: saving and showing what there is. */
  always?: boolean;
} & ({ work: (show: Log) => Promise<string> } | { stages: () => Stage[] });

/** How to show stages. */
export interface ShowOptions {
  signal: AbortSignal;
  /** Plain lines also in a terminal: something else will write to it, or read from it. */
  plain: boolean;
}

/**
 * Does the stages one after the other and shows them: a living tree in a terminal, plain lines elsewhere. What a stage
 * returns stands behind its title. After an interruption only what must be done `always` is done.
 */
export async function showStages(stages: Stage[], options: ShowOptions): Promise<void> {
  // A terminal of 0 columns (a pipe that says it is one) would print a letter per line.
  const lively = !options.plain && process.stdout.isTTY && !process.env.CI && (process.stdout.columns ?? 0) > 20;
  const tasks = stages.map((stage) => taskOf(stage, options.signal));
  const settings = { concurrent: false, exitOnError: true, registerSignalListeners: false } as const;
  const list = lively
    ? new Listr(tasks, {
        ...settings,
        renderer: 'default',
        rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: true, showErrorMessage: false },
      })
    : new Listr(tasks, { ...settings, renderer: 'verbose', rendererOptions: { timer: PRESET_TIMER } });
  await list.run();
}

/**
 * The same stages, of which an error ends only those behind it: `onError` returns what to show in place of a result, or
 * throws, and then the error ends everything after all.
 */
export function endingAlone(stages: Stage[], onError: (error: unknown) => Promise<string>): Stage[] {
  let over = false;
  const guarded = (stage: Stage): Stage => {
    if ('stages' in stage) return { ...stage, stages: () => (over ? [] : stage.stages().map(guarded)) };
    const work = async (show: Log): Promise<string> => {
      if (over) return 'left out';
      try {
        return await stage.work(show);
      } catch (error) {
        const told = await onError(error);
        over = true;
        return told;
      }
    };
    return { ...stage, work };
  };
  return stages.map(guarded);
}

function taskOf(stage: Stage, signal: AbortSignal): ListrTask {
  return {
    title: stage.title,
    task: async (_context, task) => {
      if (signal.aborted && stage.always !== true) return task.skip(`${stage.title}: left out`);
      if ('stages' in stage) {
        return task.newListr(stage.stages().map((inner) => taskOf(inner, signal)));
      }
      try {
        const result = await stage.work((line) => {
          task.output = line;
        });
        task.title = `${stage.title}: ${result}`;
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        task.skip(`${stage.title}: interrupted`);
      }
    },
  };
}
