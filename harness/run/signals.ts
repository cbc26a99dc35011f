/** What the first Ctrl-C (or SIGTERM) does: the run heals, saves what there is and ends. The second one gives up at once. */
export function abortOnSignals(onFirst: () => void): { signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  const handle = () => {
    if (controller.signal.aborted) {
      // 128 + SIGINT; what is left on the engine is swept by the next run.
      process.exit(130);
    }
    onFirst();
    controller.abort(new Interrupted());
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    },
  };
}

/** Thrown out of whatever was going on when the user ended the run. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor() {
    super('Interrupted by the user.');
  }
}
