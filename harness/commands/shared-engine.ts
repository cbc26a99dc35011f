import { withDeadline } from '../deadline.ts';
import type { Engine, Log } from '../engine/engine.ts';
import { messageOf } from '../errors.ts';

/** One engine for several suites in turn; it is ended with what holds it. */
export interface SharedEngine extends AsyncDisposable {
  /** The engine, which its borrower cannot end. One that died or is in trouble is replaced first. */
  lend(show: Log): Promise<Engine>;
}

const answerDeadlineMs = 5_000;

/** Shares what `open` opens: a lab that was up stays up, one of our own goes on over all suites. */
export function shareEngine(open: (show: Log) => Promise<Engine>): SharedEngine {
  let current: Engine | undefined;
  const end = async (): Promise<void> => {
    const engine = current;
    current = undefined;
    await engine?.[Symbol.asyncDispose]();
  };
  return {
    async lend(show) {
      const trouble = current === undefined ? null : await troubleOf(current);
      if (trouble !== null) {
        show(`the engine is opened anew: ${trouble}`);
        await end().catch((error: unknown) => show(`the one before could not be ended: ${messageOf(error)}`));
      }
      current ??= await open(show);
      return { ...current, [Symbol.asyncDispose]: async () => {} };
    },
    [Symbol.asyncDispose]: end,
  };
}

/** Why the next suite must not run on it; null: it may. */
async function troubleOf(engine: Engine): Promise<string | null> {
  try {
    const answer = await withDeadline(engine.docker.ping(), answerDeadlineMs);
    if (answer === 'late') return `no answer within ${answerDeadlineMs / 1000} s`;
    const [first] = await engine.kernelTrouble();
    return first === undefined ? null : `its kernel reported ${first}`;
  } catch (error) {
    return messageOf(error);
  }
}
