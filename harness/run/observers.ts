import { messageOf } from '../errors.ts';
import type { Probe, ProbeContext } from '../probes/probe.ts';

/** Probes that are running, to be stopped together. */
export interface Observers {
  /** Stops them; returns in words what kept one from observing everything. */
  stop(): Promise<string[]>;
}

/** Starts probes side by side; when one does not start, the others are stopped and its error is thrown. */
export async function startObservers(probes: Probe[], context: ProbeContext): Promise<Observers> {
  const started = await Promise.allSettled(probes.map((probe) => probe.start(context)));
  const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async () => {
    const stopped = await Promise.allSettled(running.map((probe) => probe.stop()));
    return stopped.flatMap((one) => (one.status === 'rejected' ? [messageOf(one.reason)] : []));
  };
  const failed = started.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return { stop };
}
